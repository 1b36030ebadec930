"""When somebody works: weeks, nights, zones, days off, and the change of the clocks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.vocabulary.working_time import (
    ShiftException,
    TimeZoneIsUnknown,
    WeeklyShift,
    WorkingTime,
    minutes_left,
    shift_at,
    shifts_on,
    zone_named,
)

OFFICE = WorkingTime(
    zone="Europe/Berlin",
    week=tuple(WeeklyShift(day=day, start=time(9), end=time(17)) for day in range(5)),
    exceptions=(ShiftException(day=date(2026, 5, 1)),),
)
FIRST, LAST = (datetime.fromisoformat(f"{year}-01-01") for year in (2025, 2027))
NIGHT = WorkingTime(week=(WeeklyShift(day=4, start=time(22), end=time(6)),))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_an_office_day_in_berlin_begins_at_seven_utc_in_summer() -> None:
    assert shift_at(OFFICE, at("2026-07-06T06:59")) is None
    assert shift_at(OFFICE, at("2026-07-06T07:00")) is not None


def test_a_night_shift_belongs_to_the_day_it_began() -> None:
    assert minutes_left(NIGHT, at("2026-07-04T05:00")) == 60
    assert minutes_left(NIGHT, at("2026-07-04T06:00")) == 0


def test_a_day_off_has_no_shift() -> None:
    assert shifts_on(OFFICE, date(2026, 5, 1)) == []


def test_someone_without_a_pattern_is_always_on() -> None:
    assert shift_at(WorkingTime(), at("2026-07-05T03:00")) is not None


def test_the_night_the_clocks_go_forward_is_an_hour_shorter() -> None:
    early = WorkingTime(
        zone="Europe/Berlin", week=(WeeklyShift(day=6, start=time(1), end=time(5)),)
    )
    (span,) = shifts_on(early, date(2026, 3, 29))
    assert span.end - span.start == timedelta(hours=3)


def test_an_unknown_zone_is_refused_by_name() -> None:
    with pytest.raises(TimeZoneIsUnknown, match="Europe/Atlantis"):
        zone_named("Europe/Atlantis")


@given(
    st.datetimes(FIRST, LAST, timezones=st.just(UTC)),
    st.lists(
        st.builds(WeeklyShift, day=st.integers(0, 6), start=st.times(), end=st.times()), min_size=1
    ),
    st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata", "America/Sao_Paulo"]),
)
def test_the_shift_found_covers_the_moment(
    moment: datetime, week: list[WeeklyShift], zone: str
) -> None:
    span = shift_at(WorkingTime(zone=zone, week=tuple(week)), moment)
    near = [
        each
        for days in (-1, 0, 1)
        for each in shifts_on(
            WorkingTime(zone=zone, week=tuple(week)), (moment + timedelta(days=days)).date()
        )
        if each.start <= moment < each.end
    ]
    assert (span in near) if span else (near == [])
