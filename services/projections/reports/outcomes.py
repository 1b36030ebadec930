"""How tickets end: when they were resolved and closed, how late, and whether it held."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from services.projections.reports.facts import Facts
from services.projections.reports.shares import unevenness
from shared.vocabulary.identity import PersonId


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


def touched(tickets: Sequence[Facts]) -> dict[str, Any]:
    """How evenly tickets are spread over everyone who owned or acted on them."""
    counts: Counter[PersonId] = Counter()
    for facts in tickets:
        counts.update(facts.touched_by)
    return {"agents": len(counts), "gini_tickets": unevenness(counts.values())}
