"""Who was there when: as a roster says, else inferred from who acts on which days and in which hours.

Without a roster an agent counts as there on every day on which they act, in the hours in which they usually
do: from what all but a fiftieth of their acts come after to what all but a fiftieth come before, and longer
on a day on which they begin earlier or end later.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta

from services.assignment.backtest.cases import History
from shared.vocabulary.identity import PersonId
from shared.vocabulary.working_time import Span, WorkingTime, shifts_on

RARE = 50
"""One of so many acts is no sign of somebody's usual hours."""
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)


def shifts_of(past: History, agent: PersonId, days: Collection[date]) -> list[Span]:
    """One span a day on which the agent was there, in order."""
    working = past.working.get(agent)
    if working and (working.week or working.exceptions):
        return rostered(working, past.away[agent], days)
    return inferred(past.acts[agent], days)


def rostered(working: WorkingTime, away: Iterable[Span], days: Collection[date]) -> list[Span]:
    """The roster's shifts, those begun while away left out; two on a day count as one."""
    gone, spans = tuple(away), []
    for day in sorted(days):
        of_day = shifts_on(working, day)
        if of_day and not any(each.start <= of_day[0].start < each.end for each in gone):
            start = of_day[0].start
            spans.append(Span(start, min(of_day[-1].end, start + A_DAY)))
    return spans


def inferred(acts: Collection[datetime], days: Collection[date]) -> list[Span]:
    """A span for each day with an act, in usual hours, at least as long as its own acts."""
    by_day = defaultdict[date, list[timedelta]](list)
    for at in acts:
        by_day[at.date()].append(at - midnight(at.date()))
    if not by_day:
        return []
    earliest, latest = usual(time for times in by_day.values() for time in times)
    return [
        Span(
            midnight(day) + min(earliest, *by_day[day]),
            midnight(day) + min(A_DAY, max(latest, *by_day[day]) + AN_HOUR),
        )
        for day in sorted(by_day)
        if day in days
    ]


def usual(times_of_day: Iterable[timedelta]) -> tuple[timedelta, timedelta]:
    """Between which times of day somebody acts, rare acts left out."""
    rising = sorted(times_of_day)
    rare = len(rising) // RARE
    return rising[rare], rising[-1 - rare]


def midnight(day: date) -> datetime:
    """The first moment of a day, UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
