"""The desk report over the API: the same figures as the command's, for those who review."""

import re

import pytest

from services.projections.reports.desk import desk_report
from shared.vocabulary.words import Role
from tests.imports.histories import given
from tests.web.site import Site, raised


def test_a_report_is_of_one_source_and_of_a_moment() -> None:
    site = Site()
    given(site.desk, "uci498", "uci498")
    head = site.desk.log.head()
    raised(site.signed_in("Cy"))
    ben = site.signed_in("Ben", Role.SUPERVISOR)
    told = ben.get("/api/v1/report?source=old").json()
    assert {each.pop("name") for each in told["carried"]} == {"Resolved by 7"}
    assert told == desk_report(site.desk.log, source="old")
    assert ben.get("/api/v1/report").json()["tickets"] == 3
    assert ben.get(f"/api/v1/report?at={head}").json()["tickets"] == 2


def test_without_fair_shares_supervision_tells_who_carried_what_took_longest() -> None:
    site = Site()
    given(site.desk, "uci498", "uci498")
    site.desk.later(days=20)
    ben = site.signed_in("Ben", Role.SUPERVISOR)
    page = ben.get("/supervision?at=2026-03-15T00:00:00Z").text
    assert "Resolved by 7 carried most of what took longest" in page
    assert re.search(r"of thirty days, from [\d,.]+ hours on\.", page)
    assert "counts the slowest tenth of the whole history" in page
    assert "No tough work" not in page
    people = ben.get("/api/v1/supervision?at=2026-03-15T00:00:00Z").json()["agents"]
    assert (people[0]["name"], people[0]["slowest"]) == ("Resolved by 7", 1)


@pytest.mark.parametrize(
    ("address", "status"), [("?source=nowhere", 404), ("?at=soon", 422), ("?min_tickets=0", 422)]
)
def test_a_report_of_what_never_was_is_refused(address: str, status: int) -> None:
    ben = Site().signed_in("Ben", Role.SUPERVISOR)
    assert ben.get(f"/api/v1/report{address}").status_code == status


def test_agents_and_requesters_get_no_report_of_their_colleagues() -> None:
    site = Site()
    for role in (Role.AGENT, Role.REQUESTER):
        assert site.signed_in("Ada", role).get("/api/v1/report").status_code == 403
