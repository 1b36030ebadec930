"""Who carried the work: tickets by whoever resolved them, and how many of those were tough."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from services.projections.reports.facts import Facts
from services.projections.reports.outcomes import opened_to_resolved
from services.projections.reports.shares import unevenness
from services.projections.reports.totals import Totals
from shared.figures.spread import percentile
from shared.people.linked import One, itself
from shared.vocabulary.identity import PersonId

MANY_REASSIGNMENTS = 3


class Settled(NamedTuple):
    """A ticket that somebody resolved."""

    who: PersonId
    hours: float
    """From open to resolved."""
    often_reassigned: bool


class Carried(NamedTuple):
    """What one person resolved."""

    person: PersonId
    tickets: int
    tough: int
    """Of them among the slowest tenth of all, from open to resolved."""
    tough_reassigned: int
    """Of them reassigned three times or more."""


def settled(tickets: Sequence[Facts], totals: Totals) -> list[Settled]:
    """Every ticket of which is known who resolved it, and after how long."""
    named = any(facts.resolver for facts in tickets if facts.imported)
    stated, owned = totals.states_resolution, bool(totals.owners)
    return [
        Settled(who, hours, (facts.reassignments or 0) >= MANY_REASSIGNMENTS)
        for facts in tickets
        if (who := resolver_of(facts, named=named))
        and (hours := time_taken(facts, stated=stated, owned=owned)) is not None
    ]


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


def tough_from(done: Sequence[Settled]) -> float | None:
    """Hours from which on a ticket is among the slowest tenth; none where there is none."""
    return percentile([each.hours for each in done], 90)


def carried(done: Sequence[Settled], one: One = itself) -> list[Carried]:
    """Everyone who resolved anything, who carried most tough tickets first."""
    tough = tough_from(done)
    lines: dict[PersonId, Carried] = {}
    for each in done:
        who = one(each.who)
        line = lines.get(who) or Carried(who, 0, 0, 0)
        lines[who] = line._replace(
            tickets=line.tickets + 1,
            tough=line.tough + (tough is not None and each.hours >= tough),
            tough_reassigned=line.tough_reassigned + each.often_reassigned,
        )
    return sorted(lines.values(), key=lambda line: (-line.tough, -line.tickets, line.person))


def resolvers(done: Sequence[Settled], least: int, notes: list[str]) -> dict[str, Any]:
    """How evenly resolved tickets, and the tough ones, are spread over the names that resolved them."""
    kept = [line for line in carried(done) if line.tickets >= least]
    slow = tough_from(done)
    if least > 1:
        notes.append(f"people with fewer than {least} tickets or calls are left out of the Ginis")
    return {
        "agents": len(kept),
        "gini_tickets": unevenness(line.tickets for line in kept),
        "gini_tough": unevenness(line.tough for line in kept),
        "gini_tough_reassigned": unevenness(line.tough_reassigned for line in kept),
        "tough_from_hours": None if slow is None else round(slow, 1),
    }
