"""Without a roster somebody was there on days on which they act, in the hours in which they usually do."""

from datetime import UTC, date, datetime, time, timedelta

from services.assignment.backtest.cases import History
from services.assignment.backtest.presence import inferred, shifts_of
from shared.vocabulary.working_time import ShiftException, Span, WeeklyShift, WorkingTime
from tests.backtest.pasts import HOUR, MONDAY, agent

WEEK = {date(2026, 3, 2) + timedelta(days=day) for day in range(7)}


def test_a_day_without_an_act_is_a_day_off() -> None:
    acts = {MONDAY + 9 * HOUR, MONDAY + timedelta(days=2, hours=10)}
    assert [span.start.date() for span in inferred(acts, WEEK)] == [
        date(2026, 3, 2), date(2026, 3, 4),
    ]  # fmt: skip


def test_one_late_act_makes_that_day_longer_and_no_other() -> None:
    days = [MONDAY + timedelta(days=day) for day in range(5)]
    acts = {day + timedelta(hours=9, minutes=6 * n) for day in days for n in range(60)}
    spans = inferred(acts | {MONDAY + 22 * HOUR}, WEEK)
    assert spans[0] == Span(MONDAY + 9 * HOUR, MONDAY + 23 * HOUR)
    assert all(span.end < span.start + 8 * HOUR for span in spans[1:])


def test_a_roster_counts_before_what_the_acts_say_and_absence_before_the_roster() -> None:
    past = History()
    nine_to_five = tuple(WeeklyShift(day=d, start=time(9), end=time(17)) for d in range(5))
    off = (ShiftException(day=date(2026, 3, 3)),)
    past.working[agent(1)] = WorkingTime(week=nine_to_five, exceptions=off)
    past.acts[agent(1)] = {MONDAY + 3 * HOUR}
    past.away[agent(1)] = [Span(MONDAY + timedelta(days=2), MONDAY + timedelta(days=3))]
    spans = shifts_of(past, agent(1), WEEK)
    assert [span.start for span in spans] == [
        datetime(2026, 3, day, 9, tzinfo=UTC) for day in (2, 5, 6)
    ]


def test_nobody_was_ever_there_who_never_acted() -> None:
    assert shifts_of(History(), agent(9), WEEK) == []
