"""Who carried how much tough work since a shadow began, and who would have, had its bookings been made.

The candidate's account is the desk's own with one difference: where a round dealt a ticket that both
policies would have dealt, but to different people, it is booked to whom the candidate chose, for as long as
it is with whom the desk chose. What people do themselves, and what one of the two would have left waiting,
counts on both as it was done. So both see the same tickets with the same shares due, and each sums to zero.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from services.assignment.account.booking import Booking
from shared.eventlog.recorded import Recorded
from shared.events.assignment import EntitlementBooked, Share
from shared.events.shadow import LeadsApart, Shouldered
from shared.events.ticket import TicketClosed
from shared.events.toughness import CapExceeded, CreditMoved
from shared.vocabulary.identity import PersonId, RoundId, StreamId, TicketId
from shared.vocabulary.toughness import MilliPoints, is_tough

Moves = Mapping[PersonId, int]


class Instead(NamedTuple):
    """Who got a ticket, and who would have."""

    live: PersonId
    candidate: PersonId


class Chosen(NamedTuple):
    """Whom the candidate chose in which round."""

    round: RoundId
    agent: PersonId


class Correction(NamedTuple):
    """What the candidate's ledger books beside what the desk booked."""

    shares: tuple[Share, ...]
    at: datetime


@dataclass(slots=True)
class Carried:
    """What tough tickets moved on everybody's account, undecayed, in milli-points."""

    leads: dict[PersonId, int] = field(default_factory=dict)
    due: int = 0
    most: int = 0
    least: int = 0

    def move(self, before: Booking, after: Booking) -> None:
        """One more booking: what stands, less what stood."""
        old, new = tough_shares(before), tough_shares(after)
        for agent in {*old, *new}:
            lead = self.leads.get(agent, 0) + new.get(agent, 0) - old.get(agent, 0)
            self.leads[agent] = lead
            self.most, self.least = max(self.most, lead), min(self.least, lead)
        self.due += tough_points(after) - tough_points(before)

    def told(self, exceptions: int) -> Shouldered:
        """The figures of fairness.md over the whole time as one window."""
        return Shouldered(
            due=self.due,
            misplaced=sum(map(abs, self.leads.values())) // 2,
            worst_lead=self.most,
            worst_lag=-self.least,
            exceptions=exceptions,
        )


def tough_points(standing: Booking) -> int:
    """What a booking counts: its milli-points while somebody has it and it is tough, else nothing."""
    there = standing.credited is not None and any(standing.weights.values())
    return standing.toughness if there and is_tough(standing.toughness) else 0


def tough_shares(standing: Booking) -> Moves:
    """What it moves on each account."""
    return standing.shares if tough_points(standing) else {}


@dataclass(slots=True)
class Accounts:
    """Both sides, folded from every event since the shadow began."""

    standing: dict[TicketId, Booking] = field(default_factory=dict)
    """Of tickets first dealt since, while they live or are with another one in the shadow."""
    instead: dict[TicketId, Instead] = field(default_factory=dict)
    chosen: dict[TicketId, Chosen] = field(default_factory=dict)
    """Whom the candidate chose last, until that round's own booking is read."""
    rounds: set[RoundId] = field(default_factory=set)
    """The compared rounds, to count the desk's exceptions in."""
    live: Carried = field(default_factory=Carried)
    candidate: Carried = field(default_factory=Carried)
    exceptions: int = 0
    """The desk's own deals past its cap in those rounds."""
    tough: int = 0
    """How many tough tickets were dealt since."""
    tough_total: int = 0
    """What they count together, in milli-points."""

    def choose(self, round_id: RoundId, otherwise: Iterable[tuple[TicketId, PersonId]]) -> None:
        """The candidate decided on a round: whom it would have dealt to instead."""
        self.rounds.add(round_id)
        for ticket, agent in otherwise:
            self.chosen[ticket] = Chosen(round_id, agent)

    def take(self, told: Recorded[Any]) -> Correction | None:
        """After one more event; what the candidate's ledger has to book beside it, if anything."""
        event, ticket = told.event, TicketId(told.stream)
        if isinstance(event, EntitlementBooked | CreditMoved):
            return self._book(ticket, event, told.at)
        if isinstance(event, CapExceeded) and event.round in self.rounds:
            self.exceptions += 1
        elif isinstance(event, TicketClosed):
            self.chosen.pop(ticket, None)
            if ticket not in self.instead:
                self.standing.pop(ticket, None)
        return None

    def _book(
        self, ticket: TicketId, event: EntitlementBooked | CreditMoved, at: datetime
    ) -> Correction | None:
        before = self.standing.get(ticket)
        if before is None:
            if isinstance(event, CreditMoved) or event.dealt_at is not None:
                return None
            before = Booking()
        after = self.standing[ticket] = before.after(event, at)
        was, now = self.instead.get(ticket), self._now(ticket, event, after)
        self._count(before, after)
        self.live.move(before, after)
        self.candidate.move(swapped(before, was), swapped(after, now))
        self._keep(ticket, after, now)
        return correction(before, after, was, now, event.dealt_at or at)

    def _now(
        self, ticket: TicketId, event: EntitlementBooked | CreditMoved, after: Booking
    ) -> Instead | None:
        """Whom the candidate chose, if this books that round's deal or leaves it with its taker."""
        if isinstance(event, EntitlementBooked) and event.round and event.taker:
            chosen = self.chosen.get(ticket)
            if chosen and chosen.round == RoundId(StreamId(event.round)):
                return Instead(event.taker, chosen.agent)
        before = self.instead.get(ticket)
        return before if before and before.live in after.credits else None

    def _keep(self, ticket: TicketId, after: Booking, now: Instead | None) -> None:
        if now:
            self.instead[ticket] = now
        else:
            self.instead.pop(ticket, None)
        if after.credited is None:
            del self.standing[ticket]

    def _count(self, before: Booking, after: Booking) -> None:
        was, now = tough_points(before), tough_points(after)
        self.tough += bool(now) - bool(was)
        self.tough_total += now - was

    @property
    def mean_tough(self) -> int:
        """Mean milli-points of the tough tickets that were dealt; 0 while there were none."""
        return self.tough_total // self.tough if self.tough else 0

    def apart(self) -> Iterator[LeadsApart]:
        """Everybody whose lead is another under the candidate, in order of id."""
        for agent in sorted({*self.live.leads, *self.candidate.leads}):
            live, candidate = self.live.leads.get(agent, 0), self.candidate.leads.get(agent, 0)
            if live != candidate:
                yield LeadsApart(agent=agent, live=live, candidate=candidate)


def swapped(standing: Booking, swap: Instead | None) -> Booking:
    """The booking with the candidate's choice in the place of the desk's."""
    if swap is None or swap.live not in standing.credits:
        return standing
    credits = dict(standing.credits)
    part = credits.pop(swap.live)
    credits[swap.candidate] = credits.get(swap.candidate, 0) + part
    return replace(standing, credits=credits)


def correction(
    before: Booking, after: Booking, was: Instead | None, now: Instead | None, at: datetime
) -> Correction | None:
    """The credit that goes from the desk's choice to the candidate's, or back."""
    moved: dict[PersonId, int] = {}
    for standing, swap, sign in ((before, was, -1), (after, now, 1)):
        part = sign * standing.credits.get(swap.live, 0) if swap else 0
        if swap and part:
            moved[swap.live] = moved.get(swap.live, 0) - part
            moved[swap.candidate] = moved.get(swap.candidate, 0) + part
    shares = [Share(agent=who, milli_points=MilliPoints(n)) for who, n in sorted(moved.items())]
    return Correction(tuple(shares), at) if shares else None
