"""The ticket as intake needs it to decide what may happen to it next, folded from what has happened.

Histories of real desks come in any order (work after closing, resolution without owner), so folding
judges nothing: it only tells where the ticket stands after what was recorded.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.eventlog.port import Refusal
from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.vocabulary.identity import PersonId, TeamId, TicketId
from shared.vocabulary.words import Level, Resolution, WaitingOn


class TicketIsResolved(Refusal):
    """It would have to be reopened first."""


class TicketIsClosed(Refusal):
    """Nothing more happens to it; a new problem is a new ticket."""


class TicketIsNotResolved(Refusal):
    """It can neither be confirmed nor reopened yet."""


class State(StrEnum):
    """Where a ticket stands."""

    OPEN = "open"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Ticket:
    """Where one ticket stands after `version` events."""

    id: TicketId
    version: int
    number: int
    requester: PersonId | None
    adopted: bool
    raised_at: datetime
    urgent: bool = False
    state: State = State.OPEN
    owner: PersonId | None = None
    team: TeamId | None = None
    service: str | None = None
    impact: Level | None = None
    urgency: Level | None = None
    waiting_on: WaitingOn | None = None
    resolution: Resolution | None = None
    tags: frozenset[str] = frozenset()
    links: frozenset[TicketId] = frozenset()

    def must_be_open(self, doing: str) -> None:
        """Refuse what is only done to a ticket that is not settled."""
        if self.state is State.RESOLVED:
            raise TicketIsResolved(f"ticket {self.number} is resolved; reopen it before {doing} it")
        self.must_not_be_closed(doing)

    def must_not_be_closed(self, doing: str) -> None:
        """Refuse what is not done to a closed ticket."""
        if self.state is State.CLOSED:
            raise TicketIsClosed(
                f"ticket {self.number} is closed, so {doing} it is over; follow it up with a new one"
            )

    def must_be_resolved(self, doing: str) -> None:
        """Refuse what only makes sense once the desk holds the problem to be settled."""
        if self.state in (State.OPEN, State.WAITING):
            raise TicketIsNotResolved(
                f"ticket {self.number} is {self.state}; resolve it before {doing} it"
            )


def evolve(ticket: Ticket | None, told: Recorded[Any]) -> Ticket | None:
    """The ticket after one more event of its stream."""
    event = told.event
    if isinstance(event, said.TicketRaised):
        return raised(event, told)
    if ticket is None:
        return None
    ticket = replace(ticket, version=told.version)
    match event:
        case said.TicketRouted():
            return replace(ticket, team=event.team)
        case said.TicketTriaged():
            return judged(ticket, event)
        case said.TicketAssigned():
            return replace(ticket, owner=event.agent)
        case said.TicketReleased():
            return replace(ticket, owner=None)
        case said.TicketSetWaiting():
            return replace(ticket, state=State.WAITING, waiting_on=event.on)
        case said.TicketResumed() | said.TicketReopened():
            return replace(ticket, state=State.OPEN, waiting_on=None, resolution=None)
        case said.TicketResolved():
            return replace(ticket, state=State.RESOLVED, waiting_on=None, resolution=event.code)
        case said.TicketClosed():
            return replace(ticket, state=State.CLOSED, waiting_on=None)
        case said.TicketTagged():
            return replace(ticket, tags=ticket.tags.union(event.added).difference(event.removed))
        case said.TicketLinked():
            return replace(ticket, links=ticket.links | {event.other})
        case _:
            return ticket


def raised(event: said.TicketRaised, told: Recorded[Any]) -> Ticket:
    """A ticket as it begins."""
    return Ticket(
        id=TicketId(told.stream),
        version=told.version,
        number=event.number,
        requester=event.requester,
        adopted=event.adopted,
        raised_at=told.at,
        urgent=event.urgent,
        service=event.service,
    )


def judged(ticket: Ticket, event: said.TicketTriaged) -> Ticket:
    """The ticket after a judgement; what it did not speak of stays."""
    return replace(
        ticket,
        impact=event.impact or ticket.impact,
        urgency=event.urgency or ticket.urgency,
        service=event.service or ticket.service,
    )


def ticket_after(ticket: Ticket | None, events: Iterable[Recorded[Any]]) -> Ticket | None:
    """Fold a history into a ticket, from nothing or from where it stood."""
    for told in events:
        ticket = evolve(ticket, told)
    return ticket
