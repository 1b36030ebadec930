"""Who carried how much tough work since a shadow began, and who would have, had its bookings been made.

Both see the same tickets with the same shares due (`booked.py`), so each account sums to zero.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from services.assignment.account.booking import Booking
from services.assignment.fairness import Leads
from services.assignment.shadow.booked import NOTHING, Booked, Moves, Takers, between
from shared.eventlog.recorded import Recorded
from shared.events.assignment import EntitlementBooked, Share
from shared.events.shadow import BothLeads, RoundCompared, Shouldered
from shared.events.ticket import TicketClosed
from shared.events.toughness import CapExceeded, CreditMoved
from shared.vocabulary.identity import PersonId, RoundId, StreamId, TicketId
from shared.vocabulary.toughness import MilliPoints


class Chosen(NamedTuple):
    """Whom the tried policy chose in which round."""

    round: RoundId
    agent: PersonId


class Correction(NamedTuple):
    """What the tried policy's ledger books beside what the desk booked."""

    shares: tuple[Share, ...]
    at: datetime


@dataclass(slots=True)
class Carried:
    """What tough tickets came to under one of the two policies."""

    tough_from: int
    """Milli-points from which a ticket is tough, as the policy in force says."""
    leads: Leads[PersonId] = field(default_factory=Leads)
    due: int = 0
    """Milli-points of the tough tickets that stand booked."""
    tickets: int = 0
    """How many these are."""
    exceptions: int = 0
    """Deals past the cap in the rounds that were compared."""

    def move(self, before: Booking, after: Booking) -> None:
        """One more booking: what stands, less what stood."""
        self.leads.book(between(self._shares(before), self._shares(after)))
        self.due += self._points(after) - self._points(before)
        self.tickets += self._counts(after) - self._counts(before)

    def told(self) -> Shouldered:
        """The figures of fairness.md over the whole time as one window."""
        return Shouldered(
            due=self.due, worst_lead=self.leads.most, worst_lag=-self.leads.least,
            exceptions=self.exceptions,
        )  # fmt: skip

    def _shares(self, standing: Booking) -> Moves:
        return standing.shares if self._counts(standing) else {}

    def _points(self, standing: Booking) -> int:
        return standing.toughness if self._counts(standing) else 0

    def _counts(self, standing: Booking) -> int:
        """1 for a tough ticket that somebody has, else 0."""
        there = standing.credited is not None and any(standing.weights.values())
        return 1 if there and standing.toughness >= self.tough_from else 0


@dataclass(slots=True)
class Accounts:
    """Both policies', folded from every event since the shadow began."""

    live: Carried
    tried: Carried
    booked: dict[TicketId, Booked] = field(default_factory=dict)
    """Of tickets first dealt since, while they live or are with another one in the shadow."""
    chosen: dict[TicketId, Chosen] = field(default_factory=dict)
    """Whom the tried policy chose last, until that round's own booking is read."""
    rounds: set[RoundId] = field(default_factory=set)
    """The compared rounds, to count the desk's exceptions in."""

    @classmethod
    def by(cls, tough_from: int) -> "Accounts":
        """Nothing is booked yet; from so many milli-points a ticket is tough."""
        return cls(live=Carried(tough_from), tried=Carried(tough_from))

    def choose(self, compared: RoundCompared) -> None:
        """The tried policy decided on a round; where both give a ticket, it may be to different people."""
        self.rounds.add(compared.round)
        for each in compared.otherwise:
            if each.live and each.tried:
                self.chosen[each.ticket] = Chosen(compared.round, each.tried)

    def take(self, told: Recorded[Any]) -> Correction | None:
        """After one more event; what the tried policy's ledger has to book beside it, if anything."""
        event, ticket = told.event, TicketId(told.stream)
        if isinstance(event, EntitlementBooked | CreditMoved):
            return self._book(ticket, event, told.at)
        if isinstance(event, CapExceeded) and event.round in self.rounds:
            self.live.exceptions += 1
        elif isinstance(event, TicketClosed):
            self.chosen.pop(ticket, None)
            if not self.booked.get(ticket, NOTHING).takers:
                self.booked.pop(ticket, None)
        return None

    @property
    def mean_tough(self) -> int:
        """Mean milli-points of the tough tickets that were dealt; 0 while there were none."""
        return self.live.due // self.live.tickets if self.live.tickets else 0

    def leads(self) -> Iterator[BothLeads]:
        """Everybody who has a lead under one of the two, in order of id."""
        live, tried = self.live.leads.now, self.tried.leads.now
        for agent in sorted({*live, *tried}):
            both = BothLeads(agent=agent, live=live.get(agent, 0), tried=tried.get(agent, 0))
            if both.live or both.tried:
                yield both

    def _book(
        self, ticket: TicketId, event: EntitlementBooked | CreditMoved, at: datetime
    ) -> Correction | None:
        if ticket not in self.booked and not is_first_deal(event):
            return None
        before = self.booked.get(ticket, NOTHING)
        booking = before.live.after(event, at)
        after = Booked(booking, self._takers(ticket, event, before.takers, booking))
        self.live.move(before.live, after.live)
        self.tried.move(before.tried, after.tried)
        self.booked[ticket] = after
        if booking.credited is None:
            del self.booked[ticket]
        return correction(between(before.aside, after.aside), event.dealt_at or at)

    def _takers(
        self,
        ticket: TicketId,
        event: EntitlementBooked | CreditMoved,
        before: Takers | None,
        booking: Booking,
    ) -> Takers | None:
        """Whom the tried policy chose, if this books that round's deal or leaves it with its taker."""
        if isinstance(event, EntitlementBooked) and event.round and event.taker:
            chosen = self.chosen.get(ticket)
            if chosen and chosen.round == RoundId(StreamId(event.round)):
                return Takers(live=event.taker, tried=chosen.agent)
        return before if before and before.live in booking.credits else None


def is_first_deal(event: EntitlementBooked | CreditMoved) -> bool:
    """Whether nothing stood booked before it, since the ticket was raised or put back."""
    return isinstance(event, EntitlementBooked) and event.dealt_at is None


def correction(moved: Moves, at: datetime) -> Correction | None:
    """The credit that goes from the desk's choice to the tried policy's, or back."""
    shares = tuple(Share(agent=who, milli_points=MilliPoints(n)) for who, n in moved.items())
    return Correction(shares, at) if shares else None
