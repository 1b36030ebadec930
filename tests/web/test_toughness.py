"""Toughness on pages: what is expected, what it counts, and disputes from the ticket's own page."""

import re

from services.intake.requests.policy import SetPolicy
from shared.events.toughness import AppealAnswered, JudgementAppealed, TicketFlaggedTough
from shared.vocabulary.identity import SETUP
from shared.vocabulary.words import Role
from tests.toughness.desk import learning, resolved, told
from tests.web.site import Site


def forms_of(text: str) -> set[str]:
    """Where the page's forms lead, by their last word."""
    return set(re.findall(r'action="/tickets/\d+/([a-z-]+)"', text))


def test_a_ticket_tells_what_is_expected_and_what_it_turned_out_to_be() -> None:
    site = Site()
    desk = learning(site.desk)
    ada = desk.agent("Ada", tickets=50)
    for minutes in (30, 30, 30, 30, 60):
        resolved(desk, asked_by=ada, minutes=minutes)
    text = site.visit(ada).get("/tickets/5").text
    assert "1.0 points expected, 1.0 to 1.0" in text
    assert "2.0 points tough" in text


def test_who_carried_a_ticket_flags_it_and_appeals_and_a_supervisor_answers() -> None:
    site = Site()
    desk = learning(site.desk)
    ada, sam = desk.agent("Ada", tickets=50), desk.person("Sam", Role.SUPERVISOR)
    resolved(desk, asked_by=ada)
    agent, supervisor = site.visit(ada), site.visit(sam)
    assert {"flag", "appeal"} <= forms_of(agent.get("/tickets/1").text)
    assert not {"flag", "appeal", "answer-appeal"} & forms_of(supervisor.get("/tickets/1").text)
    for visitor, path, form in (
        (agent, "flag", {"because": "long", "reason": ""}),
        (agent, "appeal", {"reason": "a whole night", "asks": "3000"}),
        (supervisor, "answer-appeal", {"answer": "upheld", "toughness": "", "reason": "yes"}),
    ):
        assert path in forms_of(visitor.get("/tickets/1").text)
        assert visitor.post(f"/tickets/1/{path}", data=form).status_code == 303
    kinds = (TicketFlaggedTough, JudgementAppealed, AppealAnswered)
    assert [len(told(desk, kind)) for kind in kinds] == [1, 1, 1]
    assert "3.0 points tough" in agent.get("/tickets/1").text


def test_what_is_tough_is_what_the_policy_of_then_calls_so() -> None:
    site = Site()
    desk = site.desk
    ada, sam = desk.agent("Ada", tickets=50), desk.person("Sam", Role.SUPERVISOR)
    heads = []
    for _ in range(2):
        desk.judge(desk.ticket("it broke", by=ada), by=ada, toughness=2_500)
        desk.assignment.run_round()
        heads.append(desk.log.head())
        stricter = SetPolicy(policy={"work": {"tough_from": 3_000}})
        desk.people.set_policy(stricter, desk.intake.call(SETUP))
    agent, visitor = site.visit(ada), site.visit(sam)
    assert 'class="chip tough"' in agent.get(f"/queue?at={heads[0]}").text
    assert 'class="chip tough"' not in agent.get(f"/queue?at={heads[1]}").text
    assert "3.0 points, tough" in visitor.get("/tickets/1").text
    assert "2.5 points, tough" not in visitor.get("/tickets/1").text
    (line,) = visitor.get("/api/v1/supervision").json()["agents"]
    assert (line["measures"]["taken"], line["measures"]["tough_taken"]) == (2, 1)


def test_requesters_hear_nothing_of_it() -> None:
    site = Site()
    desk = learning(site.desk)
    desk.agent("Ada", tickets=50)
    cy = desk.person("Cy")
    resolved(desk, asked_by=cy)
    text = site.visit(cy).get("/tickets/1").text
    assert "tough" not in text.partition("<main")[2]
    assert not {"flag", "appeal"} & forms_of(text)


def test_the_fairness_page_tells_forecasts_pools_burdens_and_conduct() -> None:
    site = Site()
    desk = learning(site.desk)
    ada, sam = desk.agent("Ada", tickets=50), desk.person("Sam", Role.SUPERVISOR)
    for minutes in (30, 30, 30, 30, 60):
        resolved(desk, asked_by=ada, minutes=minutes)
    site.visit(ada).post("/tickets/5/flag", data={"because": "hard"})
    text = site.visit(sam).get("/supervision").text
    for words in (
        "off by 1.0 points on average, 1.0 too low on the whole; 0 % within their range",
        "Learned from 4 resolved tickets",
        "it takes more people",
        "skills: one or none",
        "Skills dropped",
    ):
        assert words in text
    told_as_json = site.visit(sam).get("/api/v1/fairness").json()
    assert told_as_json["forecasts"]["mean_absolute_error"] == 1_000
    assert told_as_json["conduct"][0]["name"] == "Ada"
