"""Work: who did what on which ticket and when, and what each booking owed and credited whom.

Credit goes to whoever did it, never to the owner field; what requesters, machines and the desk's own
hands do is nobody's work. What is summed is told event by event (`deeds`), so that an agent's day
and the supervision page cost no fold.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from services.projections.instants import instant
from services.projections.view import Deed, Listing, View
from shared.eventlog.recorded import Recorded
from shared.eventlog.touch import Act, touched, worker
from shared.events import ticket as said
from shared.events.assignment import EntitlementBooked
from shared.events.toughness import CreditMoved, ToughnessForecast
from shared.vocabulary.identity import PersonId, StreamId, TeamId, TicketId, is_person
from shared.vocabulary.toughness import is_tough
from shared.vocabulary.words import Origin, Resolution

MEASURES = (
    "taken", "dealt", "picked", "given", "put_back", "resolved", "replies", "notes", "reopened",
    "handed_over", "logged_seconds", "touch_seconds", "received", "entitled", "booked",
    "tough_taken",
)  # fmt: skip
"""What is summed by person; `received` and `entitled` in milli-points, `booked` in tickets."""
BY_ORIGIN = {
    Origin.DEALT: "dealt",
    Origin.TAKEN: "picked",
    Origin.GIVEN: "given",
    Origin.HANDED_OVER: "given",
}


class WorkRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One ticket's work."""

    ticket: TicketId
    number: int
    raised_at: datetime
    changed_at: datetime
    requester: PersonId | None = None
    team: TeamId | None = None
    owner: PersonId | None = None
    resolver: PersonId | None = None
    resolved_at: datetime | None = None
    settled: bool = False
    toughness: int = 0
    judged: bool = False
    """Whether its toughness is a person's judgement, which wins over every forecast."""
    reopened: int = 0
    handed_over: int = 0
    adopted: bool = True
    credited: PersonId | None = None
    """Who was booked as its taker last."""
    credits: dict[PersonId, int] = {}
    """Who carries how many milli-points of it."""
    acts: dict[str, Act] = {}
    """What each person of the desk did last on it."""


READS = (
    said.TicketRaised,
    said.TicketRouted,
    said.TicketTriaged,
    said.TicketAssigned,
    said.TicketReleased,
    said.TicketReplied,
    said.TicketNoted,
    said.TicketWorkLogged,
    said.TicketSetWaiting,
    said.TicketResumed,
    said.TicketUpdatedElsewhere,
    said.TicketResolved,
    said.TicketReopened,
    said.TicketClosed,
    EntitlementBooked,
    CreditMoved,
    ToughnessForecast,
)


def evolve(row: WorkRow | None, told: Recorded[Any]) -> WorkRow | None:
    """The ticket's work after the event."""
    event = told.event
    if isinstance(event, said.TicketRaised):
        row = WorkRow(
            ticket=TicketId(told.stream), number=event.number, raised_at=told.at,
            changed_at=told.at, adopted=event.adopted, requester=event.requester,
        )  # fmt: skip
    if row is None:
        return None
    changes = changed(row, told)
    act = touched(row.acts, told, requester=row.requester)
    if act:
        changes["acts"] = {**row.acts, act.who: act.last}
    return replace(row, changed_at=told.at, **changes)


def changed(row: WorkRow, told: Recorded[Any]) -> dict[str, Any]:
    """What an event changes of the line."""
    match told.event:
        case said.TicketRouted(team=team):
            return {"team": team}
        case said.TicketTriaged(toughness=toughness) if toughness is not None:
            return {"toughness": toughness, "judged": True}
        case said.TicketAssigned(agent=agent):
            return {"owner": agent, "handed_over": row.handed_over + moves(row, agent)}
        case said.TicketReleased():
            return {"owner": None}
        case said.TicketResolved():
            resolver = resolver_of(row, told) or row.resolver
            return {"settled": True, "resolved_at": told.at, "resolver": resolver}
        case said.TicketReopened():
            return {"settled": False, "resolved_at": None, "reopened": row.reopened + 1}
        case said.TicketClosed():
            return {"settled": True, "resolved_at": row.resolved_at or told.at}
        case EntitlementBooked(taker=taker):
            return {"credited": taker, "credits": credits_after(told.event)}
        case CreditMoved(credits=credits):
            return {"credits": credits}
        case ToughnessForecast(toughness=toughness) if not row.judged:
            return {"toughness": toughness}
        case _:
            return {}


def moves(row: WorkRow, agent: PersonId) -> bool:
    """Whether the ticket goes from one owner to another."""
    return row.owner is not None and row.owner != agent


