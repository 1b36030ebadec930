"""Which shift runs at a moment, and for how long that holds, so that it is not asked every round."""

from datetime import UTC, datetime, timedelta

import msgspec

from shared.vocabulary.working_time import Span, WorkingTime, shift_at, shifts_on, zone_named

LONGEST_PAUSE = timedelta(hours=2)
"""A pause up to this long does not end a working day."""
DAY = timedelta(days=1)


class Running(msgspec.Struct, frozen=True):
    """The shift of a moment, and from when until when the answer is the same."""

    shift: Span | None
    """None when off; its end is that of the working day, pauses included."""
    holds: Span


def running(working: WorkingTime, moment: datetime) -> Running:
    """The shift that covers the moment."""
    now = shift_at(working, moment)
    if not working.week and not working.exceptions:
        assert now, "the always-on have a day from midnight"
        return Running(now, now)
    spans = around(working, moment)
    if now:
        return Running(Span(now.start, day_end(now, spans)), now)
    before = max((s.end for s in spans if s.end <= moment), default=moment)
    after = min((s.start for s in spans if s.start > moment), default=moment + DAY)
    return Running(None, Span(before, after))


def around(working: WorkingTime, moment: datetime) -> list[Span]:
    """The shifts of yesterday, today and tomorrow, earliest first."""
    today = moment.astimezone(zone_named(working.zone)).date()
    days = (today - DAY, today, today + DAY)
    return sorted(span for day in days for span in shifts_on(working, day))


def day_end(now: Span, spans: list[Span]) -> datetime:
    """The end of the last shift that follows the running one with no more than a pause between."""
    end = now.end
    for span in spans:
        if now.start < span.start <= end + LONGEST_PAUSE:
            end = max(end, span.end)
    return end.astimezone(UTC)
