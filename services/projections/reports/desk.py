"""The desk report: what a source's, or the whole desk's, history comes to. Definitions: reports.md."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from services.projections.reports.calls import calls
from services.projections.reports.carried import carried, resolvers, settled
from services.projections.reports.facts import Facts
from services.projections.reports.folding import Folded, Readable, folded
from services.projections.reports.hands import handovers, resolved_by_other, updated_by_other
from services.projections.reports.outcomes import (
    never_closed,
    opened_to_resolved,
    promise_missed,
    reopened,
    resolved_to_closed,
    touched,
)
from services.projections.reports.shares import percentiles, shared_out
from services.projections.reports.totals import Totals
from shared.eventlog.port import ThingIsUnknown
from shared.eventlog.references import Names, sources_of
from shared.people.linked import One, itself

HOURS = (10, 25, 50, 75, 90, 99)
DAYS = (10, 25, 50, 75, 90)


class ReadableByName(Readable, Names, Protocol):
    """A log that knows its sources by name."""


class SourceIsUnknown(ThingIsUnknown):
    """No ticket was imported from a source of that name."""


def desk_report(
    log: ReadableByName,
    *,
    source: str | None = None,
    at: int | datetime | None = None,
    min_tickets: int = 1,
    one: One = itself,
) -> dict[str, Any]:
    """Every figure of the report, computed from the log as of a position or a time.

    `min_tickets`: people with fewer tickets or calls are left out of the Ginis. `one`: which identity
    stands for a person in `carried`.
    Raises `SourceIsUnknown`.
    """
    fold = folded(log, source=source, at=at)
    if source and not fold.tickets and at is None:
        known = ", ".join(sources_of(log)) or "none yet"
        raise SourceIsUnknown(f"no ticket was imported from {source!r}; known sources: {known}")
    return {"source": source, **figures(fold, min_tickets, one)}


def figures(fold: Folded, min_tickets: int, one: One) -> dict[str, Any]:
    """Every figure, of tickets that were folded."""
    tickets, totals = list(fold.tickets.values()), fold.totals
    notes: list[str] = []
    done = settled(tickets, totals)
    return {
        **sizes(fold),
        "duration_days": percentiles(durations(tickets), HOURS),
        "open_to_resolved_hours": hours(tickets, totals),
        "resolved_to_closed_days": percentiles(resolved_to_closed(tickets), DAYS),
        "handling_hours": percentiles(handling(tickets), HOURS),
        "never_closed": sum(map(never_closed, tickets)),
        "reopened": shared_out(sum(map(reopened, tickets)), len(tickets)),
        **handovers(tickets, totals, notes),
        "unassigned_when_resolved": unassigned(totals),
        "resolved_by_other": resolved_by_other(totals, notes),
        "updated_by_other": updated_by_other(totals, notes),
        "promise_missed": promise_missed(tickets),
        "resolvers": resolvers(done, min_tickets, notes),
        "carried": [each._asdict() for each in carried(done, one)],
        "touched": touched(tickets),
        "opened_per_week": weeks(tickets),
        "calls": calls(totals.calls, min_tickets),
        "notes": notes,
    }


def sizes(fold: Folded) -> dict[str, Any]:
    """How much there is of everything."""
    tickets, totals = list(fold.tickets.values()), fold.totals
    return {
        "tickets": len(tickets),
        "events": sum(table.rows for table in totals.tables.values()),
        "log_events": totals.log_events,
        "tables": {
            kind: {"rows": t.rows, "actors": len(t.actors), "owners": len(t.owners)}
            for kind, t in sorted(totals.tables.items())
        },
        "state_changes": dict(totals.states.most_common()),
        "standing": dict(Counter(f.state for f in tickets if f.state).most_common()),
        "priorities": dict(sorted(Counter(f.priority for f in tickets if f.priority).items())),
        "span": span(tickets),
        "agents": len(totals.owners or totals.actors),
        "actors": len(totals.actors | totals.machines),
        "teams": len(totals.teams),
        "requesters": len({facts.requester for facts in tickets if facts.requester}),
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


def handling(tickets: Iterable[Facts]) -> list[float]:
    """Hours of handling, where the source states them."""
    stated = (facts.handling_seconds for facts in tickets)
    return [seconds / 3600 for seconds in stated if seconds is not None]


def hours(tickets: Sequence[Facts], totals: Totals) -> dict[str, float | int | None]:
    """Hours from open to resolved, and how many tickets never were."""
    found = (opened_to_resolved(facts, stated=totals.states_resolution) for facts in tickets)
    known = [value for value in found if value is not None]
    return {**percentiles(known, HOURS), "missing": len(tickets) - len(known)}


def unassigned(totals: Totals) -> dict[str, float | int | None]:
    """Tickets nobody owned when they were first resolved; none where nobody is ever said to own one."""
    if not totals.owners:
        return {"tickets": None, "share": None}
    return shared_out(totals.first_resolved_unowned, totals.first_resolved)


def weeks(tickets: Iterable[Facts]) -> dict[str, int]:
    """Tickets opened by ISO week."""
    return dict(sorted(Counter(f"{facts.opened:%G-W%V}" for facts in tickets).items()))
