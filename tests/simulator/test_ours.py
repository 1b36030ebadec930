"""Our own way on invented desks: the desk's own rules, bookings and guarantee, and figures that agree."""

from collections import Counter

import pytest

from services.assignment.fairness import leads_after
from services.assignment.simulator.as_forecast import forecasting
from services.assignment.simulator.ours import Ours
from services.assignment.simulator.policies import without_ledger
from services.assignment.simulator.scenarios import knobs_of, world_of
from services.assignment.simulator.virtual_time import VirtualTime
from services.assignment.simulator.world import HOUR, Break, Pause, Return, World
from shared.vocabulary.policy import SHIPPED
from tests.simulator.worlds import FIVE, NINE, ask, shift, worker, world


def a_day(scenario: str = "guide") -> World:
    return world_of(knobs_of(scenario, days=1, agents=30), 3)


def booked(ours: Ours) -> dict[str, int]:
    """What the desk's own ledger has booked on each account, not faded."""
    accounts: Counter[str] = Counter()
    for amounts in ours.told.situation.ledger.booked.values():
        accounts.update(amounts)
    return {agent: amount for agent, amount in accounts.items() if amount}


@pytest.mark.slow
def test_the_figures_book_what_the_desk_itself_books() -> None:
    desk = a_day()
    ours = Ours(desk, SHIPPED)
    taken = VirtualTime(desk, ours).run()
    measured = {agent: lead for agent, lead in leads_after(taken.moves).items() if lead}
    assert measured
    assert measured == booked(ours)


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["guide", "desk"])
def test_what_the_desk_books_sums_to_zero_whatever_happens(scenario: str) -> None:
    desk = a_day(scenario)
    ours = forecasting(desk, SHIPPED)
    VirtualTime(desk, ours).run()
    assert sum(booked(ours).values()) == 0


def test_tough_tickets_go_round() -> None:
    desk = world(*(ask(90 * n, toughness=2_000) for n in range(4)), workers=4)
    taken = VirtualTime(desk, Ours(desk, SHIPPED)).run()
    assert [len(each) for each in taken.worked_on.values()] == [1, 1, 1, 1]
    assert set(leads_after(taken.moves).values()) == {0}


def test_without_the_ledger_they_go_to_who_fits_best() -> None:
    best, good = worker(skills={"mail": 2}), worker(skills={"mail": 1})
    desk = world(*(ask(90 * n, toughness=2_000) for n in range(4)), crew=(best, good))
    taken = VirtualTime(desk, Ours(desk, without_ledger(SHIPPED))).run()
    assert taken.busy[1] == 0


def test_the_desk_hears_of_questions_reopenings_and_days_that_end() -> None:
    asked = ask(0, minutes=120, pauses=(Pause(after=500, answered_in=HOUR),),
                returns=Return(after=HOUR, work=HOUR))  # fmt: skip
    desk = world(
        asked, workers=2, shifts=(shift(0, NINE, NINE + HOUR), shift(1, NINE + HOUR, FIVE))
    )
    ours = Ours(desk, SHIPPED)
    VirtualTime(desk, ours).run()
    assert ours.told.situation.tickets == {}
    assert ours.told.situation.waiting() == []


def test_whoever_put_it_back_gets_it_again_only_where_nobody_else_will_do() -> None:
    desk = world(ask(), crew=(worker(declines=1_000), worker()))
    taken = VirtualTime(desk, Ours(desk, SHIPPED)).run()
    assert set(taken.worked_on[0]) == {1}


def test_the_desk_deals_nothing_to_who_is_at_lunch_or_in_focus_time() -> None:
    lunch = Break(start=NINE + HOUR, end=NINE + 2 * HOUR, agent=0, lunch=True)
    focus = Break(start=NINE + 2 * HOUR, end=NINE + 3 * HOUR, agent=0, lunch=False)
    desk = world(*(ask(30 * n, minutes=10) for n in range(8)), workers=2, breaks=(lunch, focus))
    taken = VirtualTime(desk, Ours(desk, SHIPPED)).run()
    by = [set(taken.worked_on[ticket]) for ticket in range(8)]
    assert by[2:6] == [{1}] * 4
    assert {0} in by


def test_who_takes_longer_than_expected_gets_fewer_tickets_so_that_both_are_as_busy() -> None:
    slow, quick = worker(pace=2_000), worker()
    desk = world(*(ask(60 * n, minutes=20) for n in range(8)), crew=(slow, quick))
    taken = VirtualTime(desk, Ours(desk, SHIPPED)).run()
    tickets = Counter(agent for by in taken.worked_on.values() for agent in by)
    assert tickets[0] < tickets[1]
