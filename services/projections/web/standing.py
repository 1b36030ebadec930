"""How a ticket stood: one list of facts, for its page, for a moment of its history and for what changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.projections.views.ticket.row import TicketRow
from services.projections.web.showing import Shown
from shared.eventlog.moment import At
from shared.pages.words import day_and_time
from shared.vocabulary.toughness import points
from shared.vocabulary.words import Resolution

UNSTATED = Resolution.UNSTATED
OF_STAFF = frozenset(
    {"Impact", "Urgency", "Toughness", "Turned out", "Needs", "Expected", "Labels"}
)
"""What requesters are not told of their own tickets."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What an event made of a fact; None where there was or is nothing to tell."""

    fact: str
    before: str | None
    after: str | None


def stood(desk: Shown, row: TicketRow, at: At, *, staff: bool = True) -> dict[str, str]:
    """What there is to tell of a ticket as of a moment, by fact."""
    told = facts(desk, row, at)
    return {name: words for name, words in told.items() if words and shown(name, staff=staff)}


def shown(name: str, *, staff: bool) -> bool:
    """Whether a fact is told to the visitor."""
    return staff or name not in OF_STAFF


def facts(desk: Shown, row: TicketRow, at: At) -> dict[str, str | None]:
    """Everything a ticket's page tells of it, in words."""
    return {
        "State": state(row),
        "Owner": desk.name(row.owner) or "nobody",
        "Team": desk.name(row.team) or "none",
        "Promise": day_and_time(row.resolve_by) if row.resolve_by else None,
        "Service": row.service,
        "Priority": row.priority.value if row.priority else None,
        "Impact": row.impact.value if row.impact else None,
        "Urgency": row.urgency.value if row.urgency else None,
        "Toughness": toughness(desk, row, at),
        "Turned out": None if row.counted is None else f"{points(row.counted)} points tough",
        "Needs": row.need.in_words if row.need else None,
        "Expected": f"{row.minutes} minutes" if row.minutes else None,
        "Labels": ", ".join(row.tags),
        "Linked": ", ".join(desk.name(link) for link in row.links),
        "Resolved": None if row.resolution in (None, UNSTATED) else row.resolution.value,
        "What was done": desk.open(row.done),
        "Settled for the requester": "yes" if row.confirmed else None,
        "Reopened": times(row.reopened),
        "Handed over": times(row.handed_over),
    }


def toughness(desk: Shown, row: TicketRow, at: At) -> str | None:
    """As a person judged it, else as it is expected to be; until either, what the policy of then says."""
    if row.toughness is not None:
        return f"{points(row.toughness)} points"
    if row.expected is not None:
        expected, low, high = map(points, row.expected)
        return f"{expected} points expected, {low} to {high}"
    if not row.adopted:
        return None
    then = desk.directory.agreed.at(at).work
    return f"not judged; counts as {points(then.default_toughness)} points"


def state(row: TicketRow) -> str:
    """Where it stands, and for what it waits."""
    if row.waiting_on is None:
        return row.state
    until = f" until {day_and_time(row.waiting_until)}" if row.waiting_until else ""
    return f"{row.state} on {row.waiting_on.value}{until}"


def times(number: int) -> str | None:
    """How often something happened; nothing for never."""
    return {0: None, 1: "once", 2: "twice"}.get(number, f"{number} times")


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Changed, ...]:
    """What is told differently after an event."""
    names = dict.fromkeys((*after, *before))
    return tuple(
        Changed(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )
