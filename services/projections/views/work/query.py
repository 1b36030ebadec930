"""What an agent's day and the supervision page ask of the work that was done."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from services.projections.figures import gini, misallocated, percentile
from services.projections.rows.lines import At, Lines
from services.projections.views.work.view import MEASURES, PLACE, WorkRow, amounts
from shared.vocabulary.identity import PersonId, StreamId

Sums = Mapping[tuple[str, str], tuple[int, ...]]
WINDOW = 30
"""Days of the trailing window of fairness."""
BANDS = ((1, "up to a day"), (7, "up to a week"), (21, "up to three weeks"), (None, "older"))
SILENT = timedelta(days=3)


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """One agent's day."""

    agent: PersonId
    day: str
    measures: dict[str, int]


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
    worst_lead: int
    """Milli-points; nobody is further ahead."""
    open_tickets: int
    ages: dict[str, int]
    silent: tuple[WorkRow, ...]
    """Open tickets on which nothing happened for three days, longest silent first."""
    handed_over: int
    reopened: int
    elapsed_hours: dict[str, float | None]
    """From raised to resolved, percentiles of tickets resolved in the window."""


def sums(work: Lines[WorkRow], at: At = None) -> Sums:
    """The sums by person and day, as of a moment."""
    if at is None:
        return work.amounts()
    held: dict[tuple[str, str], list[int]] = {}
    for row in work.select("1", at=at):
        for place, values in amounts(row).items():
            line = held.setdefault(place, [0] * len(MEASURES))
            line[:] = [a + b for a, b in zip(line, values, strict=True)]
    return {place: tuple(values) for place, values in held.items()}


def day_of(work: Lines[WorkRow], agent: PersonId, day: str, *, at: At = None) -> Day:
    """What an agent did on one day."""
    values = sums(work, at).get((agent, day), (0,) * len(MEASURES))
    return Day(agent=agent, day=day, measures=dict(zip(MEASURES, values, strict=True)))


def supervision(work: Lines[WorkRow], *, now: datetime, at: At = None) -> Supervision:
    """The supervision figures over the thirty days up to now, or up to the moment asked for."""
    since = (now - timedelta(days=WINDOW)).strftime("%Y-%m-%d")
    carried = carried_since(sums(work, at), since)
    live = work.select("live = 1", at=at)
    settled = [row for row in recently_settled(work, now, at) if row.resolved_at]
    hours = [(r.resolved_at - r.raised_at).total_seconds() / 3600 for r in settled if r.resolved_at]
    active = [each.measures for each in carried]
    return Supervision(
        until=now,
        agents=carried,
        misallocated=misallocated([m["received"] for m in active], [m["entitled"] for m in active]),
        gini_resolved=gini([m["resolved"] for m in active]),
        gini_touch=gini([m["touch_seconds"] for m in active]),
        worst_lead=max((each.lead for each in carried), default=0),
        open_tickets=len(live),
        ages=ages(live, now),
        silent=silent(live, now),
        handed_over=sum(m["handed_over"] for m in active),
        reopened=sum(m["reopened"] for m in active),
        elapsed_hours={f"p{p}": percentile(hours, p) for p in (50, 90)},
    )


def carried_since(held: Sums, since: str) -> tuple[Carried, ...]:
    """What each agent carried since a day, furthest ahead first."""
    by_agent: dict[str, list[int]] = defaultdict(lambda: [0] * len(MEASURES))
    for (who, day), values in held.items():
        if day >= since:
            line = by_agent[who]
            line[:] = [a + b for a, b in zip(line, values, strict=True)]
    workers = {who: values for who, values in by_agent.items() if worked(values)}
    lines = [carried_by(PersonId(StreamId(who)), values) for who, values in workers.items()]
    return tuple(sorted(lines, key=lambda each: (-each.lead, each.agent)))


def worked(values: list[int]) -> bool:
    """Whether somebody carried or was owed anything; requesters only reply."""
    return any(values[PLACE[name]] for name in ("taken", "resolved", "entitled", "logged_seconds"))


def carried_by(agent: PersonId, values: list[int]) -> Carried:
    """One agent's line."""
    measures: dict[str, Any] = dict(zip(MEASURES, values, strict=True))
    received, entitled = measures["received"], measures["entitled"]
    ratio = received / entitled if entitled else None
    return Carried(agent=agent, measures=measures, lead=received - entitled, ratio=ratio)


def recently_settled(work: Lines[WorkRow], now: datetime, at: At) -> list[WorkRow]:
    """Tickets settled within the window."""
    since = (now - timedelta(days=WINDOW)).isoformat()
    return work.select("live = 0 AND changed >= ?", (since,), at=at)


def ages(live: list[WorkRow], now: datetime) -> dict[str, int]:
    """How long open tickets have been open, in bands."""
    counted = dict.fromkeys((words for _, words in BANDS), 0)
    for row in live:
        days = (now - row.raised_at).total_seconds() / 86_400
        counted[next(words for most, words in BANDS if most is None or days <= most)] += 1
    return counted


def silent(live: list[WorkRow], now: datetime) -> tuple[WorkRow, ...]:
    """Open tickets nobody touched for a while, longest first."""
    quiet = [row for row in live if now - row.changed_at > SILENT]
    return tuple(sorted(quiet, key=lambda row: row.changed_at)[:50])
