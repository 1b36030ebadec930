"""What agents may say about a ticket's toughness, and who answers: rules over the ticket's own history."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from services.assignment.account.booking import Booking
from shared.eventlog.port import Refusal
from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.events.assignment import EntitlementBooked
from shared.events.toughness import (
    AppealAnswered,
    CreditMoved,
    JudgementAppealed,
    TicketFlaggedTough,
    ToughnessTruedUp,
)
from shared.vocabulary.identity import PersonId, TicketId
from shared.vocabulary.words import ToughBecause


class TicketWasNotYours(Refusal):
    """Only who carried a ticket can say how tough it was."""


class TicketIsNotCounted(Refusal):
    """There is no judgement yet that one could appeal against."""


class TicketIsOver(Refusal):
    """It is too late for this."""


class AppealIsOpen(Refusal):
    """One appeal at a time, and one from each agent."""


class NobodyAppealed(Refusal):
    """There is nothing to answer."""


class AppealIsYourOwn(Refusal):
    """Nobody decides on their own appeal."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A ticket as far as disputes about its toughness go."""

    id: TicketId
    version: int
    number: int = 0
    carried_by: frozenset[PersonId] = frozenset()
    toughness: int | None = None
    """Milli-points it was counted at; None while it was not."""
    counted_at: datetime | None = None
    closed: bool = False
    booking: Booking = Booking()
    flags: frozenset[tuple[PersonId, ToughBecause]] = frozenset()
    appeal: JudgementAppealed | None = None
    """The one that is not answered yet."""
    answered: frozenset[PersonId] = frozenset()

    def must_have_been_carried_by(self, person: PersonId) -> None:
        """Refuse what only those can say who had the ticket."""
        if person not in self.carried_by:
            raise TicketWasNotYours(
                f"ticket {self.number} was never yours; whoever carried it can say how tough it was"
            )

    def must_be_open_to_flags(self) -> None:
        """Refuse a flag that nothing would follow from."""
        if self.closed:
            raise TicketIsOver(
                f"ticket {self.number} is closed, too late for a flag; appeal against what it counts"
            )

    def must_be_open_to_appeals(self, person: PersonId, at: datetime, *, days: int) -> None:
        """Refuse an appeal before there is a judgement, too long after it, or beside another one."""
        if self.counted_at is None:
            raise TicketIsNotCounted(
                f"ticket {self.number} is not resolved and counted yet; flag it as tough instead"
            )
        if at - self.counted_at > timedelta(days=days):
            raise TicketIsOver(
                f"ticket {self.number} was counted on {self.counted_at:%Y-%m-%d}; appeals are heard "
                f"for {days} days"
            )
        if self.appeal:
            raise AppealIsOpen(f"an appeal about ticket {self.number} waits for its answer already")
        if person in self.answered:
            raise AppealIsOpen(f"your appeal about ticket {self.number} was answered; it stays so")

    def must_be_appealed(self, answerer: PersonId) -> JudgementAppealed:
        """The open appeal, unless there is none, or the one who answers is the one who asks."""
        if self.appeal is None:
            raise NobodyAppealed(
                f"nobody appeals about ticket {self.number}; there is no answer due"
            )
        if self.appeal.agent == answerer:
            raise AppealIsYourOwn(
                f"the appeal about ticket {self.number} is your own; another supervisor answers it"
            )
        return self.appeal


def dispute_after(ticket: Dispute | None, events: Iterable[Recorded[Any]]) -> Dispute | None:
    """Fold a ticket's history."""
    for told in events:
        before = ticket or Dispute(TicketId(told.stream), 0)
        ticket = replace(evolve(before, told), version=told.version)
    return ticket


def evolve(ticket: Dispute, told: Recorded[Any]) -> Dispute:
    """The dispute after one more event."""
    match told.event:
        case said.TicketRaised(number=number):
            return replace(ticket, number=number)
        case said.TicketAssigned(agent=agent):
            return replace(ticket, carried_by=ticket.carried_by | {agent})
        case said.TicketClosed():
            return replace(ticket, closed=True)
        case EntitlementBooked() as event:
            return replace(ticket, booking=ticket.booking.after(event, told.at))
        case CreditMoved() as event:
            booking = ticket.booking.after(event, told.at)
            return replace(ticket, booking=booking, toughness=event.toughness)
        case ToughnessTruedUp(toughness=toughness):
            return replace(ticket, toughness=toughness, counted_at=told.at)
        case TicketFlaggedTough(agent=agent, because=because):
            return replace(ticket, flags=ticket.flags | {(agent, because)})
        case JudgementAppealed() as event:
            return replace(ticket, appeal=event)
        case AppealAnswered(agent=agent):
            return replace(ticket, appeal=None, answered=ticket.answered | {agent})
        case _:
            return ticket
