"""Requests about a team over the API: repeated, made on the version one saw, and with a body that is none."""

from typing import Any

import pytest

from services.assignment.requests.teams import SetGiving
from shared.vocabulary.identity import SETUP
from shared.vocabulary.words import Way
from tests.web.test_giving import Offering

TEAM = "/api/v1/teams/Network"
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("giving", {"way": "manual"}),
    ("freeze", {"reason": "The phone system is down"}),
    ("thaw", {}),
]


def under(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


@pytest.mark.parametrize(("path", "body"), ASKED)
def test_what_is_asked_on_an_older_version_of_the_team_is_refused(
    path: str, body: dict[str, Any]
) -> None:
    site = Offering(Way.DEALT)
    nora = site.visit(site.nora)
    seen = nora.get(f"{TEAM}/giving").headers["ETag"]
    site.teams.ask(site.network, SetGiving(way=Way.OFFERED), by=SETUP, command="meanwhile")
    answer = nora.post(f"{TEAM}/{path}", json=body, headers={"If-Match": seen})
    assert (answer.status_code, answer.json()["type"]) == (412, "/problems/version-conflict")
    assert len(answer.json()["since"]) == 1
    newest = nora.get(f"{TEAM}/giving").headers["ETag"]
    assert nora.post(f"{TEAM}/{path}", json=body, headers={"If-Match": newest}).is_success


def test_a_ticket_is_pulled_only_on_the_version_of_the_team_one_saw() -> None:
    site = Offering(Way.PULLED)
    site.asked()
    ada, seen = site.visit(site.ada), site.teams.chosen(site.network).version
    stale = ada.post(f"{TEAM}/pull", headers={"If-Match": f'"v{seen - 1}"'})
    assert (stale.status_code, stale.json()["type"]) == (412, "/problems/version-conflict")
    assert ada.post(f"{TEAM}/pull", headers={"If-Match": f'"v{seen}"'}).is_success


def test_a_pull_takes_no_field_and_no_broken_body() -> None:
    site = Offering(Way.PULLED)
    number = site.asked()
    ada = site.visit(site.ada)
    assert ada.post(f"{TEAM}/pull", json={"x": 1}).status_code == 422
    broken = {"content": b"{", "headers": {"Content-Type": "application/json"}}
    assert ada.post(f"{TEAM}/pull", **broken).status_code == 422
    assert ada.post(f"{TEAM}/pull", json={}).json()["number"] == number


def test_a_repeated_pull_is_told_its_ticket_though_the_team_pulls_no_more() -> None:
    site = Offering(Way.PULLED)
    site.asked()
    ada = site.visit(site.ada)
    first = ada.post(f"{TEAM}/pull", headers=under("p1"))
    site.teams.ask(site.network, SetGiving(way=Way.MANUAL), by=SETUP, command="no more")
    again = ada.post(f"{TEAM}/pull", headers=under("p1"))
    assert (again.status_code, again.json()) == (200, first.json())
    assert ada.post(f"{TEAM}/pull", headers=under("p2")).status_code == 409


def test_a_repeated_freeze_is_told_what_the_first_was_told() -> None:
    site = Offering(Way.DEALT)
    nora = site.visit(site.nora)
    sent = {"json": {"reason": "The phone system is down"}, "headers": under("n1")}
    first = nora.post(f"{TEAM}/freeze", **sent)
    nora.post(f"{TEAM}/thaw", json={})
    again = nora.post(f"{TEAM}/freeze", **sent)
    assert again.json() == first.json()
    assert again.json()["frozen"]
    assert again.headers["ETag"] == first.headers["ETag"]
    assert not nora.get(f"{TEAM}/giving").json()["frozen"]


def test_a_late_repeat_of_a_thaw_that_changed_nothing_undoes_nobodys_freeze() -> None:
    site = Offering(Way.DEALT)
    nora = site.visit(site.nora)
    first = nora.post(f"{TEAM}/thaw", json={}, headers=under("n5"))
    nora.post(f"{TEAM}/freeze", json={"reason": "flood"}, headers=under("n6"))
    again = nora.post(f"{TEAM}/thaw", json={}, headers=under("n5"))
    assert (again.status_code, again.json()) == (200, first.json())
    assert nora.get(f"{TEAM}/giving").json()["frozen"]
