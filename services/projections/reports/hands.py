"""Through whose hands tickets go: hand-overs, ping-pong, and work done by somebody other than the owner."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from services.projections.reports.facts import Facts
from services.projections.reports.people import matched
from shared.events.source import SourceRow

ACTIVE = ("open", "waiting")


def handovers(tickets: Sequence[Facts], notes: list[str]) -> dict[str, Any]:
    """Hand-overs and ping-pong between people and between teams."""
    rows = [row for facts in tickets for _, row in facts.rows]
    by_owner = any(row.owner for row in rows)
    if not by_owner and rows:
        notes.append("handovers.people goes by the acting person: the source names no owner")
    person: Callable[[SourceRow], Hashable] = (
        (lambda row: row.owner) if by_owner else (lambda row: row.actor)
    )
    people = [sequence(facts, person) for facts in tickets]
    teams = [sequence(facts, lambda row: row.team) for facts in tickets]
    return {
        "handovers": {"people": changes(people), "teams": changes(teams)},
        "ping_pong": {"people": ping_pong(people), "teams": ping_pong(teams)},
    }


def sequence(facts: Facts, of: Callable[[SourceRow], Hashable]) -> list[Hashable]:
    """Who had the ticket, one after another, nobody left out."""
    found: list[Hashable] = []
    for _, row in facts.rows:
        each = of(row)
        if each is not None and (not found or found[-1] != each):
            found.append(each)
    return found


def changes(sequences: Iterable[Sequence[Hashable]]) -> dict[str, float | int | None]:
    """Mean and most hand-overs of a ticket, and how many tickets had any."""
    counts = [max(0, len(each) - 1) for each in sequences]
    return {
        "mean": round(sum(counts) / len(counts), 3) if counts else None,
        "max": max(counts, default=0),
        "tickets": sum(count > 0 for count in counts),
    }


def ping_pong(sequences: Sequence[Sequence[Hashable]]) -> dict[str, float | int | None]:
    """Tickets that came back to where they had been one hand before: A, B, A."""
    back = sum(any(a == c for a, c in zip(each, each[2:], strict=False)) for each in sequences)
    return {"tickets": back, "share": round(back / len(sequences), 4) if sequences else None}


def resolved_by_other(tickets: Sequence[Facts], notes: list[str]) -> dict[str, Any]:
    """Tickets resolved by somebody other than the owner of the first resolving row."""
    pairs = [
        (row.owner, row.resolver)
        for facts in tickets
        for _, row in facts.rows
        if row.course == "resolved" and row.owner and row.resolver
    ]
    same = known_as(pairs, least=5, what="owners to resolvers", notes=notes)
    judged = [
        (same[row.owner], row.resolver)
        for facts in tickets
        if (row := next((r for _, r in facts.rows if r.course == "resolved"), None))
        and row.owner in same
        and row.resolver
    ]
    other = sum(owner != resolver for owner, resolver in judged)
    return {"tickets": other, "of": len(judged), "share": part(other, len(judged))}


def updated_by_other(tickets: Sequence[Facts], notes: list[str]) -> dict[str, Any]:
    """Updates of owned tickets that are not settled, by somebody other than the owner."""
    rows = [row for facts in tickets for _, row in facts.rows]
    resolving = [(r.owner, r.actor) for r in rows if r.course == "resolved" and r.owner and r.actor]
    machines = {row.actor for row in rows if row.system}
    found = known_as(resolving, least=10, what="owners to updaters, machines too", notes=notes)
    same = {owner: actor for owner, actor in found.items() if actor not in machines}
    updates = [
        (same[row.owner], row.actor)
        for facts in tickets
        for row in active(facts)
        if row.owner in same and row.actor and not row.system
    ]
    other = sum(owner != actor for owner, actor in updates)
    return {"updates": len(updates), "by_other": other, "share": part(other, len(updates))}


def active(facts: Facts) -> list[SourceRow]:
    """Rows while the ticket was worked on; a ticket just raised is not worked on yet."""
    return [row for _, row in facts.rows if row.course in ACTIVE and row.state != "New"]


def known_as(
    pairs: Sequence[tuple[Any, Any]], *, least: int, what: str, notes: list[str]
) -> dict[Any, Any]:
    """One column's people as another column names them; the same where the columns share names."""
    if all(first == second for first, second in pairs) or shared_names(pairs):
        return {first: first for first, _ in pairs}
    found = matched(pairs, least=least)
    notes.append(f"{what}: {len(found)} people matched by standing together on resolving rows")
    return found


def shared_names(pairs: Sequence[tuple[Any, Any]]) -> bool:
    """Whether two columns name people alike."""
    return bool({first for first, _ in pairs} & {second for _, second in pairs})


def part(some: int, of: int) -> float | None:
    """A share to four places."""
    return round(some / of, 4) if of else None
