"""A policy in the shadow on the page of the policy, and over HTTP."""

from typing import Any

from services.assignment.shadow.thread import ShadowThread
from services.intake.requests.people import ErasePerson
from shared.vocabulary.identity import SETUP
from shared.vocabulary.words import Role
from tests.assignment.shadowing import UNFAIR
from tests.web.site import PAGE, Site

API = "/api/v1/policy/shadow"
TYPED = {
    "assignment.rotation_weight": "0", "assignment.load_weight": "0",
    "assignment.delay_price": "0", "fairness.cap": "1000", "reason": "to see",
}  # fmt: skip


def lived(site: Site) -> None:
    """Four tough tickets for two, each with its round, compared by now."""
    desk = site.desk
    ada, _ = desk.agent("Ada", tickets=9, network=3), desk.agent("Ben", tickets=9, network=1)
    for _ in range(4):
        ticket = desk.ticket("it broke", by=ada)
        desk.judge(ticket, by=ada, skill="network", toughness=2_500)
        desk.assignment.run_round()
    ShadowThread(desk.log, desk.clock, desk.assignment.problems).turn(record=True)


def test_a_supervisor_tries_compares_and_agrees_on_the_page() -> None:
    site = Site()
    zoe = site.signed_in("Zoe", Role.SUPERVISOR)
    assert "In the shadow it decides every round too" in zoe.get("/policy").text
    assert zoe.post("/policy/shadow", data=TYPED).status_code == 303
    lived(site)
    page = zoe.get("/policy").text
    assert "beside version 0 of the policy, by Zoe: to see. It is running." in page
    assert "assignment.rotation_weight: 240 → 0." in page
    assert "of 4 tickets would have another outcome, in 4 rounds" in page
    assert "Try it in the shadow" not in page
    assert 'name="fairness.cap" value="1000"' in page
    assert "Tough work on the wrong shoulders since it began" in page
    assert ">Whose lead would differ<" in page
    tried = {path: text for path, text in TYPED.items() if path != "reason"}
    assert zoe.post("/policy", data=tried | {"version": "1"}).status_code == 303
    page = zoe.get("/policy").text
    assert "the desk agreed on it, by Zoe." in page
    assert "version 1, set by Zoe" in page


def test_a_supervisor_ends_it_on_the_page() -> None:
    site = Site()
    zoe = site.signed_in("Zoe", Role.SUPERVISOR)
    zoe.post("/policy/shadow", data=TYPED)
    assert zoe.post("/policy/shadow/stop", data={"request": "one"}).status_code == 303
    assert zoe.post("/policy/shadow/stop", data={"request": "one"}).status_code == 303
    assert "it was stopped, by Zoe." in zoe.get("/policy").text


def test_what_cannot_be_tried_is_told_beside_the_form() -> None:
    zoe = Site().signed_in("Zoe", Role.SUPERVISOR)
    for words, told in (
        ({"fairness.cap": "1"}, "Say why it is tried"),
        ({"fairness.cap": "soon", "reason": "to see"}, "expected a number from 0 to 1000"),
        ({"fairness.cap": "2", "reason": "to see"}, "says all of that already"),
    ):
        answer = zoe.post("/policy/shadow", data=words, headers=PAGE)
        assert answer.status_code == 422
        assert told in answer.text.replace("&#39;", "'")


def test_agents_see_that_one_is_tried_and_not_how_others_would_fare() -> None:
    site = Site()
    zoe, ada = site.signed_in("Zoe", Role.SUPERVISOR), site.signed_in("Eve", Role.AGENT)
    zoe.post("/policy/shadow", data=TYPED)
    lived(site)
    page = ada.get("/policy").text
    assert "by Zoe: to see" in page
    assert "Whose lead would differ" not in page
    assert "another outcome" not in page
    assert ada.get(API).status_code == 403
    assert ada.post("/policy/shadow", data=TYPED, headers=PAGE).status_code == 403
    assert ada.post(f"{API}/stop").status_code == 403


def test_a_program_starts_reads_and_stops_it() -> None:
    site = Site()
    zoe = site.signed_in("Zoe", Role.SUPERVISOR)
    assert zoe.get(API).status_code == 404
    body: dict[str, Any] = {"policy": UNFAIR, "reason": "to see"}
    begun = zoe.post(API, json=body, headers={"Idempotency-Key": "one"})
    assert begun.json()["running"]
    again = zoe.post(API, json=body, headers={"Idempotency-Key": "one"})
    assert again.json() == begun.json()
    assert zoe.post(API, json=body).status_code == 409
    lived(site)
    told = zoe.get(API).json()
    assert (told["tickets"], told["tickets_alike"]) == (4, 2)
    assert {each["tried"] for each in told["otherwise"]} == {"Ada"}
    assert zoe.post(f"{API}/stop").json()["running"] is False
    assert zoe.post(f"{API}/stop").status_code == 409


def test_a_program_starts_and_stops_it_only_on_the_version_it_saw() -> None:
    zoe = Site().signed_in("Zoe", Role.SUPERVISOR)
    body: dict[str, Any] = {"policy": UNFAIR, "reason": "to see"}
    stale = zoe.post(API, json=body, headers={"If-Match": '"v7"'})
    assert (stale.status_code, stale.json()["type"]) == (412, "/problems/version-conflict")
    seen = zoe.get("/api/v1/policy").headers["ETag"]
    begun = zoe.post(API, json=body, headers={"If-Match": seen})
    assert begun.is_success
    assert zoe.post(f"{API}/stop", headers={"If-Match": seen}).status_code == 412
    newest = {"If-Match": begun.headers["ETag"]}
    assert zoe.post(f"{API}/stop", headers=newest).is_success


def test_the_audit_trail_leads_from_a_shadow_to_the_page_of_the_policy() -> None:
    site = Site()
    zoe = site.signed_in("Zoe", Role.SUPERVISOR)
    zoe.post("/policy/shadow", data=TYPED)
    lived(site)
    page = zoe.get("/audit").text
    assert '<a href="/policy">desk</a>' in page
    assert '<a href="/policy#shadow">shadow</a>' in page


def test_whoever_started_it_may_be_forgotten() -> None:
    site = Site()
    person = site.desk.person("Zoe", Role.SUPERVISOR)
    zoe = site.visit(person)
    zoe.post("/policy/shadow", data=TYPED)
    site.desk.people.erase(person, ErasePerson(reason="asked"), site.desk.intake.call(SETUP))
    page = site.signed_in("Max", Role.SUPERVISOR).get("/policy").text
    assert "by Zoe" not in page
    assert "Since " in page
