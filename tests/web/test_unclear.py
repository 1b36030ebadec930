"""Bodies that cannot be read: told what is wrong where, and nothing is recorded."""

import pytest

from shared.vocabulary.words import Role
from tests.web.site import Site, raised


@pytest.mark.parametrize("body", [b"problem=%FF%FE", b"problem=\xff\xfe"])
def test_a_form_in_another_encoding_is_refused_and_nothing_is_recorded(body: bytes) -> None:
    site = Site()
    cy = site.signed_in("Cy")
    head = site.desk.log.head()
    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = cy.post("/new", content=body, headers=kind)
    assert answer.status_code == 422
    assert "no form in UTF-8" in answer.text
    assert site.desk.log.head() == head


def test_a_body_that_is_no_json_is_told_where_it_breaks() -> None:
    cy = Site().signed_in("Cy")
    kind = {"content-type": "application/json"}
    answer = cy.post("/api/v1/tickets", content=b'{"problem": }', headers=kind)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["field"]) == (422, "body")
    assert "no JSON, at character 12" in error["problem"]


def test_a_body_in_another_encoding_is_told_without_a_value_nobody_sent() -> None:
    cy = Site().signed_in("Cy")
    kind = {"content-type": "application/json"}
    answer = cy.post("/api/v1/tickets", content=b'{"problem": "\xff"}', headers=kind)
    told = {"field": "body", "problem": "the body is no JSON in UTF-8", "in": "body"}
    assert (answer.status_code, answer.json()["errors"]) == (422, [told])


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f"])
def test_control_signs_in_a_text_are_refused(sign: str) -> None:
    answer = Site().signed_in("Cy").post("/api/v1/tickets", json={"problem": f"VPN{sign}"})
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
