"""The desk report: what a source's, or the whole desk's, history comes to. Definitions: reports.md."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from services.projections.figures import percentile
from services.projections.reports.facts import Facts, Readable, facts_of
from services.projections.reports.hands import handovers, resolved_by_other, updated_by_other
from services.projections.reports.outcomes import (
    first_resolving,
    opened_to_resolved,
    promise_missed,
    reopened,
    resolved_to_closed,
    resolvers,
    states_resolution,
    touched,
)

HOURS = (10, 25, 50, 75, 90, 99)
DAYS = (10, 25, 50, 75, 90)


def desk_report(
    log: Readable,
    *,
    source: str | None = None,
    at: int | datetime | None = None,
    min_tickets: int = 1,
) -> dict[str, Any]:
    """Every figure of the report, computed from the log as of a moment.

    `min_tickets`: resolvers with fewer tickets are left out of the Ginis.
    """
    tickets = list(facts_of(log, source=source, at=at).values())
    rows = [row for facts in tickets for _, row in facts.rows]
    notes: list[str] = []
    return {
        "source": source,
        "tickets": len(tickets),
        "events": len(rows),
        "log_events": sum(facts.log_events for facts in tickets),
        "state_changes": dict(Counter(str(row.state) for row in rows if row.state).most_common()),
        "span": span(tickets),
        "agents": len(
            {row.owner for row in rows if row.owner} or {r.actor for r in rows if r.actor}
        ),
        "actors": len({row.actor for row in rows if row.actor}),
        "teams": len({row.team for row in rows if row.team}),
        "requesters": len({facts.requester for facts in tickets if facts.requester}),
        "duration_days": percentiles(durations(tickets), HOURS),
        "open_to_resolved_hours": hours(tickets),
        "resolved_to_closed_days": percentiles(resolved_to_closed(tickets), DAYS),
        "never_closed": sum(
            facts.rows[-1][1].course != "closed" for facts in tickets if facts.rows
        ),
        "reopened": shared_out(sum(map(reopened, tickets)), len(tickets)),
        **handovers(tickets, notes),
        "unassigned_when_resolved": unassigned(tickets),
        "resolved_by_other": resolved_by_other(tickets, notes),
        "updated_by_other": updated_by_other(tickets, notes),
        "promise_missed": promise_missed(tickets),
        "resolvers": resolvers(tickets, min_tickets, notes),
        "touched": touched(tickets),
        "opened_per_week": weeks(tickets),
        "notes": notes,
    }


def span(tickets: Sequence[Facts]) -> dict[str, str | None]:
    """When the first and the last ticket was opened, and the last row happened."""
    opened = sorted(facts.opened for facts in tickets)
    last = max((facts.last for facts in tickets if facts.last), default=None)
    return {
        "first": opened[0].isoformat() if opened else None,
        "last_opened": opened[-1].isoformat() if opened else None,
        "last": last.isoformat() if last else None,
    }


def durations(tickets: Iterable[Facts]) -> list[float]:
    """Days from the first to the last row of each ticket."""
    return [
        (facts.last - facts.first).total_seconds() / 86_400
        for facts in tickets
        if facts.first and facts.last
    ]


def hours(tickets: Sequence[Facts]) -> dict[str, float | int | None]:
    """Hours from open to resolved, and how many tickets never were."""
    stated = states_resolution(tickets)
    found = (opened_to_resolved(facts, stated=stated) for facts in tickets)
    known = [value for value in found if value is not None]
    return {**percentiles(known, HOURS), "missing": len(tickets) - len(known)}


def percentiles(amounts: Sequence[float], which: Iterable[int]) -> dict[str, float | None]:
    """Percentiles to two places."""
    return {f"p{p}": rounded(percentile(amounts, p), 2) for p in which}


def rounded(value: float | None, places: int) -> float | None:
    """The value to some places; none stays none."""
    return None if value is None else round(value, places)


def shared_out(tickets: int, of: int) -> dict[str, float | int | None]:
    """A number of tickets and their share of all."""
    return {"tickets": tickets, "share": round(tickets / of, 4) if of else None}


def unassigned(tickets: Iterable[Facts]) -> dict[str, float | int | None]:
    """Tickets nobody owned when they were first resolved."""
    first = [row for facts in tickets if (row := first_resolving(facts))]
    return shared_out(sum(row.owner is None for row in first), len(first))


def weeks(tickets: Iterable[Facts]) -> dict[str, int]:
    """Tickets opened by ISO week."""
    return dict(sorted(Counter(f"{facts.opened:%G-W%V}" for facts in tickets).items()))
