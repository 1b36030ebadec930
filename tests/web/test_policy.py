"""The page of the policy: read by staff, tried out and changed by supervisors."""

import re

from markupsafe import escape

from services.assignment import rulebook
from shared.events.assignment import DeskPolicySet
from shared.vocabulary.identity import DESK
from shared.vocabulary.words import Role
from tests.web.site import PAGE, Site

FIELD = re.compile(r'name="([a-z_]+\.[a-z_]+)" value="([^"]*)"')


def version_of(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found.group(1)


def test_the_whole_rulebook_and_every_figure_stand_on_one_page() -> None:
    page = Site().signed_in("Zoe", Role.SUPERVISOR).get("/policy").text
    assert all(escape(rule.in_short) in page for rule in rulebook.RULES)
    assert 'name="fairness.cap" value="2"' in page
    assert "mean tough tickets ahead of their fair share." in page


def test_agents_read_the_policy_and_cannot_change_it() -> None:
    ada = Site().signed_in("Ada", Role.AGENT)
    page = ada.get("/policy").text
    assert "No deal leaves anybody more than 2 mean tough tickets ahead" in page
    assert "Agree on it" not in page
    assert ada.post("/policy/preview", data={"fairness.cap": "1"}, headers=PAGE).status_code == 403
    assert ada.post("/policy", data={"fairness.cap": "1"}, headers=PAGE).status_code == 403


def test_what_is_agreed_on_is_an_event_with_its_author_and_the_rules_that_follow_it() -> None:
    site = Site()
    zoe = site.signed_in("Zoe", Role.SUPERVISOR)
    page = zoe.get("/policy").text
    typed = dict(FIELD.findall(page)) | {"fairness.cap": "1.5", "reason": "fairer"}
    answer = zoe.post("/policy", data=typed | {"version": version_of(page)})
    assert answer.status_code == 303
    (told,) = site.desk.log.history(DESK)
    assert isinstance(told.event, DeskPolicySet)
    assert (told.event.policy.fairness.cap, told.event.rulebook) == (1_500, rulebook.digest())
    after = zoe.get("/policy").text
    assert "version 1, set by Zoe" in after
    assert "shipped as 2<" in after


def test_whoever_agrees_is_told_so_and_that_agreeing_again_changes_nothing() -> None:
    site = Site()
    zoe = site.signed_in("Zoe", Role.SUPERVISOR)
    for told in ("Version 1 is agreed on", "Nothing was changed: version 1 says all of that"):
        version = version_of(zoe.get("/policy").text)
        sent = zoe.post("/policy", data={"fairness.cap": "3", "version": version})
        assert told in zoe.get(sent.headers["location"]).text
    assert len(site.desk.log.history(DESK)) == 1


def test_a_page_that_somebody_else_overtook_changes_nothing() -> None:
    site = Site()
    zoe = site.signed_in("Zoe", Role.SUPERVISOR)
    stale = version_of(zoe.get("/policy").text)
    first = {"closing.grace_hours": "24", "version": stale}
    assert zoe.post("/policy", data=first).status_code == 303
    late = {"closing.grace_hours": "48", "version": stale}
    assert zoe.post("/policy", data=late, headers=PAGE).status_code == 412
    assert len(site.desk.log.history(DESK)) == 1


def test_a_figure_that_cannot_be_is_told_beside_the_form_and_changes_nothing() -> None:
    site = Site()
    zoe = site.signed_in("Zoe", Role.SUPERVISOR)
    told = zoe.post("/policy/preview", data={"closing.grace_hours": "soon"}, headers=PAGE)
    assert told.status_code == 422
    assert "expected a number from 0 to 10000" in told.text
    told = zoe.post("/policy", data={"closing.grace_hours": "soon"}, headers=PAGE)
    assert told.status_code == 422
    assert not site.desk.log.history(DESK)


def test_a_preview_says_who_would_get_what_instead_and_changes_nothing() -> None:
    site = Site()
    ada = site.desk.agent("Ada", tickets=9, network=1)
    site.desk.agent("Ben", tickets=9, network=4)
    for n in range(3):
        ticket = site.desk.ticket(f"it broke {n}", by=ada)
        site.desk.judge(ticket, by=ada, skill="network", level=1)
        site.desk.assignment.run_round()
    zoe = site.signed_in("Zoe", Role.SUPERVISOR)
    head = site.desk.log.head()
    change = {"assignment.fit_price": "0", "assignment.load_weight": "1000"}
    page = zoe.post("/policy/preview", data=change, headers=PAGE).text
    assert "assignment.load_weight: 40 → 1000." in page
    assert "The last 3 rounds: " in page
    assert "of 3 tickets would have another outcome" in page
    assert 'name="assignment.load_weight" value="1000"' in page
    assert site.desk.log.head() == head


def test_a_program_may_ask_for_the_same_preview() -> None:
    site = Site()
    zoe = site.signed_in("Zoe", Role.SUPERVISOR)
    told = zoe.post("/api/v1/policy/preview", json={"policy": {"fairness": {"cap": 0}}}).json()
    assert (told["past"]["rounds"], told["now"]["tickets"]) == (0, 0)
    wrong = zoe.post("/api/v1/policy/preview", json={"policy": {"fairness": {"kap": 0}}})
    assert (wrong.status_code, "kap" in wrong.text) == (422, True)
