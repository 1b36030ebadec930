"""What an agent's day and the supervision page ask of the work that was done."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from services.projections.figures import gini, misallocated, percentile
from services.projections.instants import instant, moment
from services.projections.rows.lines import Bounds, Lines
from services.projections.views.work.deeds import MEASURES
from services.projections.views.work.row import WorkRow
from services.projections.views.work.view import OPEN_BY_AGE, OPEN_BY_SILENCE, SETTLED
from shared.eventlog.moment import At
from shared.eventlog.port import RequestIsUnclear
from shared.vocabulary.identity import PersonId, StreamId, TicketId
from shared.vocabulary.working_time import zone_named

WINDOW = 30
"""Days of the trailing window of fairness."""
BANDS = ((1, "up to a day"), (7, "up to a week"), (21, "up to three weeks"), (None, "older"))
SILENT = timedelta(days=3)
MOST_SILENT = 50
LIVE, DONE = True, False
MICROSECONDS_AN_HOUR = 3_600_000_000
WORKED = ("taken", "resolved", "entitled", "logged_seconds", "touch_seconds")


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


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """What one agent carried in the window, against what was their fair share."""

    agent: PersonId
    measures: dict[str, int]
    lead: int
    """Milli-points received minus entitled."""
    ratio: float | None
    """Received ÷ entitled; none without entitlement."""


class Supervision(msgspec.Struct, frozen=True, kw_only=True):
    """How evenly the work is shared, at one moment."""

    until: datetime
    agents: tuple[Carried, ...]
    """Furthest ahead of their fair share first."""
    misallocated: float | None
    """M30: share of tough work on the wrong shoulders."""
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


def day_of(
    work: Lines[WorkRow], agent: PersonId, day: str, *, zone: str = "UTC", at: At = None
) -> Day:
    """What an agent did on one day of their time zone. Raises `DayIsMalformed`."""
    first = midnight(day, zone)
    until = datetime.combine(first.date() + timedelta(days=1), time.min, first.tzinfo)
    lines = work.sums.of(agent, first.astimezone(UTC), until.astimezone(UTC), at)
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


def supervision(work: Lines[WorkRow], *, now: datetime, at: At = None) -> Supervision:
    """The supervision figures over the thirty days up to now, or up to the moment asked for."""
    first = now - timedelta(days=WINDOW)
    carried = carried_since(work, first, at)
    active = [each.measures for each in carried]
    quiet = Bounds(high=instant(now - SILENT))
    recent = Bounds(low=instant(first), high=instant(now) + 1)
    raised = work.column("raised", OPEN_BY_AGE, LIVE, at=at)
    elapsed = work.column("elapsed", SETTLED, DONE, within=recent, at=at)
    hours = [each / MICROSECONDS_AN_HOUR for each in elapsed]
    return Supervision(
        until=now,
        agents=carried,
        misallocated=misallocated([m["received"] for m in active], [m["entitled"] for m in active]),
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
    )


def carried_since(work: Lines[WorkRow], first: datetime, at: At) -> tuple[Carried, ...]:
    """What each agent carried since a day of UTC, furthest ahead first."""
    lines = [
        carried_by(PersonId(StreamId(who)), dict(zip(MEASURES, amounts, strict=True)))
        for who, amounts in work.sums.since(first, at).items()
    ]
    worked = [each for each in lines if any(each.measures[name] for name in WORKED)]
    return tuple(sorted(worked, key=lambda each: (-each.lead, each.agent)))


def carried_by(agent: PersonId, measures: dict[str, int]) -> Carried:
    """One agent's line."""
    received, entitled = measures["received"], measures["entitled"]
    ratio = received / entitled if entitled > 0 else None
    return Carried(agent=agent, measures=measures, lead=received - entitled, ratio=ratio)


def lead_in_tickets(carried: tuple[Carried, ...]) -> float | None:
    """The worst lead in tickets of the mean toughness that was booked; none without bookings."""
    points = sum(each.measures["received"] for each in carried)
    tickets = sum(each.measures["booked"] for each in carried)
    if points <= 0 or tickets <= 0:
        return None
    return max(each.lead for each in carried) * tickets / points


def ages(raised: Sequence[int], now: datetime) -> dict[str, int]:
    """How long open tickets have been open, in bands; `raised` in microseconds since 1970."""
    counted: dict[str, int] = {}
    for days, words in BANDS:
        before = sum(counted.values())
        oldest = None if days is None else instant(now - timedelta(days=days))
        counted[words] = sum(oldest is None or each >= oldest for each in raised) - before
    return counted
