"""The ticket as intake needs it to decide what may happen to it next, folded from what has happened.

Histories of real desks come in any order (work after closing, resolution without owner), so folding
judges nothing: it only tells where the ticket stands after what was recorded.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, assert_never

from shared.eventlog.port import Refusal
from shared.eventlog.recorded import Recorded, Unreadable
from shared.events import ticket as said
from shared.events.assignment import EntitlementEvent
from shared.events.giving import GivingEvent
from shared.events.streams import OfTicket
from shared.events.toughness import ToughnessEvent
from shared.vocabulary.identity import PersonId, Plain, TeamId, TicketId
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Level, LinkKind, Resolution, WaitingOn


class TicketIsResolved(Refusal):
    """It would have to be reopened first."""


class TicketIsClosed(Refusal):
    """Nothing more happens to it; a new problem is a new ticket."""


class TicketIsNotResolved(Refusal):
    """It can neither be confirmed nor closed yet, nor followed up by a second round."""


class State(StrEnum):
    """Where a ticket stands."""

    OPEN = "open"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the ticket was judged to take; what nobody has judged is None."""

    impact: Level | None = None
    urgency: Level | None = None
    priority: Level | None = None
    toughness: int | None = None
    skill: SkillNeed | None = None
    service: Plain | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """Where one ticket stands after `version` events."""

    id: TicketId
    version: int
    raised_at: datetime
    number: int = 0
    requester: PersonId | None = None
    adopted: bool = True
    urgent: bool = False
    state: State = State.OPEN
    stands_since: int = 0
    """Version of the event that brought it into its state."""
    promise_stands_since: datetime | None = None
    """Since when its promise stands still, because it waits or is held to be settled."""
    resolve_by: datetime | None = None
    answer_by: datetime | None = None
    owner: PersonId | None = None
    team: TeamId | None = None
    judged: Judgement = Judgement()
    waiting_on: WaitingOn | None = None
    waiting_until: datetime | None = None
    resolution: Resolution | None = None
    confirmed: bool = False
    tags: frozenset[str] = frozenset()
    links: frozenset[tuple[TicketId, LinkKind]] = frozenset()

    def must_be_open(self, doing: str) -> None:
        """Refuse what is only done to a ticket that is not settled."""
        if self.state is State.RESOLVED:
            raise TicketIsResolved(f"ticket {self.number} is resolved; reopen it before {doing} it")
        self.must_not_be_closed(doing)

    def must_not_be_closed(self, doing: str) -> None:
        """Refuse what is not done to a closed ticket."""
        if self.state is State.CLOSED:
            raise TicketIsClosed(
                f"ticket {self.number} is closed, too late for {doing} it; follow it up with a new one"
            )

    def must_be_resolved(self, doing: str) -> None:
        """Refuse what only makes sense once the desk holds the problem to be settled."""
        if self.state in (State.OPEN, State.WAITING):
            raise TicketIsNotResolved(
                f"ticket {self.number} is {self.state}; resolve it before {doing} it"
            )


Read = Recorded[OfTicket | Unreadable]


def evolve(ticket: Ticket | None, told: Read) -> Ticket:
    """The ticket after one more event of its stream, whichever comes first."""
    before = ticket or Ticket(TicketId(told.stream), told.version, told.at)
    return replace(after(before, told), version=told.version)


def after(ticket: Ticket, told: Read) -> Ticket:
    """What an event changes; what intake decides nothing by is named, and changes nothing."""
    event = told.event
    match event:
        case said.TicketRaised():
            return raised(ticket, event, told.at)
        case said.TicketRouted():
            return replace(ticket, team=event.team)
        case said.TicketPromiseSet():
            return replace(ticket, resolve_by=event.resolve_by, answer_by=event.answer_by)
        case said.TicketTriaged():
            return replace(ticket, judged=merged(ticket.judged, event))
        case said.TicketAssigned():
            return replace(ticket, owner=event.agent)
        case said.TicketReleased():
            return replace(ticket, owner=None)
        case said.TicketTagged():
            return replace(ticket, tags=ticket.tags.union(event.added).difference(event.removed))
        case said.TicketLinked():
            return replace(ticket, links=ticket.links | {(event.other, event.kind)})
        case said.TicketConfirmed():
            return replace(ticket, confirmed=True)
        case said.TicketReplied() | said.TicketNoted() | said.TicketWorkLogged():
            return ticket
        case said.TicketFollowedUp() | said.TicketUpdatedElsewhere() | Unreadable():
            return ticket
        case GivingEvent() | ToughnessEvent() | EntitlementEvent():
            return ticket
        case _:
            return turned(ticket, event, told)


def raised(ticket: Ticket, event: said.TicketRaised, at: datetime) -> Ticket:
    """The ticket with what it was raised with."""
    return replace(
        ticket,
        raised_at=at,
        number=event.number,
        requester=event.requester,
        adopted=event.adopted,
        urgent=event.urgent,
        judged=Judgement(service=event.service),
    )


def turned(ticket: Ticket, event: said.TicketTurn, told: Read) -> Ticket:
    """The ticket in the state an event brings it into."""
    match event:
        case said.TicketSetWaiting(on=on, until=until):
            waiting = standing(ticket, State.WAITING, told)
            return replace(waiting, waiting_on=on, waiting_until=until)
        case said.TicketResumed() | said.TicketReopened():
            running = standing(ticket, State.OPEN, told)
            return replace(running, promise_stands_since=None, resolution=None, confirmed=False)
        case said.TicketResolved(code=code):
            return replace(standing(ticket, State.RESOLVED, told), resolution=code)
        case said.TicketClosed():
            return standing(ticket, State.CLOSED, told)
        case _:
            assert_never(event)


def standing(ticket: Ticket, state: State, told: Read) -> Ticket:
    """The ticket in another state; its promise stands still from the first such moment."""
    return replace(
        ticket,
        state=state,
        stands_since=told.version,
        promise_stands_since=ticket.promise_stands_since or told.at,
        waiting_on=None,
        waiting_until=None,
    )


def merged(before: Judgement, event: said.TicketTriaged) -> Judgement:
    """The judgement after a later one; what it does not speak of stays."""
    said_now = {
        name: value for name in Judgement.__slots__ if (value := getattr(event, name)) is not None
    }
    return replace(before, **said_now)


def promise_after_standing(ticket: Ticket, at: datetime) -> said.TicketPromiseSet | None:
    """The promise moved on by the time it stood still; None where it did not, or there is none."""
    if ticket.resolve_by is None or ticket.promise_stands_since is None:
        return None
    stood = max(at - ticket.promise_stands_since, timedelta(0))
    if not stood:
        return None
    answer_by = ticket.answer_by + stood if ticket.answer_by else None
    return said.TicketPromiseSet(resolve_by=ticket.resolve_by + stood, answer_by=answer_by)


def ticket_after(ticket: Ticket | None, events: Iterable[Recorded[Any]]) -> Ticket | None:
    """Fold a history into a ticket, from nothing or from where it stood."""
    for told in events:
        ticket = evolve(ticket, told)
    return ticket
