"""Bodies that cannot be read: told what is wrong where, and nothing is recorded."""

import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from shared.vocabulary.words import Role
from shared.web.layers import LARGEST_BODY
from tests.web.site import Site, raised

PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def site() -> Site:
    """The same for all, since none of them may record anything."""
    return Site()


@pytest.fixture
def cy(site: Site) -> Iterator[TestClient]:
    """Somebody who is signed in, and leaves the log as it was."""
    visitor = site.signed_in("Cy")
    before = site.desk.log.head()
    yield visitor
    assert site.desk.log.head() == before


MALFORMED = [
    ({"problem": "VPN", "prioritty": 1}, "prioritty"),
    ({"urgent": True}, "problem"),
    ({"problem": 7}, "problem"),
    ({"problem": "  "}, "problem"),
    ({"problem": "VPN", "urgent": "perhaps"}, "urgent"),
    ({"problem": "x" * 100_001}, "problem"),
    ({"problem": "VPN", "subject": "x" * 201}, "subject"),
    ({"problem": "VPN", "requester": "Ada"}, "requester"),
    (["VPN"], "body"),
]


@pytest.mark.parametrize(("body", "field"), MALFORMED, ids=lambda each: str(each)[:40])
def test_a_malformed_request_names_the_field_and_records_nothing(
    cy: TestClient, body: object, field: str
) -> None:
    answer = cy.post("/api/v1/tickets", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM)
    assert field in [each["field"] for each in answer.json()["errors"]]
    assert field in answer.json()["detail"]


UNREADABLE = [
    b'{"problem": "\xff\xfe"}',
    b'{"problem": "\\ud800"}',
    b'{"problem": ',
    b"[" * 100_000,
    b'{"problem": "x", "urgent": ' + b"9" * 5_000 + b"}",
    b"",
]


@pytest.mark.parametrize("body", UNREADABLE, ids=lambda each: repr(each[:20]))
def test_a_body_that_cannot_be_read_is_refused_and_records_nothing(
    cy: TestClient, body: bytes
) -> None:
    answer = cy.post("/api/v1/tickets", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM)
    assert answer.json()["errors"]


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_of_more_than_a_megabyte_is_refused(cy: TestClient, announced: bool) -> None:
    body = json.dumps({"problem": "x" * LARGEST_BODY}).encode()
    parts = body if announced else iter([body[:600_000], body[600_000:]])
    answer = cy.post("/api/v1/tickets", content=parts)
    assert (answer.status_code, answer.headers["content-type"]) == (413, PROBLEM)
    assert "1,000,000 bytes" in answer.json()["detail"]


@pytest.mark.parametrize("body", [b"problem=%FF%FE", b"problem=\xff\xfe"])
def test_a_form_in_another_encoding_is_refused_and_nothing_is_recorded(
    cy: TestClient, body: bytes
) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = cy.post("/new", content=body, headers=kind)
    assert answer.status_code == 422
    assert "no form in UTF-8" in answer.text


def test_a_body_that_is_no_json_is_told_where_it_breaks(cy: TestClient) -> None:
    kind = {"content-type": "application/json"}
    answer = cy.post("/api/v1/tickets", content=b'{"problem": }', headers=kind)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["field"]) == (422, "body")
    assert "no JSON, at character 12" in error["problem"]


def test_a_body_in_another_encoding_is_told_without_a_value_nobody_sent(cy: TestClient) -> None:
    kind = {"content-type": "application/json"}
    answer = cy.post("/api/v1/tickets", content=b'{"problem": "\xff"}', headers=kind)
    told = {"field": "body", "problem": "the body is no JSON in UTF-8", "in": "body"}
    assert (answer.status_code, answer.json()["errors"]) == (422, [told])


@pytest.mark.parametrize("kind", [{}, {"content-type": "text/plain"}])
def test_a_body_that_nothing_calls_json_is_told_by_which_header_to_send_it(
    kind: dict[str, str],
) -> None:
    cy = Site().signed_in("Cy")
    answer = cy.post("/api/v1/tickets", content=b'{"problem": "VPN drops"}', headers=kind)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["field"]) == (422, "body")
    assert "Content-Type: application/json" in error["problem"]


def test_a_key_used_again_for_other_words_is_named_as_it_was_sent() -> None:
    cy = Site().signed_in("Cy")
    key = {"Idempotency-Key": "monday-1"}
    cy.post("/api/v1/tickets", json={"problem": "VPN drops"}, headers=key)
    answer = cy.post("/api/v1/tickets", json={"problem": "no, the printer"}, headers=key)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("request 'monday-1' was already carried out")


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f"])
def test_control_signs_in_a_text_are_refused(cy: TestClient, sign: str) -> None:
    answer = cy.post("/api/v1/tickets", json={"problem": f"VPN{sign}"})
    assert answer.status_code == 422
    assert "character 4 is the control sign" in answer.json()["errors"][0]["problem"]


def test_a_requester_chooses_among_the_services_of_the_desk() -> None:
    site = Site()
    cy = site.signed_in("Cy")
    asked = {"problem": "it drops", "service": "my divorce"}
    alone = cy.post("/api/v1/tickets", json=asked)
    assert (alone.status_code, "leave it out" in alone.json()["detail"]) == (422, True)
    site.desk.team("Network", services=("VPN", "Wi-Fi"))
    answer = cy.post("/api/v1/tickets", json=asked)
    assert answer.status_code == 422
    assert "expected one of VPN, Wi-Fi" in answer.json()["detail"]
    number = raised(cy, service="wi-fi")["number"]
    assert cy.get(f"/api/v1/tickets/{number}").json()["service"] == "Wi-Fi"


@pytest.mark.parametrize("label", ["x" * 61, "he\nsaid", "<b>", "a; b"])
def test_a_label_is_a_word_or_a_few(label: str) -> None:
    site = Site()
    ticket = raised(site.signed_in("Cy"))["number"]
    ada = site.signed_in("Ada", Role.AGENT)
    assert ada.post(f"/api/v1/tickets/{ticket}/tags", json={"add": [label]}).status_code == 422
    assert ada.post(f"/api/v1/tickets/{ticket}/tags", json={"add": ["vpn 2"]}).status_code == 200


def test_control_signs_in_a_reason_are_refused_as_well(site: Site) -> None:
    ada, ticket = site.signed_in("Ada", Role.AGENT), raised(site.signed_in("Cy"))
    answer = ada.post(f"/api/v1/tickets/{ticket['ticket']}/put-back", json={"reason": "lunch\x1b"})
    assert answer.status_code == 422
    assert "character 6 is the control sign" in answer.json()["errors"][0]["problem"]
