"""Only hours in which somebody is on shift pass a ticket over."""

from datetime import time, timedelta
from typing import Any

from services.assignment.ruling.pressing import waited
from services.assignment.situation.open_hours import OpenHours
from shared.vocabulary.working_time import ShiftException, WeeklyShift, WorkingTime
from tests.rules.desk import ADA, BEN, MONDAY_NOON, agent, desk, ticket


def hours(*shifts: tuple[int, int], days: range = range(5), **said: Any) -> WorkingTime:
    week = tuple(
        WeeklyShift(day=day, start=time(start), end=time(end % 24))
        for day in days
        for start, end in shifts
    )
    return WorkingTime(week=week, **said)


EARLY, LATE = hours((8, 16)), hours((12, 20))


def minutes_open(*working: WorkingTime, back: timedelta) -> int:
    return OpenHours(working).minutes(MONDAY_NOON - back, MONDAY_NOON)


def test_a_weekend_passes_nobody_over() -> None:
    assert minutes_open(EARLY, back=timedelta(days=3)) == (4 + 4) * 60


def test_shifts_that_overlap_count_once() -> None:
    assert minutes_open(EARLY, LATE, back=timedelta(days=3)) == (8 + 4) * 60


def test_a_night_shift_counts_on_both_of_its_days() -> None:
    nights = hours((22, 30), days=range(7))
    assert minutes_open(nights, back=timedelta(hours=24)) == 8 * 60


def test_a_day_off_is_closed() -> None:
    off = hours((8, 16), exceptions=(ShiftException(day=MONDAY_NOON.date()),))
    assert minutes_open(off, back=timedelta(hours=6)) == 0


def test_a_desk_with_somebody_always_on_is_always_open() -> None:
    assert minutes_open(EARLY, WorkingTime(), back=timedelta(hours=24)) == 24 * 60


def test_a_desk_of_nobody_counts_every_hour() -> None:
    assert minutes_open(back=timedelta(hours=24)) == 24 * 60


def test_a_ticket_of_friday_night_has_waited_since_monday_morning() -> None:
    friday = MONDAY_NOON - timedelta(days=2, hours=14)
    here = desk(agent(ADA, working=EARLY), agent(BEN, working=LATE), tickets=())
    assert waited(ticket(raised_at=friday), here) == 4 * 60
