"""Requests under a key: carried out once, however often and by whomever they are sent."""

import threading
from typing import Any

import pytest

from tests.web.site import Site, raised


def head(site: Site) -> int:
    return site.desk.log.head()


def test_the_same_key_is_carried_out_once_and_told_the_same() -> None:
    site = Site()
    cy = site.signed_in("Cy")
    sent = {"json": {"problem": "VPN drops"}, "headers": {"idempotency-key": "cy-1"}}
    first, before = cy.post("/api/v1/tickets", **sent), head(site)
    assert cy.post("/api/v1/tickets", **sent).json() == first.json()
    assert head(site) == before


def test_the_same_key_with_another_body_is_refused() -> None:
    site = Site()
    cy = site.signed_in("Cy")
    key = {"idempotency-key": "cy-1"}
    cy.post("/api/v1/tickets", json={"problem": "VPN drops"}, headers=key)
    before = head(site)
    answer = cy.post("/api/v1/tickets", json={"problem": "Printer"}, headers=key)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/request-differs")
    assert head(site) == before


def test_a_key_is_its_owners_alone() -> None:
    site = Site()
    key = {"idempotency-key": "1"}
    tickets = {
        site.signed_in(name)
        .post("/api/v1/tickets", json={"problem": "VPN drops"}, headers=key)
        .json()["ticket"]
        for name in ("Ada", "Ben")
    }
    assert len(tickets) == 2


def test_a_key_that_is_no_key_is_refused_by_name() -> None:
    site = Site()
    for key in ("x" * 201, "with\ttab"):
        answer = site.signed_in("Cy").post(
            "/api/v1/tickets", json={"problem": "VPN"}, headers={"idempotency-key": key}
        )
        assert (answer.status_code, "Idempotency-Key" in answer.json()["detail"]) == (422, True)


def test_the_same_key_at_the_same_time_makes_one_ticket() -> None:
    site = Site()
    cy = site.signed_in("Cy")
    answers = []

    def send() -> None:
        key = {"idempotency-key": "cy-1"}
        answers.append(cy.post("/api/v1/tickets", json={"problem": "VPN drops"}, headers=key))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert {each.status_code for each in answers} <= {201, 409}
    assert len({each.json()["ticket"] for each in answers if each.status_code == 201}) == 1


@pytest.mark.parametrize(
    ("path", "asked", "elsewhere", "other"),
    [
        ("tags", {"add": ["a1"]}, "tags", {"add": ["b1"]}),
        ("take", {}, "put-back", {"reason": "I cannot"}),
        ("flag", {"because": "long"}, "flag", {"because": "abusive"}),
    ],
)
def test_a_key_whose_request_changed_nothing_is_taken_all_the_same(
    path: str, asked: dict[str, Any], elsewhere: str, other: dict[str, Any]
) -> None:
    site = Site()
    ada = site.visit(site.desk.agent("Ada"))
    address = f"/api/v1/tickets/{raised(ada)['number']}"
    ada.post(f"{address}/take")
    ada.post(f"{address}/{path}", json=asked)
    key, before = {"idempotency-key": "n1"}, head(site)
    first = ada.post(f"{address}/{path}", json=asked, headers=key)
    assert (first.status_code, head(site)) == (200, before), first.text
    differs = ada.post(f"{address}/{elsewhere}", json=other, headers=key)
    assert (differs.status_code, differs.json()["type"]) == (422, "/problems/request-differs")
    assert ada.post(f"{address}/{path}", json=asked, headers=key).json() == first.json()
    assert head(site) == before
