"""What a rule costs, counted by hand, and the same again through the compiled problem."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assignment.compile import compiled
from services.assignment.engine.referee import judge
from services.assignment.rules import delay, fit, load, put_back, rotation
from shared.vocabulary.skill import SkillNeed
from tests.rules.desk import ADA, BEN, MONDAY_NOON, agent, desk, ticket


def test_a_wait_costs_half_a_minute_a_minute_and_four_times_that_when_urgent() -> None:
    loaded = agent(load=60_000)
    assert delay.price(ticket(), loaded, desk(loaded)) == 60 * 500
    assert delay.price(ticket(urgent=True), loaded, desk(loaded)) == 4 * 60 * 500


def test_a_promise_within_two_hours_doubles_the_wait() -> None:
    loaded = agent(load=60_000)
    soon = ticket(resolve_by=MONDAY_NOON + timedelta(hours=1))
    assert delay.price(soon, loaded, desk(loaded)) == 2 * 60 * 500


def test_an_idle_agent_keeps_nobody_waiting() -> None:
    assert delay.price(ticket(urgent=True), agent(), desk()) == 0


def test_just_enough_skill_is_slower_and_far_too_much_is_wasted() -> None:
    need = ticket(need=SkillNeed(name="network", level=1))  # type: ignore[arg-type]
    prices = [fit.price(need, agent(skills={"network": n}), desk()) for n in (1, 2, 3, 4, 5)]
    assert prices == [19_800, 10_800, 7_200, 5_400, 5_400]


def test_who_put_a_ticket_back_is_the_last_to_get_it_again() -> None:
    given_up = ticket(put_back_by=(ADA,))
    prices = [put_back.price(given_up, agent(who), desk()) for who in (ADA, BEN)]
    assert prices == [120_000, 0]


def test_being_one_mean_tough_ticket_ahead_costs_half_the_weight() -> None:
    curve = rotation.curve(agent(), desk())
    assert curve.cost(1_000) == 30_000
    assert curve.marginal(1_000, 1_000) == 90_000
    assert curve.marginal(-1_000, 1_000) == -30_000


def test_a_full_day_in_hand_costs_the_whole_weight_and_a_part_timer_is_full_sooner() -> None:
    full = 8 * 60 * 1_000
    whole, half = (load.curve(agent(presence=p), desk()) for p in (1_000, 500))
    assert whole.cost(full) == pytest.approx(40_000, rel=0.01)
    assert half.cost(full // 2) == pytest.approx(40_000, rel=0.01)


@given(
    st.integers(0, 400_000), st.integers(-9_000, 9_000), st.integers(0, 10_000), st.integers(1, 400)
)
def test_through_the_problem_a_plan_costs_what_its_rules_say(
    carried: int, lead: int, toughness: int, minutes: int
) -> None:
    who, other = agent(ADA, load=carried, lead=lead), agent(BEN)
    asked = ticket(toughness=toughness, minutes=minutes)
    frozen = desk(who, other, tickets=(asked,))
    terms = judge(compiled(frozen).problem, (0,)).terms
    assert terms == {
        "delay": delay.price(asked, who, frozen),
        "fit": fit.price(asked, who, frozen),
        "put back": 0,
        "load": load.curve(who, frozen).marginal(carried, 1_000 * minutes),
        "rotation": rotation.curve(who, frozen).marginal(lead, toughness),
    }
