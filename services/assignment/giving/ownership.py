"""Who may take, give, hand over or put back a ticket: pure rules over the ticket's own history."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec

from services.assignment.account.booking import Booking
from services.assignment.giving.given import Given, given_after
from shared.eventlog.port import Refusal
from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.events.assignment import EntitlementBooked
from shared.events.toughness import CreditMoved
from shared.vocabulary.identity import PersonId, TicketId


class TicketHasAnOwner(Refusal):
    """Somebody else was faster."""

    def __init__(self, text: str, *, owner: PersonId) -> None:
        super().__init__(text)
        self.owner = owner


class TicketIsNotYours(Refusal):
    """Only its owner may hand it over or put it back."""


class TicketIsSettled(Refusal):
    """A resolved or closed ticket changes hands no more."""


@dataclass(frozen=True, slots=True)
class Owned:
    """A ticket as far as its ownership goes."""

    id: TicketId
    version: int
    number: int = 0
    owner: PersonId | None = None
    since: datetime | None = None
    settled: bool = False
    booking: Booking = Booking()
    given: Given = Given()

    def answer_after(self, events: int) -> bytes:
        """JSON that tells who asked where the ticket stands after so many events."""
        told = {"ticket": self.id, "number": self.number, "version": self.version + events}
        return msgspec.json.encode(told)

    def must_be_live(self) -> None:
        """Refuse what is not done to a settled ticket."""
        if self.settled:
            raise TicketIsSettled(
                f"ticket {self.number} is resolved; reopen it before it changes hands"
            )

    def must_be_free(self, taker: PersonId) -> None:
        """Refuse to take what belongs to somebody else, naming them."""
        self.must_be_live()
        if self.owner and self.owner != taker:
            since = f" since {self.since:%Y-%m-%d %H:%M} UTC" if self.since else ""
            raise TicketHasAnOwner(
                f"ticket {self.number} belongs to {{owner}}{since}; ask {{owner}} to hand it over",
                owner=self.owner,
            )

    def must_belong_to(self, person: PersonId) -> None:
        """Refuse to give away what is not one's own."""
        self.must_be_live()
        if self.owner != person:
            raise TicketIsNotYours(
                f"ticket {self.number} is not yours to give; its owner or a supervisor can"
            )


Taker = Callable[[Owned], PersonId | None]
"""Who is to own a ticket as it stands, None for nobody; raises the refusals above."""


def owned_after(ticket: Owned | None, events: Iterable[Recorded[Any]]) -> Owned | None:
    """Fold a ticket's history into its ownership."""
    for told in events:
        ticket = evolve(ticket or Owned(TicketId(told.stream), 0), told)
    return ticket


def evolve(ticket: Owned, told: Recorded[Any]) -> Owned:
    """The ownership after one more event."""
    event = told.event
    ticket = replace(ticket, version=told.version, given=given_after(ticket.given, told))
    match event:
        case said.TicketRaised():
            return replace(ticket, number=event.number)
        case said.TicketAssigned():
            return replace(ticket, owner=event.agent, since=told.at)
        case said.TicketReleased():
            return replace(ticket, owner=None, since=None)
        case said.TicketResolved() | said.TicketClosed():
            return replace(ticket, settled=True)
        case said.TicketReopened():
            return replace(ticket, settled=False)
        case EntitlementBooked() | CreditMoved():
            return replace(ticket, booking=ticket.booking.after(event, told.at))
        case _:
            return ticket
