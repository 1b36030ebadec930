"""What a rule costs, counted by hand, and the same again through the compiled problem."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assignment.engine.judging.referee import judge
from services.assignment.problem.compile import compiled
from services.assignment.rules import (
    benefit,
    breach,
    declined,
    delay,
    fit,
    growth,
    hand_over,
    load,
    put_back,
    rotation,
    stickiness,
    waiting,
)
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Level
from tests.rules.desk import ADA, BEN, CY, MONDAY_NOON, agent, desk, ticket

MINUTE = timedelta(minutes=1)
LEVEL_TWO = SkillNeed(name="network", level=2)  # type: ignore[arg-type]


def test_a_wait_costs_half_a_minute_a_minute_and_four_times_that_when_urgent() -> None:
    loaded = agent(load=60_000)
    assert delay.price(ticket(), loaded, desk(loaded)) == 60 * 500
    assert delay.price(ticket(urgent=True), loaded, desk(loaded)) == 4 * 60 * 500


@pytest.mark.parametrize(
    ("priority", "times"),
    [(Level.LOW, 1), (Level.NORMAL, 2), (Level.HIGH, 4), (Level.CRITICAL, 8)],
)
def test_what_staff_judged_wins_over_what_the_requester_called_it(
    priority: Level, times: int
) -> None:
    loaded, asked = agent(load=60_000), ticket(priority=priority, urgent=True)
    assert delay.price(asked, loaded, desk(loaded)) == times * 60 * 500


def test_the_minutes_that_fall_behind_the_promise_count_twice() -> None:
    loaded = agent(load=60_000)
    soon = ticket(resolve_by=MONDAY_NOON + 100 * MINUTE)
    assert delay.price(soon, loaded, desk(loaded)) == (60 + 20) * 500
    assert delay.words(soon, loaded, desk(loaded)).endswith(", 20 of them behind its promise")


def test_an_idle_agent_keeps_nobody_waiting() -> None:
    assert delay.price(ticket(urgent=True), agent(), desk()) == 0


def test_just_enough_skill_is_slower_and_far_too_much_is_wasted() -> None:
    need = ticket(need=SkillNeed(name="network", level=1))  # type: ignore[arg-type]
    prices = [fit.price(need, agent(skills={"network": n}), desk()) for n in (1, 2, 3, 4, 5)]
    assert prices == [26_280, 14_400, 9_000, 6_120, 5_400]


def test_who_put_a_ticket_back_is_the_last_to_get_it_again() -> None:
    given_up = ticket(put_back_by=(ADA,))
    prices = [put_back.price(given_up, agent(who), desk()) for who in (ADA, BEN)]
    assert prices == [120_000, 0]


def test_what_somebody_was_offered_counts_as_if_they_had_it() -> None:
    assert rotation.carried(agent(lead=-400, pending=2_000)) == 1_600


def test_who_turned_it_down_is_dearer_than_any_misfit_and_cheaper_than_leaving_it() -> None:
    turned_down = ticket(turned_down={ADA: MONDAY_NOON - 61 * MINUTE})
    prices = [declined.price(turned_down, agent(who), desk()) for who in (ADA, BEN)]
    assert prices == [10_000_000, 0]
    assert prices[0] < waiting.leaving(turned_down, desk())


def test_another_helper_than_the_last_one_has_to_ask_again() -> None:
    again = ticket(last_helper=ADA)
    assert [stickiness.price(again, agent(who), desk()) for who in (ADA, BEN)] == [0, 6_000]


def test_whoever_owns_a_linked_ticket_comes_before_the_last_helper() -> None:
    linked = ticket(last_helper=ADA, linked_owner=BEN)
    assert [stickiness.price(linked, agent(who), desk()) for who in (ADA, BEN)] == [15_000, 0]


def test_what_was_begun_costs_a_new_owner_three_minutes_and_a_tenth() -> None:
    begun, untouched = ticket(had_by=ADA, started=True), ticket(had_by=ADA)
    assert [hand_over.price(begun, agent(who), desk()) for who in (ADA, BEN)] == [0, 9_000]
    assert hand_over.price(untouched, agent(BEN), desk()) == 3_000


def test_a_long_ticket_gives_way_to_a_queue_and_less_the_longer_it_has_waited() -> None:
    queue = {"places": 1}
    fresh, half = ticket(), ticket(raised_at=MONDAY_NOON - 120 * MINUTE)
    old = ticket(raised_at=MONDAY_NOON - 240 * MINUTE)
    prices = [benefit.price(each, agent(), desk(**queue)) for each in (fresh, half, old)]
    assert prices == [60_000, 30_000, 0]
    assert not benefit.concerns(ticket(priority=Level.CRITICAL), desk(**queue))
    assert not benefit.concerns(fresh, desk())


def test_while_a_queue_waits_a_ticket_is_dearer_with_whoever_takes_longer_over_it() -> None:
    levels = [agent(skills={"network": level}) for level in (2, 3, 4)]
    prices = [benefit.price(ticket(need=LEVEL_TWO), who, desk(places=1)) for who in levels]
    assert prices == [79_800, 60_000, 48_000]


def test_who_learns_nothing_by_a_ticket_costs_what_learning_is_worth() -> None:
    asked = ticket(need=LEVEL_TWO)
    able, novice = agent(ADA, skills={"network": 2}), agent(BEN, skills={"network": 1})
    assert [growth.price(asked, who, desk(able, novice)) for who in (able, novice)] == [15_000, 0]


def test_being_one_mean_tough_ticket_ahead_costs_half_the_weight() -> None:
    curve = rotation.curve(agent(), desk(mean_tough=1_000))
    assert curve.cost(1_000) == 30_000
    assert curve.marginal(1_000, 1_000) == 90_000
    assert curve.marginal(-1_000, 1_000) == -30_000


def test_a_full_day_in_hand_costs_the_whole_weight_and_a_part_timer_is_full_sooner() -> None:
    full = 8 * 60 * 1_000
    whole, half = (load.curve(agent(presence=p), desk()) for p in (1_000, 500))
    assert whole.cost(full) == pytest.approx(40_000, rel=0.01)
    assert half.cost(full // 2) == pytest.approx(40_000, rel=0.01)


def promised(minutes_left: int, of: int = 480, **said: Any) -> Any:
    """A ticket of an hour's work with so much left of its promise."""
    by = MONDAY_NOON + minutes_left * MINUTE
    return ticket(resolve_by=by, raised_at=by - of * MINUTE, **said)


