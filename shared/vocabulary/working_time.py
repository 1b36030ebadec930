"""Working time: weekly shifts in a time zone, exceptions on single days, what follows for a moment."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NewType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

Seconds = NewType("Seconds", int)
"""A length of time in whole seconds."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class TimeZoneIsUnknown(ValueError):
    """The name is not an IANA time zone."""


class WeeklyShift(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One shift of an ordinary week, in local time; ending at or before its start means next day."""

    day: int
    """0 is Monday."""
    start: time
    end: time


class ShiftException(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A day that differs from the week: other hours, or none at all."""

    day: date
    start: time | None = None
    end: time | None = None
    """Both hours or neither; neither means a day off."""


class WorkingTime(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When someone works; without any shift they count as always on."""

    zone: str = "UTC"
    week: tuple[WeeklyShift, ...] = ()
    exceptions: tuple[ShiftException, ...] = ()


class Span(msgspec.Struct, frozen=True, order=True):
    """From `start` up to, not including, `end`; both in UTC."""

    start: datetime
    end: datetime


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo:
    """The time zone of that IANA name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as missing:
        raise TimeZoneIsUnknown(
            f"time zone {name!r} is unknown; expected an IANA name such as Europe/Berlin"
        ) from missing


def shift_at(working: WorkingTime, moment: datetime) -> Span | None:
    """The shift that covers the moment; None when off. The always-on have a day from midnight UTC."""
    if not working.week and not working.exceptions:
        start = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return Span(start, start + timedelta(days=1))
    today = moment.astimezone(zone_named(working.zone)).date()
    candidates = [*shifts_on(working, today - timedelta(days=1)), *shifts_on(working, today)]
    return next((span for span in candidates if span.start <= moment < span.end), None)


def shifts_on(working: WorkingTime, day: date) -> list[Span]:
    """The shifts that begin on that local day, earliest first."""
    zone = zone_named(working.zone)
    return sorted(span_of(day, start, end, zone) for start, end in hours_on(working, day))


def hours_on(working: WorkingTime, day: date) -> list[tuple[time, time]]:
    """The local hours of a day: its exceptions where it has any, else those of the week."""
    exceptions = [each for each in working.exceptions if each.day == day]
    if exceptions:
        return [(each.start, each.end) for each in exceptions if each.start and each.end]
    if not working.week:
        return [(time.min, time.min)]
    return [(each.start, each.end) for each in working.week if each.day == day.weekday()]


def span_of(day: date, start: time, end: time, zone: ZoneInfo) -> Span:
    """Local hours of a day as instants; an end at or before the start falls on the next day."""
    last = day if end > start else day + timedelta(days=1)
    return Span(
        datetime.combine(day, start, zone).astimezone(UTC),
        datetime.combine(last, end, zone).astimezone(UTC),
    )


def minutes_left(working: WorkingTime, moment: datetime) -> int:
    """Whole minutes until the running shift ends; 0 when off."""
    span = shift_at(working, moment)
    return int((span.end - moment).total_seconds() // 60) if span else 0
