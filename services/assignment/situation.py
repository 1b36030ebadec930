"""The situation: everything a round needs to know, folded from the feed and kept in memory.

Bounded by what is alive: a ticket is forgotten when it closes, and imported tickets that were not adopted
are never remembered. A round freezes it; nothing here reads a clock or a store.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from services.assignment.booking import Booking
from services.assignment.ledger import Ledger
from services.assignment.members import Member, take_roster
from services.assignment.standing import Frozen, Standing, WaitingTicket
from shared.eventlog.port import Cursor
from shared.eventlog.recorded import Recorded
from shared.events import roster as rostered
from shared.events import ticket as said
from shared.events.assignment import DeskPolicySet, EntitlementBooked, RoundDecided
from shared.vocabulary.identity import PersonId, TeamId, TicketId, kind_of, person_of
from shared.vocabulary.policy import SHIPPED, Policy
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Resolution

TRAILING = timedelta(days=30)
MOST_AT_ONCE = 200
"""Waiting tickets in one round; with more, the most pressing come first and the rest next time."""


@dataclass(slots=True)
class LiveTicket:
    """A ticket the desk still has to do with."""

    version: int
    raised_at: datetime
    requester: PersonId | None
    urgent: bool
    service: str | None
    number: int
    team: TeamId | None = None
    owner: PersonId | None = None
    owned_since: datetime | None = None
    waits: bool = False
    resolved: bool = False
    toughness: int | None = None
    minutes: int | None = None
    need: SkillNeed = SkillNeed()
    resolve_by: datetime | None = None
    booking: Booking = Booking()


@dataclass(slots=True)
class Situation:
    """Tickets alive, members, teams, policy and ledger."""

    tickets: dict[TicketId, LiveTicket] = field(default_factory=dict)
    members: dict[PersonId, Member] = field(default_factory=dict)
    teams: dict[TeamId, set[PersonId]] = field(default_factory=dict)
    policy: Policy = SHIPPED
    ledger: Ledger = field(default_factory=Ledger)
    reasons: dict[TicketId, str] = field(default_factory=dict)
    """Why each waiting ticket waits, as last recorded."""
    settled_alone: dict[TicketId, str] = field(default_factory=dict)
    """Tickets that still have an owner though their requester settled them, and by which event."""
    dealt: list[tuple[datetime, int]] = field(default_factory=list)
    """When and how tough, for the trailing mean; oldest first."""

    def take(self, told: Recorded[Any]) -> None:
        """The situation after one more event."""
        kind = kind_of(told.stream)
        if kind == "ticket":
            self._take_ticket(TicketId(told.stream), told)
        elif kind == "agent":
            person = person_of(told.stream)
            take_roster(self.members.setdefault(person, Member(person)), told.event)
        elif kind == "team":
            self._take_team(TeamId(told.stream), told.event)
        elif isinstance(told.event, RoundDecided):
            self._remember_reasons(told.event)
        elif isinstance(told.event, DeskPolicySet):
            self.policy = told.event.policy
            self.ledger.half_life_days = self.policy.assignment.half_life_days

    def freeze(self, now: datetime, cursor: Cursor | None = None) -> Frozen:
        """The input of a round at this instant, in canonical order."""
        owned = self._in_work()
        waiting = sorted(self._most_pressing())
        agents = sorted(p for p, member in self.members.items() if member.here)
        return Frozen(
            now=now,
            policy=self.policy,
            mean_toughness=self._mean_toughness(now),
            tickets=tuple(self._waiting(t) for t in waiting),
            agents=tuple(self._standing(p, owned.get(p, []), now) for p in agents),
            cursor=cursor.positions if cursor else (),
        )

    def _most_pressing(self) -> list[TicketId]:
        """The tickets a round decides on: the urgent and the longest promised first."""
        waiting = [t for t, live in self.tickets.items() if needs_owner(live)]
        if len(waiting) <= MOST_AT_ONCE:
            return waiting
        latest = datetime.max.replace(tzinfo=UTC)
        tickets = self.tickets
        waiting.sort(key=lambda t: (not tickets[t].urgent, tickets[t].resolve_by or latest, t))
        return waiting[:MOST_AT_ONCE]

    def waiting_as(self, ticket: TicketId) -> WaitingTicket:
        """A ticket as a round would see it."""
        return self._waiting(ticket)

    def _take_ticket(self, ticket: TicketId, told: Recorded[Any]) -> None:
        event = told.event
        if isinstance(event, said.TicketRaised) and event.adopted:
            self.tickets[ticket] = LiveTicket(
                version=told.version, raised_at=told.at, requester=event.requester,
                urgent=event.urgent, service=event.service, number=event.number,
            )  # fmt: skip
        if isinstance(event, EntitlementBooked):
            self._book(event, told.at)
        live = self.tickets.get(ticket)
        if isinstance(event, said.TicketReleased):
            self.settled_alone.pop(ticket, None)
        if live is None:
            return
        live.version = told.version
        if settled_alone(event) and live.owner:
            self.settled_alone[ticket] = told.id
        if isinstance(event, EntitlementBooked):
            live.booking = live.booking.after(event)
        elif isinstance(event, said.TicketClosed):
            del self.tickets[ticket]
            self.reasons.pop(ticket, None)
        else:
            change(live, event, told.at)

    def _book(self, event: EntitlementBooked, at: datetime) -> None:
        self.ledger.book(event.shares, at)
        if event.taker:
            self.dealt.append((at, event.toughness))
        while self.dealt and self.dealt[0][0] < at - TRAILING:
            self.dealt.pop(0)

    def _remember_reasons(self, event: RoundDecided) -> None:
        for judged in event.tickets:
            self.reasons.pop(judged.ticket, None)
            if judged.waits_because and judged.ticket in self.tickets:
                self.reasons[judged.ticket] = judged.waits_because

    def _take_team(self, team: TeamId, event: Any) -> None:
        members = self.teams.setdefault(team, set())
        if isinstance(event, rostered.TeamJoined):
            members.add(event.agent)
        elif isinstance(event, rostered.TeamLeft):
            members.discard(event.agent)

    def _in_work(self) -> dict[PersonId, list[LiveTicket]]:
        owned: dict[PersonId, list[LiveTicket]] = {}
        for live in self.tickets.values():
            if live.owner and not live.waits and not live.resolved:
                owned.setdefault(live.owner, []).append(live)
        return owned

    def _waiting(self, ticket: TicketId) -> WaitingTicket:
        live, work = self.tickets[ticket], self.policy.work
        return WaitingTicket(
            id=ticket, version=live.version, raised_at=live.raised_at, urgent=live.urgent,
            toughness=work.default_toughness if live.toughness is None else live.toughness,
            minutes=live.minutes or work.default_minutes, need=live.need, team=live.team,
            service=live.service, requester=live.requester, resolve_by=live.resolve_by,
            booking=live.booking,
        )  # fmt: skip

    def _standing(self, person: PersonId, owned: list[LiveTicket], now: datetime) -> Standing:
        work = self.policy.work
        teams = tuple(sorted(t for t, members in self.teams.items() if person in members))
        minutes = sum(live.minutes or work.default_minutes for live in owned)
        return self.members[person].standing(
            teams=teams,
            in_work=len(owned),
            load=1_000 * minutes,
            limit=work.tickets_in_work,
            lead=self.ledger.lead(person, now),
        )

    def _mean_toughness(self, now: datetime) -> int:
        recent = [tough for at, tough in self.dealt if at >= now - TRAILING]
        mean = sum(recent) // len(recent) if recent else self.policy.work.default_toughness
        return max(mean, 1)


def settled_alone(event: Any) -> bool:
    """Whether the requester settled it without the desk."""
    return isinstance(event, said.TicketResolved) and event.code is Resolution.SELF_RESOLVED


def needs_owner(live: LiveTicket) -> bool:
    """Whether the ticket waits for somebody to take it."""
    return live.owner is None and not live.waits and not live.resolved


def change(live: LiveTicket, event: Any, at: datetime) -> None:
    """What an event of its course does to a living ticket."""
    match event:
        case said.TicketRouted():
            live.team = event.team
        case said.TicketPromiseSet():
            live.resolve_by = event.resolve_by
        case said.TicketTriaged():
            live.toughness = live.toughness if event.toughness is None else event.toughness
            live.minutes = event.minutes or live.minutes
            live.need = event.skill or live.need
            live.service = event.service or live.service
        case said.TicketAssigned():
            live.owner, live.owned_since = event.agent, at
        case said.TicketReleased():
            live.owner, live.owned_since = None, None
        case said.TicketSetWaiting():
            live.waits = True
        case said.TicketResumed():
            live.waits = False
        case said.TicketResolved():
            live.resolved, live.waits = True, False
        case said.TicketReopened():
            live.resolved, live.waits = False, False
