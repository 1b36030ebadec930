"""Through whose hands tickets go: hand-overs, ping-pong, and work done by somebody other than the owner."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from services.projections.reports.facts import Facts, Hands
from services.projections.reports.shares import share, shared_out
from services.projections.reports.totals import Totals
from shared.people.matching import RESOLVER_ROWS, WRITER_ROWS, Pair, matched
from shared.vocabulary.identity import PersonId

Together = dict[Pair, int]


def handovers(tickets: Sequence[Facts], totals: Totals, notes: list[str]) -> dict[str, Any]:
    """Hand-overs and ping-pong between people and between teams."""
    by_owner = bool(totals.owners)
    if tickets and not by_owner:
        notes.append("handovers.people goes by the acting person: the source names no owner")
    people: Callable[[Facts], Hands] = (lambda f: f.owners) if by_owner else (lambda f: f.actors)
    return {
        "handovers": {
            "people": changes([people(each) for each in tickets]),
            "teams": changes([each.teams for each in tickets]),
        },
        "ping_pong": {
            "people": ping_pong([people(each) for each in tickets]),
            "teams": ping_pong([each.teams for each in tickets]),
        },
    }


def changes(hands: Sequence[Hands]) -> dict[str, float | int | None]:
    """Mean and most hand-overs of a ticket, and how many tickets had any."""
    counts = [each.changes for each in hands]
    return {
        "mean": round(sum(counts) / len(counts), 3) if counts else None,
        "max": max(counts, default=0),
        "tickets": sum(count > 0 for count in counts),
    }


def ping_pong(hands: Sequence[Hands]) -> dict[str, float | int | None]:
    """Tickets that came back to where they had been one hand before: A, B, A."""
    return shared_out(sum(each.came_back for each in hands), len(hands))


def resolved_by_other(totals: Totals, notes: list[str]) -> dict[str, Any]:
    """Tickets resolved by somebody other than the owner of the first resolving row."""
    same = known_as(totals.owner_and_resolver, least=RESOLVER_ROWS, what="resolvers", notes=notes)
    return by_others(totals.first_owner_and_resolver, same, "tickets")


def updated_by_other(totals: Totals, notes: list[str]) -> dict[str, Any]:
    """Updates of owned tickets in work, by somebody other than the owner; machines are left out."""
    same = known_as(
        totals.owner_and_writer,
        least=WRITER_ROWS,
        what="writers",
        notes=notes,
        machines=totals.machines,
    )
    judged = by_others(totals.updates, same, "by_other")
    return {"updates": judged["of"], "by_other": judged["by_other"], "share": judged["share"]}


def by_others(together: Together, same: dict[PersonId, PersonId], what: str) -> dict[str, Any]:
    """How many rows of known owners were somebody else's, and of how many."""
    known = {pair: rows for pair, rows in together.items() if pair[0] in same}
    of = sum(known.values())
    other = sum(rows for (owner, who), rows in known.items() if same[owner] != who)
    return {what: other, "of": of, "share": share(other, of)}


def known_as(
    together: Together,
    *,
    least: int,
    what: str,
    notes: list[str],
    machines: Collection[PersonId] = (),
) -> dict[PersonId, PersonId]:
    """One column's people as another column names them; the same where the columns share names."""
    owners = {owner for owner, _ in together}
    if not owners or owners & {other for _, other in together}:
        return {owner: owner for owner in owners}
    found = [each for each in matched(together, least=least) if each.second not in machines]
    notes.append(
        f"{len(found)} of {len(owners)} owners matched to {what} by resolving together; pages count "
        "them apart until `import … --link-people` links them"
    )
    return {each.first: each.second for each in found}
