"""How tickets end: when they were resolved and closed, by whom, how late, and whether it held."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from services.projections.figures import percentile
from services.projections.reports.facts import Facts
from services.projections.reports.shares import unevenness
from services.projections.reports.totals import Totals
from shared.vocabulary.identity import PersonId

MANY_REASSIGNMENTS = 3


def opened_to_resolved(facts: Facts, *, stated: bool) -> float | None:
    """Hours from opened to resolved: as the source states it, else to the last resolving row.

    A source that only closes resolves by closing.
    """
    by_rows = facts.resolved or facts.closed
    resolved = facts.resolved_at if stated and facts.imported else by_rows
    return (resolved - facts.opened).total_seconds() / 3600 if resolved else None


def resolved_to_closed(tickets: Sequence[Facts]) -> list[float]:
    """Days from the last resolving row to the first closing one."""
    return [
        (facts.closed - facts.resolved).total_seconds() / 86_400
        for facts in tickets
        if facts.resolved and facts.closed
    ]


def never_closed(facts: Facts) -> bool:
    """Whether its last row that says how it stands does not close it."""
    return facts.course != "closed"


def reopened(facts: Facts) -> bool:
    """Whether it came back: as the source counts it, else by work after it was settled."""
    return facts.came_back if facts.reopenings is None else facts.reopenings > 0


def promise_missed(tickets: Sequence[Facts]) -> dict[str, dict[str, int]]:
    """By priority, as stated last: how many tickets, and how many missed their promise."""
    counted: dict[str, dict[str, int]] = defaultdict(lambda: {"tickets": 0, "missed": 0})
    for facts in tickets:
        if facts.promise_missed is not None and facts.priority:
            counted[facts.priority]["tickets"] += 1
            counted[facts.priority]["missed"] += facts.promise_missed
    return dict(sorted(counted.items()))


def resolver_of(facts: Facts, *, named: bool) -> PersonId | None:
    """Who resolved it: as the source names them where it does, else who wrote the row that did."""
    if named and facts.imported:
        return facts.resolver
    return facts.resolved_by if facts.resolved else facts.closed_by


def time_taken(facts: Facts, *, stated: bool, owned: bool) -> float | None:
    """Hours open to resolved; from being taken where the source has no column for the owner."""
    if stated or owned or not facts.imported:
        return opened_to_resolved(facts, stated=stated)
    if facts.resolved is None or facts.taken is None:
        return None
    hours = (facts.resolved - facts.taken).total_seconds() / 3600
    return hours if hours >= 0 else None


def resolvers(
    tickets: Sequence[Facts], totals: Totals, least: int, notes: list[str]
) -> dict[str, Any]:
    """How evenly resolved tickets, and the tough ones among them, are spread over who resolved them."""
    named = any(facts.resolver for facts in tickets if facts.imported)
    stated, owned = totals.states_resolution, bool(totals.owners)
    done = [
        (who, hours, facts.reassignments or 0)
        for facts in tickets
        if (who := resolver_of(facts, named=named))
        and (hours := time_taken(facts, stated=stated, owned=owned)) is not None
    ]
    slow = percentile([hours for _, hours, _ in done], 90)
    counts: dict[PersonId, list[int]] = defaultdict(lambda: [0, 0, 0])
    for who, hours, reassigned in done:
        line = counts[who]
        line[0] += 1
        line[1] += slow is not None and hours >= slow
        line[2] += reassigned >= MANY_REASSIGNMENTS
    kept = [line for line in counts.values() if line[0] >= least]
    if least > 1:
        notes.append(f"people with fewer than {least} tickets or calls are left out of the Ginis")
    return {
        "agents": len(kept),
        "gini_tickets": unevenness(line[0] for line in kept),
        "gini_tough": unevenness(line[1] for line in kept),
        "gini_tough_reassigned": unevenness(line[2] for line in kept),
        "tough_from_hours": None if slow is None else round(slow, 1),
    }


def touched(tickets: Sequence[Facts]) -> dict[str, Any]:
    """How evenly tickets are spread over everyone who owned or acted on them."""
    counts: Counter[PersonId] = Counter()
    for facts in tickets:
        counts.update(facts.touched_by)
    return {"agents": len(counts), "gini_tickets": unevenness(counts.values())}
