"""What becomes of a handful of tickets when time passes, counted by hand."""

from services.assignment.fairness import leads_after
from services.assignment.simulator.taken import Taken
from services.assignment.simulator.virtual_time import VirtualTime
from services.assignment.simulator.world import DAY, HOUR, MINUTE, Break, Pause, Return
from tests.simulator.worlds import FIVE, NINE, ask, longest_idle_of, played, shift, worker, world


def waits(taken: Taken) -> list[int]:
    return [course.waited // MINUTE for course in taken.courses(DAY)]


def test_the_second_ticket_waits_until_the_first_is_done() -> None:
    assert waits(played(world(ask(0), ask(10)))) == [0, 20]


def test_two_agents_begin_two_tickets_at_once() -> None:
    taken = played(world(ask(0), ask(0), workers=2))
    assert waits(taken) == [0, 0]
    assert taken.busy == [30 * MINUTE, 30 * MINUTE]


def test_a_slow_agent_who_is_not_fluent_takes_longer() -> None:
    slow = worker(skills={"mail": 2}, pace=1_500)
    assert played(world(ask(), crew=(slow,))).busy == [30 * 60 * 1_500 * 1_120 // 1_000_000]


def test_while_the_requester_thinks_the_agent_does_something_else() -> None:
    asked = ask(0, pauses=(Pause(after=500, answered_in=HOUR),))
    taken = played(world(asked, ask(1)))
    assert waits(taken) == [0, 14]
    assert taken.busy == [HOUR]


def test_what_is_not_begun_when_the_shift_ends_goes_to_somebody_else() -> None:
    early = shift(0, NINE, NINE + HOUR)
    late = shift(1, NINE + 2 * HOUR, FIVE)
    desk = world(ask(0, minutes=85), ask(1), workers=2, shifts=(early, late))
    taken = played(desk, longest_idle_of(limit=2))
    assert waits(taken) == [0, 119]
    assert taken.handed_over == [0, 1]


def test_what_would_take_long_after_the_shift_is_handed_over_with_some_to_do_again() -> None:
    early = shift(0, NINE, NINE + HOUR)
    late = shift(1, NINE + 2 * HOUR, FIVE)
    taken = played(world(ask(0, minutes=120), workers=2, shifts=(early, late)))
    assert taken.handed_over == [1]
    assert taken.busy == [HOUR, 66 * MINUTE + 3 * MINUTE]


def test_a_requester_who_is_not_content_brings_it_back_once() -> None:
    taken = played(world(ask(0, returns=Return(after=HOUR, work=10 * MINUTE))))
    assert taken.busy == [40 * MINUTE]


def test_whoever_declines_does_not_count_as_a_hand_over() -> None:
    unwilling = worker(declines=1_000)
    taken = played(world(ask(), crew=(unwilling, worker())))
    assert taken.handed_over == [0]
    assert taken.busy == [0, 30 * MINUTE]


def test_a_redline_leaves_it_waiting_to_the_end_of_the_day() -> None:
    taken = played(world(ask(0, barred=(0,))))
    assert waits(taken) == [13 * 60]


def test_a_tough_ticket_is_due_to_all_who_are_there_and_comes_to_one() -> None:
    taken = played(world(ask(0, toughness=3_000), workers=3))
    assert sorted(leads_after(taken.moves).values()) == [-1_000, -1_000, 2_000]


def test_what_goes_back_into_the_queue_is_as_if_it_had_never_been_dealt() -> None:
    only = shift(0, NINE, NINE + HOUR)
    taken = played(world(ask(0, minutes=200, toughness=3_000), workers=2, shifts=(only,)))
    assert set(leads_after(taken.moves).values()) == {0}


def test_step_by_step_the_same_comes_to_pass_as_in_one_go() -> None:
    asks = [ask(7 * n, minutes=25, pauses=(Pause(after=500, answered_in=HOUR),)) for n in range(9)]
    desk = world(*asks, workers=2)
    stepped = VirtualTime(desk, longest_idle_of())
    for quarter in range(4 * 24 + 1):
        stepped.until(quarter * 15 * MINUTE)
        assert stepped.floor.now == quarter * 15 * MINUTE
    assert stepped.taken.courses(DAY) == played(desk).courses(DAY)


def test_what_somebody_takes_away_is_not_worked_on_until_it_is_given_again() -> None:
    desk = world(ask(0, minutes=60), ask(1), workers=1)
    time = VirtualTime(desk, longest_idle_of(limit=2))
    time.until(NINE + HOUR // 2)
    time.take_away(0, 0)
    assert (time.floor.current[0], list(time.floor.queue)) == (1, [0])
    time.take_away(1, 0)
    assert (time.floor.in_work, time.floor.hand) == ([0], [[]])
    time.until(DAY)
    again = 30 * MINUTE * 1_100 // 1_000 + 3 * MINUTE
    assert time.taken.busy == [30 * MINUTE + 2 * again]


def test_what_is_beyond_an_owner_goes_on_with_somebody_who_knows_more() -> None:
    beginner, expert = worker(skills={"mail": 1}), worker()
    hard = ask(0, beyond=True, pauses=(Pause(after=500, answered_in=HOUR),))
    here = (shift(0), shift(1, NINE + MINUTE))
    taken = played(world(hard, crew=(beginner, expert), shifts=here))
    assert taken.handed_over == [1]
    assert taken.busy[1] == 15 * MINUTE


def test_at_lunch_nobody_works_and_in_focus_time_nothing_new_is_given() -> None:
    lunch = Break(start=NINE + 10 * MINUTE, end=NINE + 40 * MINUTE, agent=0, lunch=True)
    focus = Break(start=NINE + 40 * MINUTE, end=NINE + 100 * MINUTE, agent=0, lunch=False)
    taken = played(world(ask(0), ask(70), breaks=(lunch, focus)))
    assert waits(taken) == [0, 30]
    assert taken.busy == [60 * MINUTE]
    assert taken.on_shift == [8 * HOUR - 30 * MINUTE]


def test_who_goes_home_sick_has_no_lunch() -> None:
    lunch = Break(start=NINE + 2 * HOUR, end=NINE + 3 * HOUR, agent=0, lunch=True)
    sick = shift(0, NINE, NINE + HOUR)
    assert played(world(ask(0), breaks=(lunch,), shifts=(sick,))).on_shift == [HOUR]
