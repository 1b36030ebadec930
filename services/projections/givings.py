"""What a ticket's line tells of its giving: whom it is offered or pinned to, and who is to help its owner."""

from datetime import datetime
from typing import Any, Protocol, assert_never

from shared.events import giving
from shared.events import ticket as said
from shared.events.pulling import TicketPulled
from shared.events.streams import AnyGivingEvent, OfTicket
from shared.vocabulary.identity import PersonId
from shared.vocabulary.words import Seat


class Givable(Protocol):
    """A line that tells of it."""

    @property
    def asks_for_help(self) -> bool: ...

    @property
    def helper(self) -> PersonId | None: ...


Read = (
    giving.TicketOffered
    | giving.OfferAccepted
    | giving.OfferDeclined
    | giving.OfferLapsed
    | giving.TicketPinned
    | giving.TicketUnpinned
    | giving.HandRaised
    | giving.HandAnswered
    | giving.HandLowered
    | giving.TicketSeated
    | giving.SeatLeft
)
NO_OFFER: dict[str, Any] = {"offered_to": None, "offered_until": None}
NO_HAND: dict[str, Any] = {"asks_for_help": False, "helper": None}
Told = dict[str, PersonId | datetime | bool | None]


def given(line: Givable, event: OfTicket) -> Told:
    """What an event changes of it."""
    match event:
        case said.TicketRouted() | said.TicketSetWaiting():
            return NO_OFFER
        case said.TicketAssigned() | said.TicketReleased():
            return {**NO_OFFER, **NO_HAND}
        case said.TicketResolved() | said.TicketClosed():
            return {**NO_OFFER, **NO_HAND}
        case giving.GivingEvent():
            return told_of(line, event)
        case _:
            return {}


def told_of(line: Givable, event: AnyGivingEvent) -> Told:
    """What is told of the giving itself, and of the help beside the ticket's owner."""
    match event:
        case giving.TicketOffered(agent=agent, until=until):
            return {"offered_to": agent, "offered_until": until}
        case giving.OfferDeclined() | giving.OfferLapsed() | giving.OfferAccepted():
            return NO_OFFER
        case giving.TicketPinned(agent=agent):
            return {"pinned_to": agent}
        case giving.TicketUnpinned():
            return {"pinned_to": None}
        case giving.HandRaised():
            return {"asks_for_help": True, "helper": None}
        case giving.HandAnswered() | giving.HandLowered():
            return NO_HAND
        case giving.TicketSeated(agent=agent, seat=seat):
            helps = line.asks_for_help and seat is Seat.HELPER
            return {"helper": line.helper or agent} if helps else {}
        case giving.SeatLeft(agent=agent):
            return {"helper": None} if agent == line.helper else {}
        case (
            giving.DealOverridden() | giving.DealUndone() | giving.SeatLeftEmpty() | TicketPulled()
        ):
            return {}
        case _:
            assert_never(event)
