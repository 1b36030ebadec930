"""The queue: tickets that are not settled, by team and by promise, with whoever has them in hand."""

from datetime import datetime
from typing import Any, NamedTuple, assert_never, get_args

import msgspec
from msgspec.structs import replace

from services.projections import givings
from services.projections.view import Listing, View
from shared.eventlog.envelope import as_text
from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.events.giving import GivingEvent
from shared.events.toughness import ToughnessForecast
from shared.vocabulary.identity import Personal, PersonId, TeamId, TicketId
from shared.vocabulary.words import Level, WaitingOn

LATEST = "9999"


class QueueRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One ticket's place: in the queue, or out of it until it is reopened."""

    ticket: TicketId
    number: int
    raised_at: datetime
    changed_at: datetime
    subject: Personal | None = None
    requester: PersonId | None = None
    urgent: bool = False
    priority: Level | None = None
    toughness: int | None = None
    """Milli-points as judged, which no forecast follows; else as forecast."""
    team: TeamId | None = None
    owner: PersonId | None = None
    waiting_on: WaitingOn | None = None
    resolve_by: datetime | None = None
    adopted: bool = True
    source: str | None = None
    source_key: str | None = None
    settled: bool = False
    offered_to: PersonId | None = None
    offered_until: datetime | None = None
    pinned_to: PersonId | None = None
    asks_for_help: bool = False
    helper: PersonId | None = None


Read = (
    givings.Read
    | said.TicketRaised
    | said.TicketRouted
    | said.TicketPromiseSet
    | said.TicketTriaged
    | ToughnessForecast
    | said.TicketAssigned
    | said.TicketReleased
    | said.TicketSetWaiting
    | said.TicketResumed
    | said.TicketReplied
    | said.TicketResolved
    | said.TicketReopened
    | said.TicketClosed
)


def evolve(row: QueueRow | None, told: Recorded[Read]) -> QueueRow | None:
    """The ticket's place after the event."""
    event = told.event
    if isinstance(event, said.TicketRaised):
        return raised(event, told)
    if row is None:
        return None
    return replace(row, changed_at=told.at, **changes(event), **givings.given(row, event))


def raised(event: said.TicketRaised, told: Recorded[Read]) -> QueueRow:
    """A ticket as it enters the queue."""
    return QueueRow(
        ticket=TicketId(told.stream),
        number=event.number,
        raised_at=told.at,
        changed_at=told.at,
        subject=event.subject,
        requester=event.requester,
        urgent=event.urgent,
        adopted=event.adopted,
        source=event.source,
        source_key=event.source_key,
    )


def changes(event: Read) -> dict[str, Any]:
    """What an event changes of the line, beside its giving."""
    match event:
        case said.TicketRouted():
            return {"team": event.team}
        case said.TicketPromiseSet():
            return {"resolve_by": event.resolve_by}
        case said.TicketTriaged():
            judged = {"priority": event.priority, "toughness": event.toughness}
            return {name: value for name, value in judged.items() if value is not None}
        case ToughnessForecast(toughness=expected):
            return {"toughness": expected}
        case said.TicketAssigned():
            return {"owner": event.agent}
        case said.TicketReleased():
            return {"owner": None}
        case said.TicketSetWaiting():
            return {"waiting_on": event.on}
        case said.TicketResumed():
            return {"waiting_on": None}
        case said.TicketReopened():
            return {"waiting_on": None, "settled": False}
        case said.TicketResolved() | said.TicketClosed():
            return {"settled": True}
        case said.TicketRaised() | said.TicketReplied() | GivingEvent():
            return {}
        case _:
            assert_never(event)


class Columns(NamedTuple):
    """What queues are searched and sorted by."""

    live: bool
    team: str | None
    owner: str | None
    due: str
    number: int
    requester: str | None
    offered: str | None
    helper: str | None


def listed(row: QueueRow) -> Columns:
    """The columns of a line."""
    due = as_text(row.resolve_by) if row.resolve_by else LATEST
    return Columns(
        not row.settled, row.team, row.owner, due, row.number, row.requester, row.offered_to,
        row.helper,
    )  # fmt: skip


OF_TEAM = Listing("of_team", alike=("live", "team", "owner"), by=("due", "number"))
OF_OWNER = Listing("of_owner", alike=("live", "owner"), by=("due", "number"))
IN_TEAM = Listing("in_team", alike=("live", "team"), by=("due", "number"))
ON_DESK = Listing("on_desk", alike=("live",), by=("due", "number"))
OFFERED_TO = Listing("offered_to", alike=("live", "offered"), by=("due", "number"))
HELPED_BY = Listing("helped_by", alike=("live", "helper"), by=("due", "number"))
OF_REQUESTER = Listing("of_requester", alike=("requester",), by=("number",))

QUEUE = View(
    name="queue",
    version=4,
    reads=get_args(Read),
    row=QueueRow,
    evolve=evolve,
    columns=Columns,
    listed=listed,
    listings=(OF_TEAM, OF_OWNER, IN_TEAM, ON_DESK, OFFERED_TO, HELPED_BY, OF_REQUESTER),
)
