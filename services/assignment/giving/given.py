"""How a ticket is being given: whom it is offered to, who turned it down, how its owner came to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from services.assignment.giving.help import Hand, Seats, hand_after, seats_after
from shared.eventlog.recorded import Recorded
from shared.events import giving
from shared.events import ticket as said
from shared.events.assignment import Seated
from shared.vocabulary.identity import PersonId, RoundId
from shared.vocabulary.words import Origin

WORK = (said.TicketReplied, said.TicketNoted, said.TicketWorkLogged, said.TicketSetWaiting)
"""What an owner does to a ticket once they have begun."""
ANSWERED = (giving.OfferAccepted, giving.OfferDeclined, giving.OfferLapsed)
ENDS_OFFERS = (
    *ANSWERED, said.TicketAssigned, said.TicketRouted, said.TicketSetWaiting, said.TicketResolved,
    said.TicketClosed,
)  # fmt: skip
"""Whoever is faster, and whatever makes the ticket need nobody, ends an offer without an answer."""
BY_A_ROUND = (Origin.DEALT, Origin.ACCEPTED, Origin.PULLED)


@dataclass(frozen=True, slots=True)
class Offer:
    """A ticket that somebody was asked to take, and has not answered."""

    id: str
    """The event that made it."""
    agent: PersonId
    until: datetime
    round: RoundId | None = None
    beside: tuple[Seated, ...] = ()
    """Who is to sit beside them if they accept."""


@dataclass(frozen=True, slots=True)
class Deal:
    """How the owner came to the ticket."""

    agent: PersonId
    origin: Origin
    at: datetime
    round: RoundId | None = None
    worked: bool = False
    """Whether they did anything on it since."""

    @property
    def of_a_round(self) -> bool:
        """Whether the solver chose them."""
        return self.origin in BY_A_ROUND


@dataclass(frozen=True, slots=True)
class Given:
    """What stands of a ticket's giving, folded from its events."""

    offer: Offer | None = None
    turned_down: Mapping[PersonId, datetime] = field(default_factory=dict)
    """Who declined it or let its offer lapse, and when they did last."""
    pinned_to: PersonId | None = None
    deal: Deal | None = None
    """None while nobody owns it."""
    hand: Hand | None = None
    seats: Seats = field(default_factory=dict)


def given_after(given: Given, told: Recorded[Any]) -> Given:
    """What stands after one more event of the ticket."""
    event = told.event
    hand, seats = hand_after(given.hand, told), seats_after(given.seats, event, given.hand)
    if hand is not given.hand or seats is not given.seats:
        given = replace(given, hand=hand, seats=seats)
    given = offered(given, told)
    match event:
        case said.TicketAssigned():
            return replace(given, deal=Deal(event.agent, event.origin, told.at, event.round))
        case said.TicketReleased():
            return replace(given, deal=None)
        case giving.TicketPinned():
            return replace(given, pinned_to=event.agent)
        case giving.TicketUnpinned():
            return replace(given, pinned_to=None)
        case _:
            return worked_on(given, told)


def offered(given: Given, told: Recorded[Any]) -> Given:
    """Whom it is offered to, and who turned it down."""
    event = told.event
    if isinstance(event, giving.TicketOffered):
        return replace(
            given, offer=Offer(told.id, event.agent, event.until, event.round, event.beside)
        )
    if given.offer and isinstance(event, ENDS_OFFERS):
        given = replace(given, offer=None)
    if isinstance(event, giving.OfferDeclined | giving.OfferLapsed):
        return replace(given, turned_down={**given.turned_down, event.agent: told.at})
    return given


def worked_on(given: Given, told: Recorded[Any]) -> Given:
    """Whether the owner has begun."""
    deal = given.deal
    if deal and not deal.worked and isinstance(told.event, WORK) and told.by == str(deal.agent):
        return replace(given, deal=replace(deal, worked=True))
    return given
