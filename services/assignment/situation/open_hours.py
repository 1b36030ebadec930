"""How long a desk was open between two moments: when anybody of the roster was on shift.

A ticket that came at night has not been passed over by anyone until the first shift begins. Counting the
night made everything of the evening before go first in the morning, however long it takes, and cost an
eighth of the mean wait (a plain queue in our order on the guide's desk).
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from weakref import WeakKeyDictionary

from services.assignment.situation.standing import Roster
from shared.vocabulary.working_time import Span, WorkingTime, shifts_on

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


class OpenHours:
    """The spans of each day in which one of several working times has a shift, found once."""

    def __init__(self, workings: Iterable[WorkingTime]) -> None:
        self._working = tuple(workings)
        self.always = not self._working or any(
            not each.week and not each.exceptions for each in self._working
        )
        self._spans: dict[date, list[Span]] = {}

    def minutes(self, start: datetime, end: datetime) -> int:
        """Whole open minutes from start to end."""
        if self.always:
            return max(0, (end - start) // MINUTE)
        day, last, total = start.date(), end.date(), timedelta()
        while day <= last:
            for span in self._of(day):
                total += max(timedelta(), min(span.end, end) - max(span.start, start))
            day += DAY
        return total // MINUTE

    def _of(self, day: date) -> list[Span]:
        """The open spans of a day of UTC, earliest first, none touching the next."""
        if day not in self._spans:
            self._spans[day] = self._found(day)
        return self._spans[day]

    def _found(self, day: date) -> list[Span]:
        begins = datetime(day.year, day.month, day.day, tzinfo=UTC)
        shifts = sorted(
            Span(max(span.start, begins), min(span.end, begins + DAY))
            for working in self._working
            for near in (day - DAY, day, day + DAY)
            for span in shifts_on(working, near)
        )
        merged: list[Span] = []
        for span in shifts:
            if span.start >= span.end:
                continue
            if merged and span.start <= merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
            else:
                merged.append(span)
        return merged


KNOWN: WeakKeyDictionary[Roster, OpenHours] = WeakKeyDictionary()
"""The open hours of each roster in use; they go with it."""


def open_hours(roster: Roster) -> OpenHours:
    """When the people of a roster are there."""
    known = KNOWN.get(roster)
    if known is None:
        known = KNOWN[roster] = OpenHours(profile.working for profile in roster.profiles)
    return known
