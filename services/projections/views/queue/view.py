"""The queue: tickets that are not settled, by team and by promise, with whoever has them in hand."""

from typing import Any, assert_never, get_args

from msgspec.structs import replace

from services.projections import givings
from services.projections.view import View
from services.projections.views.queue.listings import (
    HELPED_BY,
    IN_TEAM,
    OF_OWNER,
    OF_REQUESTER,
    OF_TEAM,
    OFFERED_TO,
    ON_DESK,
    Columns,
    listed,
)
from services.projections.views.queue.row import QueueRow
from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.events.giving import GivingEvent
from shared.events.toughness import ToughnessForecast
from shared.vocabulary.identity import TicketId

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
