"""Every figure by hand on a desk of two agents and a handful of tickets."""

from typing import Any

import pytest

from services.assignment.fairness import (
    DAY,
    Course,
    Figures,
    Moved,
    Presence,
    Run,
    figures,
)
from shared.figures.shoulders import misplaced
from shared.figures.spread import gini, nearest_rank, percentile
from shared.vocabulary.working_time import Seconds

TOUGH, EASY = 2_000, 0


def course(minutes: int, **said: Any) -> Course:
    return Course(**({"waited": Seconds(60 * minutes), "toughness": EASY} | said))


def dealt(day: int, taker: str, *, points: int = TOUGH, among: str = "AB") -> Moved:
    due = dict.fromkeys(among, points // len(among))
    return Moved(at=Seconds(day * DAY), received={taker: points}, entitled=due)


def of(**said: Any) -> Figures:
    at_work = [
        Presence(agent=name, busy=Seconds(3_600), present=Seconds(7_200), days=2) for name in "AB"
    ]
    whole: dict[str, Any] = {
        "policy": "ours", "seed": 1, "scenario": "guide", "days": 7, "toughness": "known",
        "courses": [course(10)], "presences": at_work, "moves": [],
    }  # fmt: skip
    return figures(Run(**(whole | said)))


def test_waits_are_counted_in_minutes() -> None:
    told = of(courses=[course(minutes) for minutes in (0, 10, 20, 90)])
    assert told.mean_wait_minutes == 30
    assert told.max_wait_minutes == 90
    assert told.p95_wait_minutes == 90


def test_ninety_five_per_cent_do_not_wait_longer_than_the_percentile_says() -> None:
    assert nearest_rank(range(1, 101), 95) == 95
    assert nearest_rank(range(1, 21), 95) == 19
    assert nearest_rank([], 95) is None


def test_a_report_tells_percentiles_between_two_neighbours_in_proportion() -> None:
    assert percentile([1, 2], 90) == 1.9
    assert percentile(range(1, 21), 95) == 19.05
    assert percentile([], 90) is None


def test_only_tough_tickets_count_for_the_wait_of_tough_ones() -> None:
    told = of(courses=[course(500), course(7, toughness=2_000), course(5, toughness=1_999)])
    assert told.tough_p95_wait_minutes == 7


def test_a_ticket_without_a_promise_breaks_none() -> None:
    told = of(courses=[course(1, broken=True), course(1, broken=False), course(1)])
    assert told.breach_share == 0.5


def test_a_ticket_handed_over_twice_is_one_ticket_handed_over() -> None:
    told = of(courses=[course(1, handed_over=2), course(1), course(1), course(1)])
    assert told.handover_share == 0.25


def test_load_is_work_for_each_minute_present() -> None:
    half = Presence(agent="A", busy=Seconds(30), present=Seconds(60), days=1)
    whole = Presence(agent="B", busy=Seconds(60), present=Seconds(60), days=1)
    away = Presence(agent="C", busy=Seconds(0), present=Seconds(0), days=0)
    assert of(presences=[half, whole, away]).gini_load == pytest.approx(1 / 6, abs=1e-6)


def test_tough_points_are_compared_for_each_day_present() -> None:
    often = Presence(agent="A", busy=Seconds(1), present=Seconds(9), days=4)
    seldom = Presence(agent="B", busy=Seconds(1), present=Seconds(9), days=1)
    fair = [dealt(0, name) for name in "AAAAB"]
    assert of(presences=[often, seldom], moves=fair).gini_tough_per_present_day == 0
    assert of(presences=[often, seldom], moves=fair[:4]).gini_tough_per_present_day == 0.5


def test_one_who_has_it_all_is_as_unequal_as_it_gets() -> None:
    assert gini([0, 0, 0, 8]) == 0.75
    assert gini([3, 3, 3]) == 0
    assert gini([0, 0]) is gini([]) is None


def test_a_run_and_a_page_find_the_same_share_on_the_wrong_shoulders() -> None:
    told = of(moves=[dealt(0, "A"), dealt(1, "A"), dealt(2, "B")])
    assert told.m7 == round(misplaced([1_000, -1_000], 6_000) or 0, 6) == 0.166667
    assert misplaced([], 0) is None


def test_tough_work_that_one_of_two_carries_alone_is_half_misplaced() -> None:
    told = of(moves=[dealt(0, "A"), dealt(1, "A")])
    assert told.m7 == 0.5
    assert told.m30 is None


def test_turns_taken_within_the_window_misplace_nothing() -> None:
    assert of(moves=[dealt(0, "A"), dealt(6, "B")]).m7 == 0


def test_each_window_is_judged_alone() -> None:
    told = of(days=14, moves=[dealt(0, "A"), dealt(7, "B")])
    assert told.m7 == 0.5
    assert of(days=30, moves=[dealt(0, "A"), dealt(7, "B")]).m30 == 0


def test_the_end_of_a_run_that_fills_no_window_is_left_out() -> None:
    assert of(days=13, moves=[dealt(0, "A"), dealt(6, "B"), dealt(7, "B")]).m7 == 0


def test_lead_and_lag_are_the_worst_there_ever_was() -> None:
    tough = [course(1, toughness=2_000)] * 4
    told = of(courses=tough, moves=[dealt(day, name) for day, name in enumerate("AABB")])
    assert told.worst_lead == 1
    assert told.worst_lag == 1


def test_a_ticket_that_goes_on_takes_its_credit_along() -> None:
    on = Moved(at=Seconds(60), received={"A": -2_000, "B": 2_000}, entitled={})
    told = of(courses=[course(1, toughness=2_000)], moves=[dealt(0, "A"), on])
    assert told.worst_lead == 0.5
    assert told.worst_lag == 0.5


def test_who_is_not_entitled_owes_nothing() -> None:
    told = of(courses=[course(1, toughness=2_000)], moves=[dealt(0, "A", among="A")])
    assert (told.worst_lead, told.worst_lag, told.m7) == (0, 0, 0)


def test_a_run_without_anything_has_figures_without_values() -> None:
    told = of(courses=[], presences=[], moves=[])
    assert (told.tickets, told.agents, told.exceptions) == (0, 0, 0)
    assert told.mean_wait_minutes is told.breach_share is told.m7 is told.worst_lead is None
