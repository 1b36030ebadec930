"""What a ticket's line tells of its giving: whom it is offered or pinned to, and who is to help its owner."""

from datetime import datetime
from typing import Any, Protocol

from shared.events import giving
from shared.events import ticket as said
from shared.vocabulary.identity import PersonId
from shared.vocabulary.words import Seat


class Givable(Protocol):
    """A line that tells of it."""

    @property
    def asks_for_help(self) -> bool: ...

    @property
    def helper(self) -> PersonId | None: ...


READS = (
    giving.TicketOffered,
    giving.OfferAccepted,
    giving.OfferDeclined,
    giving.OfferLapsed,
    giving.TicketPinned,
    giving.TicketUnpinned,
    giving.HandRaised,
    giving.HandAnswered,
    giving.HandLowered,
    giving.TicketSeated,
    giving.SeatLeft,
)
NO_OFFER: dict[str, Any] = {"offered_to": None, "offered_until": None}
NO_HAND: dict[str, Any] = {"asks_for_help": False, "helper": None}
Told = dict[str, PersonId | datetime | bool | None]


def given(line: Givable, event: Any) -> Told:
    """What an event changes of it."""
    match event:
        case giving.TicketOffered(agent=agent, until=until):
            return {"offered_to": agent, "offered_until": until}
        case giving.OfferDeclined() | giving.OfferLapsed() | giving.OfferAccepted():
            return NO_OFFER
        case said.TicketRouted() | said.TicketSetWaiting():
            return NO_OFFER
        case said.TicketAssigned() | said.TicketReleased() | said.TicketResolved():
            return {**NO_OFFER, **NO_HAND}
        case said.TicketClosed():
            return {**NO_OFFER, **NO_HAND}
        case giving.TicketPinned(agent=agent):
            return {"pinned_to": agent}
        case giving.TicketUnpinned():
            return {"pinned_to": None}
        case _:
            return helped(line, event)


def helped(line: Givable, event: Any) -> Told:
    """What an event changes of the help beside its owner."""
    match event:
        case giving.HandRaised():
            return {"asks_for_help": True, "helper": None}
        case giving.HandAnswered() | giving.HandLowered():
            return NO_HAND
        case giving.TicketSeated(agent=agent, seat=Seat.HELPER) if line.asks_for_help:
            return {"helper": line.helper or agent}
        case giving.SeatLeft(agent=agent) if agent == line.helper:
            return {"helper": None}
        case _:
            return {}