def deeds(row: WorkRow | None, told: Recorded[Any]) -> Iterator[Deed]:
    """What the event adds to whose sums."""
    if row is None:
        return
    match told.event:
        case said.TicketAssigned():
            yield from taking(row, told.event)
        case said.TicketReleased(agent=agent) if str(agent) == told.by:
            yield Deed(agent, "put_back")
        case said.TicketWorkLogged(agent=agent, seconds=seconds):
            yield Deed(agent, "logged_seconds", seconds)
        case said.TicketReopened() if row.resolver:
            yield Deed(row.resolver, "reopened")
        case EntitlementBooked() | CreditMoved():
            yield from booked(row, told.event)
        case _:
            yield from done_by(row, told)
    act = touched(row.acts, told, requester=row.requester)
    if act and act.seconds:
        yield Deed(act.who, "touch_seconds", act.seconds)


def taking(row: WorkRow, event: said.TicketAssigned) -> Iterator[Deed]:
    """The owner changed: who took it and how it came to them, and who let it go."""
    yield Deed(event.agent, "taken")
    if event.origin in BY_ORIGIN:
        yield Deed(event.agent, BY_ORIGIN[event.origin])
    if is_tough(row.toughness):
        yield Deed(event.agent, "tough_taken")
    if row.owner and moves(row, event.agent):
        yield Deed(row.owner, "handed_over")


def done_by(row: WorkRow, told: Recorded[Any]) -> Iterator[Deed]:
    """What counts for whoever did it."""
    if isinstance(told.event, said.TicketResolved):
        resolver = resolver_of(row, told)
        if resolver:
            yield Deed(resolver, "resolved")
        return
    who = worker(told, requester=row.requester)
    if who and isinstance(told.event, said.TicketReplied):
        yield Deed(who, "replies")
    if who and isinstance(told.event, said.TicketNoted):
        yield Deed(who, "notes")


def resolver_of(row: WorkRow, told: Recorded[Any]) -> PersonId | None:
    """Who resolved it: as the source says, else whoever did it; nobody where it resolved itself."""
    if told.event.code is Resolution.SELF_RESOLVED:
        return None
    stated = told.event.row.resolver if told.event.row else None
    who = worker(told, requester=row.requester)
    return stated or (PersonId(StreamId(who)) if who and is_person(who) else None)


def booked(row: WorkRow, event: EntitlementBooked | CreditMoved) -> Iterator[Deed]:
    """A booking moves credit between those who carry the ticket; the rest of a share is debt.

    A share is received minus entitled (assignment.md 4.5), so entitled = received − share.
    """
    tickets: dict[PersonId | None, int] = {}
    if isinstance(event, EntitlementBooked) and row.credited != event.taker:
        tickets = {row.credited: -1, event.taker: 1}
    after = credits_after(event)
    for share in event.shares:
        received = after.get(share.agent, 0) - row.credits.get(share.agent, 0)
        yield Deed(share.agent, "booked", tickets.get(share.agent, 0))
        yield Deed(share.agent, "received", received)
        yield Deed(share.agent, "entitled", received - share.milli_points)


def credits_after(event: EntitlementBooked | CreditMoved) -> dict[PersonId, int]:
    """Who carries how many milli-points after a booking."""
    if isinstance(event, CreditMoved):
        return dict(event.credits)
    return {event.taker: event.toughness} if event.taker else {}


class Columns(NamedTuple):
    """What the work of tickets is searched and sorted by; times are instants."""

    live: bool
    raised: int
    changed: int
    resolved: int
    elapsed: int
    """Microseconds from raised to resolved."""
    number: int


def listed(row: WorkRow) -> Columns:
    """The columns of a line."""
    raised = instant(row.raised_at)
    resolved = instant(row.resolved_at) if row.resolved_at else 0
    elapsed = max(0, resolved - raised) if resolved else 0
    changed_at = instant(row.changed_at)
    return Columns(not row.settled, raised, changed_at, resolved, elapsed, row.number)


OPEN_BY_AGE = Listing("open_by_age", alike=("live",), by=("raised", "number"))
OPEN_BY_SILENCE = Listing("open_by_silence", alike=("live",), by=("changed", "number"))
SETTLED = Listing("settled_when", alike=("live",), by=("resolved", "elapsed", "number"))

WORK = View(
    name="work",
    version=5,
    reads=READS,
    row=WorkRow,
    evolve=evolve,
    columns=Columns,
    listed=listed,
    listings=(OPEN_BY_AGE, OPEN_BY_SILENCE, SETTLED),
    measures=MEASURES,
    deeds=deeds,
)
