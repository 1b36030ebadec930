"""The past goes by again: ours by its own code, chance below, hindsight above, and the past as it was."""

from functools import cache

import pytest

from services.assignment.backtest.as_known import AsKnown
from services.assignment.backtest.as_recorded import RECORDED
from services.assignment.backtest.replaying import order_of, world_of
from services.assignment.backtest.runs import ORACLE, RANDOM, Replayed, Replays
from services.assignment.backtest.toughness_known import TOUGH
from services.assignment.simulator.virtual_time import VirtualTime
from shared.vocabulary.policy import SHIPPED
from tests.backtest.pasts import week

REPLAYS = Replays(week())


@cache
def runs(name: str) -> list[Replayed]:
    return [REPLAYS.run(name, seed) for seed in (1, 2)]


def mean_gini(name: str) -> float:
    told = [run.gini_tough_per_present_day or 0 for run in runs(name)]
    return sum(told) / len(told)


def test_the_past_as_it_was_shows_who_carried_the_tough_ones() -> None:
    recorded = REPLAYS.run(RECORDED, 1)
    assert recorded.gini_tough_per_present_day == pytest.approx(2 / 3), "one of three had them all"
    assert recorded.tickets == 56


def test_hindsight_is_fairer_than_forecasts_and_forecasts_fairer_than_the_past() -> None:
    assert mean_gini(ORACLE) <= mean_gini("ours") < 0.3
    assert mean_gini("ours") <= mean_gini(RANDOM) < mean_gini(RECORDED)


def test_a_seed_is_repeatable_and_another_breaks_ties_otherwise() -> None:
    assert REPLAYS.run("ours", 1) == runs("ours")[0]
    assert order_of(5, 1) != order_of(5, 2)
    assert sorted(order_of(5, 1)) == [0, 1, 2, 3, 4]


def test_no_replay_promises_what_the_log_did_not() -> None:
    assert {run.breach_share for run in runs("ours")} == {None}


def test_what_turns_out_is_booked_when_it_was_known_and_leads_sum_to_zero() -> None:
    world = world_of(REPLAYS.past, REPLAYS.known, SHIPPED, seed=1)
    policy = AsKnown(world, SHIPPED, REPLAYS.turns)
    VirtualTime(world, policy).run()
    leads = policy.told.situation.ledger.booked.values()
    assert all(sum(of_hour.values()) == 0 for of_hour in leads)
    known = {turn.ticket for _, turn in REPLAYS.turns if turn.toughness == TOUGH}
    booked = {ticket for ticket, each in policy.done.items() if each.toughness == TOUGH}
    expected = {t for t, forecast in enumerate(REPLAYS.known.forecasts) if forecast == TOUGH}
    assert booked - expected
    assert booked <= known | expected


def test_nobody_is_told_an_outcome_by_the_ticket_that_comes_in() -> None:
    world = world_of(REPLAYS.past, REPLAYS.known, SHIPPED, seed=1)
    assert [ask.forecast for ask in world.asks] == REPLAYS.known.forecasts
    policy = AsKnown(world, SHIPPED, ())
    VirtualTime(world, policy).run()
    believed = {ticket: each.toughness for ticket, each in policy.done.items()}
    assert believed == {t: REPLAYS.known.forecasts[t] for t in believed}, "nothing turned out"