def test_a_promise_is_risked_once_half_of_it_is_all_that_is_left_beyond_the_work() -> None:
    risks = [breach.leaving(promised(left), desk()) for left in (300, 299, 1, 0, -60)]
    assert risks == [0, 1, 1, 0, 0]
    assert breach.leaving(promised(60, priority=Level.CRITICAL), desk()) == 8
    assert breach.leaving(ticket(), desk()) == 0


def test_leaving_a_ticket_costs_more_the_longer_it_waits_and_beyond_all_when_overtaken_enough() -> (
    None
):
    ages = [ticket(raised_at=MONDAY_NOON - age * MINUTE) for age in (0, 60, 239, 240)]
    costs = [waiting.leaving(each, desk()) for each in ages]
    assert [cost - 100_000_000 for cost in costs] == [2_500, 32_500, 122_000, 122_500 + 10**10]


@given(
    st.integers(0, 400_000), st.integers(-9_000, 9_000), st.integers(0, 10_000), st.integers(1, 60)
)
def test_through_the_problem_a_plan_costs_what_its_rules_say(
    carried: int, lead: int, toughness: int, minutes: int
) -> None:
    who, other = agent(ADA, load=carried, lead=lead), agent(BEN)
    asked = ticket(
        toughness=toughness, minutes=minutes, last_helper=BEN, had_by=CY, put_back_by=(ADA,),
        turned_down={ADA: MONDAY_NOON - 61 * MINUTE},
    )  # fmt: skip
    frozen = desk(who, other, tickets=(asked,), places=1)
    terms = judge(compiled(frozen).problem, (0,)).terms
    assert (
        terms.items()
        >= {
            "delay": delay.price(asked, who, frozen),
            "fit": fit.price(asked, who, frozen),
            "put back": 120_000,
            "declined": 10_000_000,
            "stickiness": 6_000,
            "hand-over": 3_000,
            "benefit": 1_000 * minutes,
            "growth": 0,
            "reserve": 0 if toughness >= 2_000 else 100 * minutes * max(0, -lead) // 2_000,
            "load": load.curve(who, frozen).marginal(carried, 1_000 * minutes),
            "rotation": rotation.curve(who, frozen).marginal(lead, toughness),
        }.items()
    )
