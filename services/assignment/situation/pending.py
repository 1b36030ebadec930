"""What waits for somebody's answer: offers, raised hands, and help that is on its way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.assignment.giving.given import Offer
from services.assignment.situation.live_ticket import LiveTicket, needs_owner
from shared.vocabulary.identity import PersonId, TicketId


@dataclass(slots=True)
class Pending:
    """Kept up with every event of a living ticket."""

    offers: dict[TicketId, Offer] = field(default_factory=dict)
    asking: dict[TicketId, None] = field(default_factory=dict)
    """Tickets whose owners raised a hand for which nobody was found yet."""
    helping: dict[TicketId, PersonId] = field(default_factory=dict)
    """Who is to answer the raised hand of a ticket."""
    turned_down: dict[TicketId, tuple[datetime, ...]] = field(default_factory=dict)
    """When waiting tickets were turned down; their agents may be asked again some time later."""

    def put(self, ticket: TicketId, live: LiveTicket) -> set[PersonId]:
        """How the ticket stands now; returns of whom anything is expected now or was before."""
        before, hand = self.concerned(ticket), live.given.hand
        self.forget(ticket)
        if live.given.offer and needs_owner(live):
            self.offers[ticket] = live.given.offer
        if live.given.turned_down and needs_owner(live):
            self.turned_down[ticket] = tuple(live.given.turned_down.values())
        if hand and hand.helper:
            self.helping[ticket] = hand.helper
        elif hand:
            self.asking[ticket] = None
        return before | self.concerned(ticket)

    def forget(self, ticket: TicketId) -> set[PersonId]:
        """Nothing of the ticket waits for anybody's answer any more."""
        before = self.concerned(ticket)
        self.offers.pop(ticket, None)
        self.asking.pop(ticket, None)
        self.helping.pop(ticket, None)
        self.turned_down.pop(ticket, None)
        return before

    def concerned(self, ticket: TicketId) -> set[PersonId]:
        """Whose answer it waits for."""
        offer, helper = self.offers.get(ticket), self.helping.get(ticket)
        return {each for each in (offer and offer.agent, helper) if each}

    def offered_to(self, agent: PersonId) -> Iterator[TicketId]:
        """The tickets they were offered and have not answered."""
        return (ticket for ticket, offer in self.offers.items() if offer.agent == agent)

    def helped_by(self, agent: PersonId) -> Iterator[TicketId]:
        """The tickets of others that they are to help with."""
        return (ticket for ticket, helper in self.helping.items() if helper == agent)

    def lapsed(self, now: datetime) -> list[tuple[TicketId, Offer]]:
        """The offers whose time is over."""
        return [(t, offer) for t, offer in self.offers.items() if offer.until <= now]

    def time_is_up(self, since: datetime, now: datetime, pause: timedelta) -> bool:
        """Whether an offer's time is over, or meanwhile that of leaving somebody in peace."""
        return bool(self.lapsed(now)) or self.asked_again(since, now, pause)

    def asked_again(self, since: datetime, now: datetime, pause: timedelta) -> bool:
        """Whether meanwhile the time was over for which somebody is left in peace with a ticket."""
        times = (when + pause for some in self.turned_down.values() for when in some)
        return any(since < time <= now for time in times)
