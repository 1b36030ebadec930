"""Evenness: over a week nobody's time is filled more than others', whoever is quickest."""

from datetime import timedelta

from services.assignment.rules import evenness
from services.assignment.situation.occupation import Occupation
from shared.vocabulary.policy import SHIPPED
from tests.rules.desk import ADA, BEN, CY, MONDAY_NOON, agent, desk, ticket

AN_HOUR_AGO = MONDAY_NOON - timedelta(hours=1)
TICKET = ticket().id
A_DAY = 8 * 60
A_WEEK = 5 * A_DAY


def test_half_an_hour_costs_by_how_busy_the_week_was() -> None:
    rate = SHIPPED.assignment.evenness_price
    busy, idle = agent(ADA, busy=900), agent(BEN, busy=400)
    here = desk(busy, idle, tickets=(ticket(minutes=30),))
    assert evenness.price(here.tickets[0], busy, here) == 30 * 900 * rate // 1_000
    assert evenness.price(here.tickets[0], busy, here) > evenness.price(here.tickets[0], idle, here)


def test_it_reads_on_from_a_name() -> None:
    assert evenness.words(ticket(), agent(busy=812), desk()) == (
        "was busy for 81.2 % of the time on shift in the last seven days"
    )


def test_who_is_there_half_as_long_is_as_busy_with_half_the_work() -> None:
    week = Occupation()
    week.give(ADA, TICKET, 1_000 * A_WEEK // 2, AN_HOUR_AGO)
    week.give(BEN, TICKET, 1_000 * A_WEEK // 4, AN_HOUR_AGO)
    shares = week.shares(MONDAY_NOON, {ADA: A_WEEK, BEN: A_WEEK // 2})
    assert shares == {ADA: 500, BEN: 500}


def test_on_a_first_morning_back_one_counts_as_busy_as_the_desk() -> None:
    week = Occupation()
    for person in (ADA, BEN):
        week.give(person, TICKET, 1_000 * A_WEEK * 8 // 10, AN_HOUR_AGO)
    shares = week.shares(MONDAY_NOON, {ADA: A_WEEK, BEN: A_WEEK, CY: 1})
    assert 790 <= shares[CY] <= 800


def test_what_is_given_as_the_hour_strikes_counts_from_the_next_so_that_asking_twice_tells_the_same() -> (
    None
):
    week = Occupation()
    before = week.shares(MONDAY_NOON, {ADA: A_WEEK})
    week.give(ADA, TICKET, 1_000 * A_WEEK, MONDAY_NOON)
    assert week.shares(MONDAY_NOON, {ADA: A_WEEK}) == before == {ADA: 0}


def test_work_counts_from_the_next_hour_on_and_for_seven_days() -> None:
    week = Occupation()
    week.give(ADA, TICKET, 1_000 * A_WEEK, MONDAY_NOON + timedelta(minutes=5))
    assert week.shares(MONDAY_NOON, {ADA: A_WEEK}) == {ADA: 0}
    assert week.shares(MONDAY_NOON + timedelta(hours=1), {ADA: A_WEEK}) == {ADA: 1_000}
    assert week.shares(MONDAY_NOON + timedelta(days=7, hours=1), {ADA: A_WEEK}) == {ADA: 0}


def logged(work: int, minutes: int) -> Occupation:
    """Ada got a ticket of so many minutes two hours ago, logged `work` minutes on it and was done in one."""
    week = Occupation()
    week.give(ADA, TICKET, 1_000 * minutes, MONDAY_NOON - timedelta(hours=2))
    week.log(ADA, TICKET, 60 * work)
    week.done(ADA, TICKET, AN_HOUR_AGO)
    return week


def test_what_somebody_logged_counts_in_place_of_what_was_expected_once_they_are_done() -> None:
    times = {ADA: A_WEEK, BEN: A_WEEK}
    assert logged(work=90, minutes=60).shares(MONDAY_NOON, times) == (
        logged(work=90, minutes=90).shares(MONDAY_NOON, times)
    )
    early = MONDAY_NOON - timedelta(hours=1)
    assert logged(work=90, minutes=60).shares(early, times) == (
        logged(work=0, minutes=60).shares(early, times)
    )


def test_where_nothing_was_logged_what_was_expected_stays_counted() -> None:
    assert logged(work=0, minutes=60).given[ADA][0][1] == 60_000
    assert logged(work=0, minutes=60).shares(MONDAY_NOON, {ADA: A_WEEK})[ADA] > 0


def test_what_is_worked_after_it_came_back_is_added() -> None:
    week = logged(work=90, minutes=60)
    week.log(ADA, TICKET, 30 * 60)
    week.done(ADA, TICKET, AN_HOUR_AGO)
    assert sum(amount for _, amount in week.given[ADA]) == 120_000


def test_of_a_closed_ticket_nothing_is_kept_but_what_it_took() -> None:
    week = logged(work=90, minutes=60)
    week.forget(TICKET)
    assert week.spent == {}
    assert sum(amount for _, amount in week.given[ADA]) == 90_000
