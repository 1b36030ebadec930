"""What an agent's day and the supervision page ask of the work that was done."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec

from services.projections.instants import instant, moment
from services.projections.rows.lines import Bounds, Lines
from services.projections.views.work.carried import (
    Carried,
    carried_in,
    lead_in_tickets,
    slowest_by,
    slowest_from,
)
from services.projections.views.work.deeds import MEASURES
from services.projections.views.work.row import WorkRow
from services.projections.views.work.view import OPEN_BY_AGE, OPEN_BY_SILENCE, SETTLED
from shared.eventlog.moment import At
from shared.eventlog.port import RequestIsUnclear
from shared.figures.shoulders import misplaced
from shared.figures.spread import gini, percentile
from shared.people.linked import One, itself
from shared.vocabulary.identity import PersonId, StreamId, TicketId
from shared.vocabulary.working_time import zone_named

WINDOW = 30
"""Days of the trailing window of fairness."""
BANDS = ((1, "up to a day"), (7, "up to a week"), (21, "up to three weeks"), (None, "older"))
SILENT = timedelta(days=3)
MOST_SILENT = 50
LIVE, DONE = True, False
MICROSECONDS_AN_HOUR = 3_600_000_000


class DayIsMalformed(RequestIsUnclear):
    """A day is asked for as year, month and day."""


class Did(msgspec.Struct, frozen=True, kw_only=True):
    """What an agent did by one event."""

    at: datetime
    ticket: TicketId
    measures: dict[str, int]


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """One agent's day, from one local midnight to the next."""

    agent: PersonId
    day: str
    zone: str
    measures: dict[str, int]
    done: tuple[Did, ...]
    """Each act, in order of time."""


class Supervision(msgspec.Struct, frozen=True, kw_only=True):
    """How evenly the work is shared, at one moment."""

    until: datetime
    agents: tuple[Carried, ...]
    """Furthest ahead of their fair share first; those without a share last, by the slowest tenth of all
    tickets, by resolved and by taken."""
    m30: float | None
    """Share of tough work on the wrong shoulders."""
    gini_resolved: float | None
    gini_touch: float | None
    gini_received: float | None
    """Gini of the tough points carried: of the load."""
    worst_lead: int
    """Milli-points; nobody is further ahead."""
    worst_lead_tickets: float | None
    """The same in tickets of mean toughness."""
    open_tickets: int
    ages: dict[str, int]
    silent: tuple[WorkRow, ...]
    """Open tickets on which nothing happened for three days, longest silent first, fifty at most."""
    silent_tickets: int
    handed_over: int
    reopened: int
    touch_hours: float
    """Hours people were at tickets in the window; apart from how long those were open."""
    elapsed_hours: dict[str, float | None]
    """From raised to resolved, percentiles of tickets resolved in the window."""
    slowest_from_hours: float | None
    """From raised to resolved, from which on a ticket of the window is among its slowest tenth."""


def day_of(
    work: Lines[WorkRow],
    agent: PersonId,
    day: str,
    *,
    zone: str = "UTC",
    at: At = None,
    also: Sequence[PersonId] = (),
) -> Day:
    """What an agent did on one day of their time zone, under this identity and `also` under others.

    Raises `DayIsMalformed`.
    """
    first = midnight(day, zone)
    until = datetime.combine(first.date() + timedelta(days=1), time.min, first.tzinfo)
    start, end = first.astimezone(UTC), until.astimezone(UTC)
    lines = [each for who in (agent, *also) for each in work.sums.of(who, start, end, at)]
    lines.sort(key=lambda line: line.at)
    totals = [sum(amounts) for amounts in zip(*(line.amounts for line in lines), strict=True)]
    done = tuple(
        Did(
            at=moment(line.at),
            ticket=TicketId(StreamId(line.key)),
            measures={n: v for n, v in zip(MEASURES, line.amounts, strict=True) if v},
        )
        for line in lines
    )
    measures = dict(zip(MEASURES, totals or [0] * len(MEASURES), strict=True))
    return Day(agent=agent, day=day, zone=zone, measures=measures, done=done)


def midnight(day: str, zone: str) -> datetime:
    """When a day begins in a time zone."""
    try:
        return datetime.combine(date.fromisoformat(day), time.min, zone_named(zone))
    except ValueError as wrong:
        raise DayIsMalformed(
            f"{day[:40]!r} in {zone!r} is no day; expected one such as 2026-03-02 in a zone such "
            "as Europe/Berlin"
        ) from wrong


def supervision(
    work: Lines[WorkRow], *, now: datetime, at: At = None, one: One = itself
) -> Supervision:
    """The supervision figures over the thirty days up to now, or up to the moment asked for.

    `one`: which identity stands for a person.
    """
    first = now - timedelta(days=WINDOW)
    quiet = Bounds(high=instant(now - SILENT))
    recent = Bounds(low=instant(first), high=instant(now) + 1)
    raised = work.column("raised", OPEN_BY_AGE, LIVE, at=at)
    settled = work.columns(("resolver", "elapsed"), SETTLED, DONE, within=recent, at=at)
    hours = [elapsed / MICROSECONDS_AN_HOUR for _, elapsed in settled]
    carried = carried_in(work.sums.since(first, at), slowest_by(settled, one), one)
    slowest = slowest_from(settled)
    active = [each.measures for each in carried]
    return Supervision(
        until=now,
        agents=carried,
        m30=misplaced((each.lead for each in carried), sum(m["entitled"] for m in active)),
        gini_resolved=gini([m["resolved"] for m in active]),
        gini_touch=gini([m["touch_seconds"] for m in active]),
        gini_received=gini([max(0, m["received"]) for m in active]),
        worst_lead=max((each.lead for each in carried), default=0),
        worst_lead_tickets=lead_in_tickets(carried),
        open_tickets=len(raised),
        ages=ages(raised, now),
        silent=tuple(work.select(OPEN_BY_SILENCE, LIVE, within=quiet, limit=MOST_SILENT, at=at)),
        silent_tickets=work.count(OPEN_BY_SILENCE, LIVE, within=quiet, at=at),
        handed_over=sum(m["handed_over"] for m in active),
        reopened=sum(m["reopened"] for m in active),
        touch_hours=sum(m["touch_seconds"] for m in active) / 3_600,
        elapsed_hours={f"p{p}": percentile(hours, p) for p in (50, 90)},
        slowest_from_hours=None if slowest is None else slowest / MICROSECONDS_AN_HOUR,
    )


def in_plain(figures: Supervision, name_of: Callable[[str], str]) -> dict[str, Any]:
    """The figures as JSON has them: names beside ids, silent tickets by number."""
    plain: dict[str, Any] = msgspec.to_builtins(figures)
    plain["silent"] = [row.number for row in figures.silent]
    for each in plain["agents"]:
        each["name"] = name_of(each["agent"])
    return plain


def ages(raised: Sequence[int], now: datetime) -> dict[str, int]:
    """How long open tickets have been open, in bands; `raised` in microseconds since 1970."""
    counted: dict[str, int] = {}
    for days, words in BANDS:
        before = sum(counted.values())
        oldest = None if days is None else instant(now - timedelta(days=days))
        counted[words] = sum(oldest is None or each >= oldest for each in raised) - before
    return counted
