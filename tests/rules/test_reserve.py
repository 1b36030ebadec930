"""Reserve: ordinary work passes by whoever is behind in tough work, while others could do it as well."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.assignment import rulebook
from services.assignment.engine.judging.referee import judge
from services.assignment.explaining.by_lead import at_lead
from services.assignment.problem.compile import compiled
from services.assignment.round.deciding import plan
from services.assignment.rules import reserve
from tests.rules.chance import desks
from tests.rules.desk import ADA, BEN, BY_HAND, agent, desk, ticket

HOUR = 60 * BY_HAND.assignment.reserve_price
"""Milli-minutes of an hour's work for each mean tough ticket somebody is behind."""
ORDINARY, TOUGH = ticket(toughness=0), ticket(toughness=2_000)
BEHIND, EVEN = agent(ADA, lead=-6_000), agent(BEN, load=1_000)


def asked(ticket: Any, who: Any) -> int:
    """What the rulebook asks for it by this rule."""
    (rule,) = [each for each in rulebook.PRICES if each.name == reserve.NAME]
    return rule.cost(ticket, who, desk(BEHIND, EVEN, mean_tough=2_000))


def test_ordinary_work_costs_by_its_minutes_and_the_mean_tough_tickets_somebody_is_behind() -> None:
    assert asked(ORDINARY, BEHIND) == 3 * HOUR > 0
    assert asked(ORDINARY, agent(ADA, lead=-6_000, pending=5_000)) == HOUR // 2
    assert asked(ORDINARY, agent(ADA, lead=6_000)) == 0


def test_tough_work_costs_nothing_by_it() -> None:
    assert asked(TOUGH, BEHIND) == 0


def test_the_problem_charges_what_the_rule_says() -> None:
    frozen = desk(BEHIND, EVEN, tickets=(ORDINARY,))
    assert judge(compiled(frozen).problem, (0,)).terms["reserve"] == 3 * HOUR
    assert judge(compiled(frozen).problem, (1,)).terms["reserve"] == 0


def test_whoever_is_behind_stays_free_of_ordinary_work_and_gets_the_tough() -> None:
    assert plan(desk(BEHIND, EVEN, tickets=(ORDINARY,))).owners == {ORDINARY.id: BEN}
    assert plan(desk(BEHIND, EVEN, tickets=(TOUGH,))).owners == {TOUGH.id: ADA}


def test_nobody_waits_for_the_sake_of_it() -> None:
    busy = agent(BEN, in_work=3)
    assert plan(desk(BEHIND, busy, tickets=(ORDINARY,))).owners == {ORDINARY.id: ADA}


def test_it_reads_on_from_a_name() -> None:
    told = [reserve.words(ORDINARY, who, desk()) for who in (BEHIND, EVEN)]
    assert told == [
        "is 6.0 points behind in tough work, and kept free for it",
        "need not be kept free for tough work",
    ]
    assert reserve.words(TOUGH, BEHIND, desk()) == "need not be kept free for tough work"


@given(st.integers(-60_000, 60_000), st.integers(0, 60_000))
def test_whoever_is_further_behind_is_never_cheaper_and_nobody_without_end(
    lead: int, more: int
) -> None:
    further, nearer = (reserve.at_lead(ORDINARY, at, desk()) for at in (lead - more, lead))
    assert 0 <= nearer <= further <= reserve.REACH * HOUR


@given(desks(), st.integers(-30_000, 30_000))
def test_a_price_asks_what_it_says_it_does_at_a_lead_and_others_look_at_no_lead(
    frozen: Any, lead: int
) -> None:
    for who in frozen.agents:
        moved = at_lead(frozen, who.id, lead)
        there = next(each for each in moved.agents if each.id == who.id)
        for rule in rulebook.PRICES:
            for waiting in frozen.tickets:
                was, now = (rule.cost(waiting, each, frozen) for each in (who, there))
                if rule.at_lead is None:
                    assert now == was, rule.name
                elif rule.concerns(waiting, frozen):
                    assert now == rule.at_lead(waiting, lead + who.pending, frozen)
