"""The situation: everything a round needs to know, folded from the feed and kept in memory.

Bounded by what is alive: a ticket is forgotten when it closes unless it was adopted, and imported tickets
that were not adopted are never remembered. A round freezes it; nothing here reads a clock or a store.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from services.assignment.ledger import Ledger
from services.assignment.live_ticket import LiveTicket, change, needs_owner, settled_alone
from services.assignment.members import Member, ramp, take_roster
from services.assignment.standing import Frozen, Standing, WaitingTicket
from services.assignment.trailing import Trailing
from shared.eventlog.port import Cursor, Refusal
from shared.eventlog.recorded import Recorded, Unreadable
from shared.events import roster as rostered
from shared.events import ticket as said
from shared.events.assignment import DeskPolicySet, EntitlementBooked, RoundDecided
from shared.events.toughness import CreditMoved
from shared.vocabulary.identity import PersonId, RoundId, TeamId, TicketId, kind_of, person_of
from shared.vocabulary.policy import SHIPPED, Policy

MOST_AT_ONCE = 200
"""Waiting tickets in one round; of more, half are the most pressing and half come by turns."""


class PolicyIsUnreadable(Refusal):
    """The desk agreed on a policy that this version does not understand."""


@dataclass(slots=True)
class Situation:
    """Tickets alive, members, teams, policy and ledger."""

    tickets: dict[TicketId, LiveTicket] = field(default_factory=dict)
    closed: dict[TicketId, LiveTicket] = field(default_factory=dict)
    """Adopted tickets that closed: only another desk's history may reopen one."""
    members: dict[PersonId, Member] = field(default_factory=dict)
    teams: dict[TeamId, set[PersonId]] = field(default_factory=dict)
    policy: Policy = SHIPPED
    ledger: Ledger = field(default_factory=Ledger)
    reasons: dict[TicketId, str] = field(default_factory=dict)
    """Why each waiting ticket waits, as last recorded."""
    judged_in: dict[TicketId, RoundId] = field(default_factory=dict)
    """The round that last left a ticket waiting."""
    in_vain: dict[TicketId, int] = field(default_factory=dict)
    """How many rounds of this process left a ticket waiting; only for whose turn it is."""
    unreadable: str | None = None
    """Why the desk's policy cannot be read, if it cannot."""
    settled_alone: dict[TicketId, str] = field(default_factory=dict)
    """Tickets that still have an owner though their requester settled them, and by which event."""
    dealt: Trailing = field(default_factory=Trailing)

    def take(self, told: Recorded[Any]) -> None:
        """The situation after one more event."""
        kind = kind_of(told.stream)
        if kind == "ticket":
            self._take_ticket(TicketId(told.stream), told)
        elif kind == "agent":
            person = person_of(told.stream)
            take_roster(self.members.setdefault(person, Member(person)), told.event, told.at)
        elif kind == "team":
            self._take_team(TeamId(told.stream), told.event)
        elif isinstance(told.event, RoundDecided):
            self._remember_reasons(RoundId(told.stream), told.event)
        elif isinstance(told.event, DeskPolicySet):
            self.policy, self.unreadable = told.event.policy, None
            self.ledger.age_by(self.policy.assignment.half_life_days)
        elif kind == "desk" and isinstance(told.event, Unreadable):
            self.unreadable = told.event.why

    def freeze(
        self,
        now: datetime,
        cursor: Cursor | None = None,
        *,
        only: Collection[TicketId] | None = None,
    ) -> Frozen:
        """The input of a round at this instant, in canonical order; of these tickets `only`, if told."""
        owned = self._in_work()
        waiting = sorted(self._next_in_turn() if only is None else only)
        agents = sorted(p for p, member in self.members.items() if member.here)
        return Frozen(
            now=now,
            policy=self.policy,
            mean_toughness=self.dealt.mean(now, otherwise=self.policy.work.default_toughness),
            mean_tough=self.dealt.mean_tough(now),
            tickets=tuple(self._waiting(t) for t in waiting),
            agents=tuple(self._standing(p, owned.get(p, []), now) for p in agents),
            cursor=cursor.positions if cursor else (),
        )

    def waiting(self) -> list[TicketId]:
        """The tickets that need an owner."""
        return [t for t, live in self.tickets.items() if needs_owner(live)]

    def wait_on(self, tickets: Iterable[TicketId]) -> None:
        """Remember that a round could not give these to anybody, so that others have their turn."""
        for ticket in tickets:
            self.in_vain[ticket] = self.in_vain.get(ticket, 0) + 1

    def must_be_readable(self) -> None:
        """Refuse to decide by another policy than the desk's. Raises `PolicyIsUnreadable`."""
        if self.unreadable:
            raise PolicyIsUnreadable(
                f"the desk's policy cannot be read by this version ({self.unreadable}); nothing is "
                "dealt until the desk is updated or a policy is set anew"
            )

    def _next_in_turn(self) -> list[TicketId]:
        """The tickets a round decides on: of more than fit, half the most pressing, half by turns."""
        waiting = self.waiting()
        if len(waiting) <= MOST_AT_ONCE:
            return waiting
        latest, tickets = datetime.max.replace(tzinfo=UTC), self.tickets
        waiting.sort(key=lambda t: (not tickets[t].urgent, tickets[t].resolve_by or latest, t))
        pressing, others = waiting[: MOST_AT_ONCE // 2], waiting[MOST_AT_ONCE // 2 :]
        others.sort(key=lambda t: self.in_vain.get(t, 0))
        return pressing + others[: MOST_AT_ONCE // 2]

    def waiting_as(self, ticket: TicketId) -> WaitingTicket:
        """A ticket as a round would see it."""
        return self._waiting(ticket)

    def _take_ticket(self, ticket: TicketId, told: Recorded[Any]) -> None:
        event = told.event
        if isinstance(event, said.TicketRaised) and event.adopted:
            self.tickets[ticket] = LiveTicket(
                version=told.version, raised_at=told.at, requester=event.requester,
                urgent=event.urgent, service=event.service, number=event.number,
                imported=event.source is not None,
            )  # fmt: skip
        if isinstance(event, EntitlementBooked | CreditMoved):
            self._book(event, told.at)
        live = self.tickets.get(ticket) or self.closed.get(ticket)
        if isinstance(event, said.TicketReleased):
            self.settled_alone.pop(ticket, None)
        if live is None:
            return
        live.version = told.version
        if settled_alone(event) and live.owner:
            self.settled_alone[ticket] = told.id
        if isinstance(event, EntitlementBooked | CreditMoved):
            live.booking = live.booking.after(event, told.at)
        elif isinstance(event, said.TicketClosed):
            self._close(ticket, live)
        else:
            change(live, told)
            if isinstance(event, said.TicketReopened):
                self.tickets[ticket] = live
                self.closed.pop(ticket, None)

    def _close(self, ticket: TicketId, live: LiveTicket) -> None:
        for by_ticket in (self.tickets, self.reasons, self.judged_in, self.in_vain):
            by_ticket.pop(ticket, None)
        if live.imported:
            self.closed[ticket] = live

    def _book(self, event: EntitlementBooked | CreditMoved, at: datetime) -> None:
        self.ledger.book(event.shares, event.dealt_at or at)
        if isinstance(event, EntitlementBooked) and event.dealt_at is None:
            self.dealt.add(at, event.toughness)

    def _remember_reasons(self, round_id: RoundId, event: RoundDecided) -> None:
        for judged in event.tickets:
            self.reasons.pop(judged.ticket, None)
            if judged.waits_because and judged.ticket in self.tickets:
                self.reasons[judged.ticket] = judged.waits_because
                self.judged_in[judged.ticket] = round_id

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
            put_back_by=live.put_back_by, booking=live.booking,
        )  # fmt: skip

    def _standing(self, person: PersonId, owned: list[LiveTicket], now: datetime) -> Standing:
        work = self.policy.work
        teams = tuple(sorted(t for t, members in self.teams.items() if person in members))
        minutes = sum(live.minutes or work.default_minutes for live in owned)
        member = self.members[person]
        return member.standing(
            teams=teams,
            in_work=len(owned),
            load=1_000 * minutes,
            limit=work.tickets_in_work,
            lead=self.ledger.lead(person, now),
            ramp=ramp(member, self.policy.fairness, now),
        )
