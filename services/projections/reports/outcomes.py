"""How tickets end: when they were resolved and closed, by whom, how late, and whether it held."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.projections.figures import gini, percentile
from services.projections.reports.facts import Facts
from shared.events.source import SourceRow
from shared.vocabulary.identity import PersonId

SETTLED = ("resolved", "closed")
MANY_REASSIGNMENTS = 3


def first_resolving(facts: Facts) -> SourceRow | None:
    """The row that first resolved the ticket."""
    return next((row for _, row in facts.rows if row.course == "resolved"), None)


def states_resolution(tickets: Sequence[Facts]) -> bool:
    """Whether the source has a column for when tickets were resolved; then only it counts."""
    return any(row.resolved_at for facts in tickets for _, row in facts.rows)


def last_stated(facts: Facts, name: str) -> Any:
    """The last thing the rows state in a column; none if they never do."""
    return next(
        (v for _, row in reversed(facts.rows) if (v := getattr(row, name)) is not None), None
    )


def opened_to_resolved(facts: Facts, *, stated: bool) -> float | None:
    """Hours from opened to resolved: as the source states it, else to the last resolving row."""
    resolved = last_stated(facts, "resolved_at") if stated else resolved_at(facts)
    return (resolved - facts.opened).total_seconds() / 3600 if resolved else None


def resolved_at(facts: Facts) -> datetime | None:
    """When the ticket was last resolved, by its rows; a source that only closes resolves by closing."""
    moments = [at for at, row in facts.rows if row.course == "resolved"]
    if moments:
        return moments[-1]
    return next((at for at, row in facts.rows if row.course == "closed"), None)


def resolved_to_closed(tickets: Sequence[Facts]) -> list[float]:
    """Days from the last resolving row to the first closing one."""
    found = []
    for facts in tickets:
        resolved = [at for at, row in facts.rows if row.course == "resolved"]
        closed = next((at for at, row in facts.rows if row.course == "closed"), None)
        if resolved and closed:
            found.append((closed - resolved[-1]).total_seconds() / 86_400)
    return found


def reopened(facts: Facts) -> bool:
    """Whether it came back: as the source counts it, else any other row after a settling one."""
    if not facts.rows:
        return False
    stated = facts.rows[-1][1].reopenings
    if stated is not None:
        return stated > 0
    settled = False
    for _, row in facts.rows:
        if settled and row.course not in SETTLED:
            return True
        settled = settled or row.course in SETTLED
    return False


def promise_missed(tickets: Sequence[Facts]) -> dict[str, dict[str, int]]:
    """By priority, as the last row states both: how many tickets, and how many missed their promise."""
    counted: dict[str, dict[str, int]] = {}
    for facts in tickets:
        last = facts.rows[-1][1] if facts.rows else None
        if last and last.promise_missed is not None and last.priority:
            line = counted.setdefault(last.priority, {"tickets": 0, "missed": 0})
            line["tickets"] += 1
            line["missed"] += last.promise_missed
    return dict(sorted(counted.items()))


def resolver_of(facts: Facts, *, named: bool) -> PersonId | None:
    """Who resolved it: as the last row names them, where the source does; else the last to do so."""
    if named or not facts.rows:
        return facts.rows[-1][1].resolver if facts.rows else None
    resolving = [row.actor for _, row in facts.rows if row.course == "resolved"]
    return resolving[-1] if resolving else closer_of(facts)


def closer_of(facts: Facts) -> PersonId | None:
    """Who closed it first, in a source that only closes."""
    return next((row.actor for _, row in facts.rows if row.course == "closed"), None)


def time_taken(facts: Facts, *, stated: bool) -> float | None:
    """Hours open to resolved; from being taken where the source tells that but no owner."""
    if stated or any(row.owner for _, row in facts.rows):
        return opened_to_resolved(facts, stated=stated)
    resolving = [at for at, row in facts.rows if row.course == "resolved"]
    if not resolving or facts.taken is None:
        return None
    hours = (resolving[-1] - facts.taken).total_seconds() / 3600
    return hours if hours >= 0 else None


def resolvers(tickets: Sequence[Facts], least: int, notes: list[str]) -> dict[str, Any]:
    """How evenly resolved tickets, and the tough ones among them, are spread over who resolved them."""
    stated = states_resolution(tickets)
    named = any(row.resolver for facts in tickets for _, row in facts.rows)
    done = [
        (who, hours, facts)
        for facts in tickets
        if (who := resolver_of(facts, named=named))
        and (hours := time_taken(facts, stated=stated)) is not None
    ]
    slow = percentile([hours for _, hours, _ in done], 90)
    counts: dict[PersonId, list[int]] = defaultdict(lambda: [0, 0, 0])
    for who, hours, facts in done:
        line = counts[who]
        line[0] += 1
        line[1] += slow is not None and hours >= slow
        line[2] += (facts.rows[-1][1].reassignments or 0) >= MANY_REASSIGNMENTS
    kept = [line for line in counts.values() if line[0] >= least]
    if least > 1:
        notes.append(f"resolvers with fewer than {least} tickets are left out")
    return {
        "agents": len(kept),
        "gini_tickets": to_three(gini([line[0] for line in kept])),
        "gini_tough": to_three(gini([line[1] for line in kept])),
        "gini_tough_reassigned": to_three(gini([line[2] for line in kept])),
        "tough_from_hours": None if slow is None else round(slow, 1),
    }


def touched(tickets: Sequence[Facts]) -> dict[str, Any]:
    """How evenly tickets are spread over everyone who owned or acted on them."""
    counts: Counter[PersonId] = Counter()
    for facts in tickets:
        people = {row.owner or row.actor for _, row in facts.rows if not row.system}
        counts.update(person for person in people if person)
    return {"agents": len(counts), "gini_tickets": to_three(gini(counts.values()))}


def to_three(value: float | None) -> float | None:
    """A figure to three places."""
    return None if value is None else round(value, 3)
