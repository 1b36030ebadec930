"""Each rival names the agent its maker says it would."""

from services.assignment.simulator.rivals import (
    least_loaded,
    longest_idle,
    minutes_left,
    ordered_queue,
    round_robin,
    skills_first,
    spare_capacity,
    spare_percent,
    weighted,
)
from services.assignment.simulator.rivals.fewest_in_scope import FewestInScope
from services.assignment.simulator.rivals.orders import AsOurs, head_start
from services.assignment.simulator.rivals.self_picking import SelfPicking
from services.assignment.simulator.world import HOUR, MINUTE
from shared.vocabulary.policy import SHIPPED
from tests.simulator.worlds import NINE, ask, floor, longest_idle_of, played, worker, world

ALL = [0, 1, 2]


def test_round_robin_goes_by_who_was_given_something_longest_ago() -> None:
    here = floor()
    here.last_dealt = [30, 10, 20]
    here.in_work = [0, 2, 0]
    assert round_robin.choose(here, 0, ALL) == 1


def test_least_loaded_counts_tickets_whatever_they_are() -> None:
    here = floor()
    here.in_work, here.minutes = [2, 1, 2], [10, 600, 10]
    assert least_loaded.choose(here, 0, ALL) == 1


def test_minutes_left_asks_how_long_they_take_and_what_is_done_of_them() -> None:
    here = floor()
    here.in_work, here.minutes = [1, 2, 1], [60, 40, 50]
    assert minutes_left.choose(here, 0, ALL) == 1
    here.current[2], here.started[2] = 7, NINE - 20 * MINUTE
    assert minutes_left.choose(here, 0, ALL) == 2


def test_spare_capacity_is_counted_or_taken_as_a_part_of_the_whole() -> None:
    here = floor()
    here.room, here.in_work = [10, 4, 2], [5, 1, 0]
    assert spare_capacity.choose(here, 0, ALL) == 0
    assert spare_percent.choose(here, 0, ALL) == 2


def test_longest_idle_goes_to_who_has_done_nothing_for_longest() -> None:
    here = floor()
    here.idle_since, here.in_work = [300, 100, 200], [0, 1, 0]
    assert longest_idle.choose(here, 0, ALL) == 2


def test_fewest_in_scope_counts_only_tickets_of_the_same_kind() -> None:
    here = floor()
    here.open_by_skill = [{"mail": 1}, {"network": 9}, {"mail": 2}]
    assert FewestInScope(1)(here, 0, ALL) == 1


def test_fewest_in_scope_lets_the_lot_decide_between_equals() -> None:
    here, lots = floor(), FewestInScope(1)
    assert {lots(here, 0, ALL) for _ in range(50)} == {0, 1, 2}


def test_weighted_distribution_keeps_everybodys_share() -> None:
    here = floor(crew=(worker(tier=1), worker(tier=3), worker(tier=1)))
    choose = weighted.Weighted(weighted.by_tier)
    here.received = [1, 1, 1]
    assert choose(here, 0, ALL) == 1
    here.received = [1, 3, 2]
    assert choose(here, 0, ALL) == 0


def test_skills_come_before_load_where_they_are_asked_first() -> None:
    here = floor(crew=tuple(worker(skills={"mail": level}) for level in (1, 3, 2)))
    here.in_work = [0, 2, 0]
    assert skills_first.choose(here, 0, ALL) == 1


def test_an_ordered_queue_gives_to_the_quickest_of_the_idle() -> None:
    here = floor(crew=tuple(worker(skills={"mail": level}) for level in (1, 5, 3)))
    here.in_work, here.idle_since = [0, 0, 0], [1, 3, 2]
    assert ordered_queue.choose(here, 0, ALL) == 2


def test_who_picks_for_themselves_takes_what_looks_easy_and_seniors_first() -> None:
    easy, dread = ask(0, minutes=20), ask(0, minutes=9, looks_tough=True, forecast=3_000)
    junior, senior = worker(seniority=1), worker(seniority=0)
    desk = world(dread, easy, crew=(junior, senior))
    taken = played(desk, SelfPicking(1))
    assert taken.busy == [9 * MINUTE, 20 * MINUTE]


def test_with_a_head_start_the_urgent_come_as_if_they_had_come_hours_ago() -> None:
    here = floor(crew=(worker(),))
    late, early = ask(120, urgency=1), ask(0)
    here.world = world(late, early)
    assert head_start(here, 0) < head_start(here, 1)
    assert head_start(here, 1) == NINE - HOUR


def test_in_our_own_order_the_short_come_first_until_the_long_have_waited() -> None:
    here = floor(crew=(worker(),), room=1)
    long, short = ask(0, minutes=90), ask(0, minutes=10)
    here.world, here.queue = world(long, short), {0: None, 1: None}
    order = AsOurs(SHIPPED)
    assert order(here, 1) < order(here, 0)
    here.world, here.now = world(long, ask(420, minutes=70)), NINE + 7 * HOUR
    order = AsOurs(SHIPPED)
    assert order(here, 0) < order(here, 1)


def test_nobody_is_given_more_than_they_have_room_for() -> None:
    taken = played(world(ask(0), ask(0), ask(0)), longest_idle_of(limit=1))
    assert [at and (at - NINE) // MINUTE for at in taken.begun_at] == [0, 30, 60]
