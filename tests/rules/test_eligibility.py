"""The fast way to find who may be given what comes to the same as asking every rule."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assignment import rulebook
from services.assignment.engine.form.checking import check
from services.assignment.problem import eligibility
from services.assignment.problem.compile import compiled
from services.assignment.problem.eligibility import Eligibility, entitled_to, on_hand
from services.assignment.ruling.kinds import OF_PAIR, RuleIsIncomplete, ban
from shared.vocabulary.words import Absence
from tests.rules.chance import agents, desks, tickets
from tests.rules.desk import ADA, BEN, agent, desk, ticket


def asked_directly(frozen: Any, waiting: Any) -> dict[str, set[str]]:
    """By rule: whom it is the first to keep from the ticket."""
    kept: dict[str, set[str]] = {}
    for each in frozen.agents:
        if told := rulebook.ruled_out(waiting, each, frozen):
            kept.setdefault(told[0], set()).add(each.id)
    return kept


@given(desks())
def test_everyone_is_told_the_same_first_rule_as_by_asking_them_all(frozen: Any) -> None:
    sieve = Eligibility(frozen)
    for waiting in frozen.tickets:
        told = {rule: set(who) for rule, who in sieve.ruled_out(waiting)}
        assert told == asked_directly(frozen, waiting)


@given(desks())
def test_whoever_no_rule_keeps_from_a_ticket_has_an_arc_to_it_and_nobody_else(frozen: Any) -> None:
    made = compiled(frozen)
    for index, place in enumerate(made.places):
        if place.seat is None:
            linked = {
                made.problem.agents[made.problem.arc_agent[a]] for a in made.problem.arcs(index)
            }
            free = {a.id for a in frozen.agents if not rulebook.ruled_out(place.ticket, a, frozen)}
            assert linked == free


@given(desks())
def test_whoever_only_capacity_holds_back_is_entitled(frozen: Any) -> None:
    capacity = {rule.name for rule in rulebook.CAPACITY}
    for waiting in frozen.tickets:
        kept = asked_directly(frozen, waiting)
        out = {who for rule, people in kept.items() if rule not in capacity for who in people}
        assert entitled_to(waiting, frozen).keys() == {a.id for a in frozen.agents} - out


@given(desks())
def test_every_problem_that_is_stated_stays_in_its_ranges(frozen: Any) -> None:
    check(compiled(frozen).problem)


@given(desks())
def test_what_was_found_once_for_a_roster_is_found_again(frozen: Any) -> None:
    first, again = compiled(frozen).ruled_out, compiled(frozen).ruled_out
    fresh = msgspec.structs.replace(frozen, roster=type(frozen.roster)(frozen.roster.profiles))
    assert first == again == compiled(fresh).ruled_out


class OnlyWhatItReads:
    """A ticket of which only the said part may be looked at."""

    def __init__(self, ticket: Any, read: set[str]) -> None:
        self.ticket, self.read = ticket, read

    def __getattr__(self, name: str) -> Any:
        self.read.add(name)
        return getattr(self.ticket, name)


@given(tickets, tickets, agents)
def test_whom_a_lasting_ban_keeps_hangs_on_nothing_of_a_ticket_but_what_it_says_it_reads(
    asked: Any, other: Any, who: Any
) -> None:
    policy = desk().policy
    for rule in rulebook.ELIGIBLE:
        if rule.depends == OF_PAIR:
            said = set[str]()
            rule.reads(OnlyWhatItReads(asked, said), policy)  # type: ignore[arg-type]
            alike = msgspec.structs.replace(other, **{each: getattr(asked, each) for each in said})
            kept = [bool(rule.asks(each, who.profile, policy)) for each in (asked, alike)]
            assert kept[0] == kept[1], rule.name


def test_on_hand_is_whom_neither_shift_nor_absence_nor_focus_keeps() -> None:
    assert on_hand(desk(agent(ADA), agent(BEN, away=Absence.BREAK))) == {ADA}


def test_another_policy_is_not_answered_from_what_was_found_under_the_first() -> None:
    frozen = desk(agent(), tickets=(ticket(service="Access", requester=ADA),))
    together = msgspec.structs.replace(frozen.policy.together, two_person_services=("Access",))
    strict = msgspec.structs.replace(frozen.policy, together=together)
    assert len(compiled(frozen).problem.arc_agent) == 1
    assert not len(compiled(msgspec.structs.replace(frozen, policy=strict)).problem.arc_agent)


def test_a_rule_that_says_too_little_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("services.assignment.rules.skill.reads")
    with pytest.raises(RuleIsIncomplete, match=r"rules\.skill: .*reads"):
        ban("skill")
    with pytest.raises(RuleIsIncomplete, match=r"rules\.fit: it does not define `ban`"):
        ban("fit")


@given(st.lists(st.booleans(), max_size=70))
def test_sets_of_agents_hold_whom_they_were_made_of(flags: list[bool]) -> None:
    made = eligibility.bits(iter(flags))
    assert list(eligibility.members(made)) == [i for i, flag in enumerate(flags) if flag]
