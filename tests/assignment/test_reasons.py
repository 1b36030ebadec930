"""Every decision can be explained, asked against, and decided again to the same answer."""

from dataclasses import replace

import pytest

from services.assignment import rulebook
from services.assignment.engine.form.curve import FLAT
from services.assignment.explaining import explain
from services.assignment.explaining.why_not import why_not
from services.assignment.revisiting.redecide import redecide
from services.intake.requests.absence import GoAway
from shared.vocabulary.identity import SETUP, Actor
from shared.vocabulary.words import Origin
from tests.desks import Desk, id_of


def small_desk() -> tuple[Desk, dict[str, str]]:
    desk = Desk()
    names = {desk.agent(name): name for name in ("Ada", "Ben", "Cy")}
    return desk, names


def name_of(names: dict[str, str]) -> explain.NameOf:
    return lambda who: names.get(who, who[:8])


def test_the_reason_names_the_numbers_that_made_the_difference() -> None:
    desk, names = small_desk()
    people = {name: who for who, name in names.items()}
    first = desk.ticket("tough", by=people["Ada"])
    desk.judge(first, by=people["Ada"], toughness=5000)
    desk.assignment.run_round()
    second = desk.ticket("tough too", by=people["Ada"])
    desk.assignment.run_round()
    told = explain.why(desk.log, id_of(second), name_of=name_of(names))
    assert told.agent == desk.owner(second) != desk.owner(first)
    assert " went to " in told.sentence
    assert len(told.weighed) == 3
    assert told.weighed[0].minutes <= told.weighed[1].minutes


def test_who_was_kept_by_a_rule_is_told_so_by_name() -> None:
    desk, names = small_desk()
    ada, ben, _ = names
    desk.intake.ask_agent(ben, GoAway(), desk.intake.call(SETUP))
    ticket = desk.ticket("it broke", by=ada)
    desk.assignment.run_round()
    answer = why_not(desk.log, id_of(ticket), ben, name_of=name_of(names))
    assert (answer.rule, answer.sentence) == ("away", "Ben is away (break) (rule “away”).")


def test_who_was_only_dearer_is_told_by_how_much() -> None:
    desk, names = small_desk()
    ada = next(iter(names))
    first, second = desk.ticket("one", by=ada), desk.ticket("two", by=ada)
    desk.assignment.run_round()
    other = next(a for a in names if a != desk.owner(second))
    answer = why_not(desk.log, id_of(second), other, name_of=name_of(names))
    assert answer.rule is None
    assert (answer.minutes_more or 0) >= 0
    assert "the round would have" in answer.sentence
    assert abs(sum(each.minutes for each in answer.because) - (answer.minutes_more or 0)) < 0.001
    assert all(each.name in {"Ada", "Ben", "Cy"} for each in answer.because)
    assert desk.owner(first)


def test_a_ticket_somebody_took_is_explained_by_that() -> None:
    desk, names = small_desk()
    ada = next(iter(names))
    ticket = desk.ticket("it broke", by=ada)
    desk.assignment.change_hands(
        id_of(ticket), to=lambda _: ada, origin=Origin.TAKEN, by=Actor(ada), command="take"
    )
    told = explain.why(desk.log, id_of(ticket), name_of=name_of(names))
    assert told.sentence == "Ada took it; no round decided it."


def test_a_round_decided_again_comes_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, names = small_desk()
    ada = next(iter(names))
    for n in range(4):
        desk.ticket(f"problem {n}", by=ada)
        desk.assignment.run_round()
        desk.later(hours=3)
    rounds = [t.stream for t in desk.log.read(after=0, limit=999) if t.stream.startswith("round")]
    assert [redecide(desk.log, each, desk.assignment.problems).differences for each in rounds] == [
        ()
    ] * len(rounds)
    flat = replace(rulebook.LEAD, curve=lambda agent, frozen: FLAT)
    monkeypatch.setattr(rulebook, "LEAD", flat)
    assert not redecide(desk.log, rounds[-1], desk.assignment.problems).same


def test_why_a_waiting_ticket_did_not_go_to_somebody_is_told_too() -> None:
    desk, names = small_desk()
    ada, ben, _ = names
    for agent in names:
        desk.intake.ask_agent(agent, GoAway(), desk.intake.call(SETUP))
    ticket = desk.ticket("it broke", by=ada)
    desk.assignment.run_round()
    judged_in = desk.assignment.situation.rounds.left_in[id_of(ticket)]
    answer = why_not(desk.log, id_of(ticket), ben, name_of=name_of(names), waits_since=judged_in)
    assert (answer.rule, answer.sentence) == ("away", "Ben is away (break) (rule “away”).")
