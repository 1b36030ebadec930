"""The queue: tickets that are not settled, by team and by promise, with whoever has them in hand."""

from datetime import datetime
from typing import Any

import msgspec

from services.projections.view import Columns, View
from shared.eventlog.envelope import as_text
from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.vocabulary.identity import Personal, PersonId, TeamId, TicketId
from shared.vocabulary.words import Level, WaitingOn

LATEST = "9999"


class QueueRow(msgspec.Struct, frozen=True, kw_only=True):
    """One ticket that still wants something done."""

    ticket: TicketId
    number: int
    raised_at: datetime
    changed_at: datetime
    subject: Personal | None = None
    requester: PersonId | None = None
    urgent: bool = False
    priority: Level | None = None
    toughness: int | None = None
    team: TeamId | None = None
    owner: PersonId | None = None
    waiting_on: WaitingOn | None = None
    resolve_by: datetime | None = None
    adopted: bool = True
    source: str | None = None


READS = (
    said.TicketRaised,
    said.TicketRouted,
    said.TicketPromiseSet,
    said.TicketTriaged,
    said.TicketAssigned,
    said.TicketReleased,
    said.TicketSetWaiting,
    said.TicketResumed,
    said.TicketReplied,
    said.TicketResolved,
    said.TicketReopened,
    said.TicketClosed,
)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket's place: in the queue, or out of it until it is reopened."""

    row: QueueRow
    settled: bool = False


def evolve(place: Place | None, told: Recorded[Any]) -> Place | None:
    """The ticket's place after the event."""
    event = told.event
    if isinstance(event, said.TicketRaised):
        return Place(row=raised(event, told))
    if place is None:
        return None
    row = msgspec.structs.replace(place.row, **changes(event), changed_at=told.at)
    match event:
        case said.TicketResolved() | said.TicketClosed():
            return Place(row=row, settled=True)
        case said.TicketReopened():
            return Place(row=row)
        case _:
            return Place(row=row, settled=place.settled)


def raised(event: said.TicketRaised, told: Recorded[Any]) -> QueueRow:
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
    )


def changes(event: Any) -> dict[str, Any]:
    """What an event changes of the line."""
    match event:
        case said.TicketRouted():
            return {"team": event.team}
        case said.TicketPromiseSet():
            return {"resolve_by": event.resolve_by}
        case said.TicketTriaged():
            judged = {"priority": event.priority, "toughness": event.toughness}
            return {name: value for name, value in judged.items() if value is not None}
        case said.TicketAssigned():
            return {"owner": event.agent}
        case said.TicketReleased():
            return {"owner": None}
        case said.TicketSetWaiting():
            return {"waiting_on": event.on}
        case said.TicketResumed() | said.TicketReopened():
            return {"waiting_on": None}
        case _:
            return {}


def columns(place: Place) -> Columns:
    """What queues are searched and sorted by."""
    row = place.row
    return {
        "team": row.team,
        "owner": row.owner,
        "due": as_text(row.resolve_by) if row.resolve_by else LATEST,
        "number": row.number,
        "live": 0 if place.settled else 1,
        "adopted": int(row.adopted),
        "requester": row.requester,
    }


QUEUE = View(
    name="queue",
    version=1,
    reads=READS,
    row=Place,
    evolve=evolve,
    columns=columns,
    column_kinds={
        "team": "TEXT",
        "owner": "TEXT",
        "due": "TEXT",
        "number": "INTEGER",
        "live": "INTEGER",
        "adopted": "INTEGER",
        "requester": "TEXT",
    },
    indexes=(
        "live, team, due, number",
        "live, owner, due, number",
        "live, due, number",
        "requester, number",
    ),
)
