"""The situation: everything a round needs to know, folded from the feed and kept in memory.

Bounded by what is alive: a ticket is forgotten when it closes unless it was adopted, and imported tickets
that were not adopted are never remembered. A round freezes it; nothing here reads a clock or a store.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.assignment.account.ledger import Ledger
from services.assignment.account.trailing import Trailing
from services.assignment.giving.ways import TeamsGiven
from services.assignment.situation.acquaintance import Acquaintance
from services.assignment.situation.as_waiting import AsWaiting, toughness
from services.assignment.situation.crew import Crew, Load
from services.assignment.situation.live_ticket import LiveTicket, change, settled_alone
from services.assignment.situation.owners import Owners
from services.assignment.situation.pending import Pending
from services.assignment.situation.rounds import PastRounds
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket, places
from services.assignment.situation.turns import next_in_turn
from services.assignment.situation.waiting import as_helper, for_a_helper, load_of, team_work
from shared.eventlog.port import Cursor, Refusal
from shared.eventlog.recorded import Recorded, Unreadable
from shared.events import ticket as said
from shared.events.assignment import DeskPolicySet, EntitlementBooked, RoundDecided
from shared.events.toughness import CreditMoved
from shared.vocabulary.identity import PersonId, RoundId, TeamId, TicketId, kind_of, person_of
from shared.vocabulary.policy import SHIPPED, Policy

Seen = tuple[WaitingTicket, ...]
Only = Collection[TicketId] | None
"""Of which tickets a round is to be; None for all whose turn it is."""


class PolicyIsUnreadable(Refusal):
    """The desk agreed on a policy that this version does not understand."""


@dataclass(slots=True)
class Situation:
    """Tickets alive and whose hands they are in, the crew, policy and ledger."""

    tickets: dict[TicketId, LiveTicket] = field(default_factory=dict)
    closed: dict[TicketId, LiveTicket] = field(default_factory=dict)
    """Adopted tickets that closed: only another desk's history may reopen one."""
    owners: Owners = field(default_factory=Owners)
    pending: Pending = field(default_factory=Pending)
    teams: TeamsGiven = field(default_factory=TeamsGiven)
    crew: Crew = field(default_factory=Crew)
    known: Acquaintance = field(default_factory=Acquaintance)
    policy: Policy = SHIPPED
    ledger: Ledger = field(default_factory=Ledger)
    rounds: PastRounds = field(default_factory=PastRounds)
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
            self.crew.take(person_of(told.stream), told.event, told.at)
        elif kind == "team":
            self.crew.take_team(TeamId(told.stream), told.event)
            self.teams.take(TeamId(told.stream), told.event)
        elif isinstance(told.event, RoundDecided):
            self.rounds.take(RoundId(told.stream), told.event, self.tickets)
        elif isinstance(told.event, DeskPolicySet):
            self.unreadable = None
            self.go_by(told.event.policy)
        elif isinstance(told.event, Unreadable) and told.event.topic == DeskPolicySet.TOPIC:
            self.unreadable = told.event.why

    def go_by(self, policy: Policy) -> None:
        """From here on another policy holds."""
        self.policy = policy
        self.ledger.age_by(policy.assignment.half_life_days)
        self.crew.all_touched()

    def freeze(self, now: datetime, cursor: Cursor | None = None, *, only: Only = None) -> Frozen:
        """The input of a round at this instant, in canonical order; of these tickets `only`, if told."""
        asked = only
        if asked is None:
            asked = next_in_turn(self.waiting(), self.tickets, self.rounds.in_vain, self._was_told)
        tickets = tuple(self.waiting_as(ticket, now) for ticket in sorted(asked))
        return self._frozen(now, tickets, self._agents(now), cursor)

    def freeze_hands(
        self, now: datetime, cursor: Cursor | None = None, *, only: Only = None
    ) -> Frozen:
        """The same of raised hands: whoever helps may be busy, but not with helping others."""
        asking = sorted(self.pending.asking if only is None else only)
        tickets = tuple(for_a_helper(t, self.tickets[t], self.policy) for t in asking)
        agents = tuple(map(as_helper, self._agents(now)))
        return self._frozen(now, tickets, agents, cursor)

    def _agents(self, now: datetime) -> tuple[Standing, ...]:
        leads = self.ledger.leads(now)
        return self.crew.standings(now, fairness=self.policy.fairness, leads=leads, load=self._load)

    def _frozen(
        self, now: datetime, tickets: Seen, agents: tuple[Standing, ...], cursor: Cursor | None
    ) -> Frozen:
        owned = (self.tickets[t] for each in self.owners.owned.values() for t in each)
        return Frozen(
            now=now,
            policy=self.policy,
            mean_tough=self.dealt.mean_tough(now, tough_from=self.policy.work.tough_from),
            tickets=tickets,
            agents=agents,
            roster=self.crew.roster(),
            places=places(agents, self.policy),
            longest=max((each.minutes for each in tickets), default=0),
            team_work=team_work(owned, [quota.team for quota in self.policy.together.quotas]),
            giving=dict(sorted(self.teams.chosen.items())),
            cursor=cursor.positions if cursor else (),
        )

    def freeze_under(self, policy: Policy, now: datetime, *, only: Only = None) -> Frozen:
        """The input of a round as it would be had the desk agreed on another policy; nothing changes."""
        agreed, ledger = self.policy, self.ledger
        self.policy, self.ledger = policy, ledger.aged_by(policy.assignment.half_life_days)
        self.crew.all_touched()
        try:
            return self.freeze(now, only=only)
        finally:
            self.policy, self.ledger = agreed, ledger
            self.crew.all_touched()

    def waiting(self) -> list[TicketId]:
        """The tickets that need an owner."""
        return list(self.owners.waiting)

    def must_be_readable(self) -> None:
        """Refuse to decide by another policy than the desk's. Raises `PolicyIsUnreadable`."""
        if self.unreadable:
            raise PolicyIsUnreadable(
                f"the desk's policy cannot be read by this version ({self.unreadable}); nothing is "
                "dealt until the desk is updated or a policy is set anew"
            )

    def _was_told(self, ticket: TicketId) -> bool:
        """Whether no round can give it to anybody, and one has said so."""
        held = ticket in self.pending.offers or self.teams.of(self.tickets[ticket].team).held
        return held and ticket in self.rounds.reasons

    def waiting_as(self, ticket: TicketId, now: datetime) -> WaitingTicket:
        """A ticket as a round would see it."""
        return AsWaiting(self.tickets, self.known, self.crew).seen(ticket, now, self.policy)

    def _take_ticket(self, ticket: TicketId, told: Recorded[Any]) -> None:
        event = told.event
        if isinstance(event, said.TicketRaised) and event.adopted:
            self.tickets[ticket] = LiveTicket(
                version=told.version, raised_at=told.at, requester=event.requester,
                urgent=event.urgent, service=event.service, number=event.number,
                imported=event.source is not None,
            )  # fmt: skip
            self.owners.put(ticket, self.tickets[ticket])
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
            self._change(ticket, live, told)

    def _change(self, ticket: TicketId, live: LiveTicket, told: Recorded[Any]) -> None:
        event, minutes = told.event, live.minutes or self.policy.work.default_minutes
        self.crew.take_work(ticket, told, owner=live.owner, need=live.need, minutes=minutes)
        if isinstance(event, said.TicketLinked) and event.other in self.tickets:
            self.known.link(ticket, event.other)
        elif isinstance(event, said.TicketResolved) and live.owner and not settled_alone(event):
            self._remember_help(live, live.owner, told.at)
        change(live, told)
        if isinstance(event, said.TicketReopened):
            self.tickets[ticket] = live
            self.closed.pop(ticket, None)
        if ticket in self.tickets:
            self.crew.touched((*self.owners.put(ticket, live), *self.pending.put(ticket, live)))

    def _remember_help(self, live: LiveTicket, agent: PersonId, at: datetime) -> None:
        if toughness(live, self.policy) >= self.policy.work.heavy_from:
            self.crew.of(agent).heavy_at = at
        if live.requester:
            days = self.policy.assignment.sticky_days
            self.known.helped(live.requester, agent, at, days=days)

    def _close(self, ticket: TicketId, live: LiveTicket) -> None:
        self.crew.touched((*self.owners.forget(ticket), *self.pending.forget(ticket)))
        self.known.forget(ticket)
        self.crew.occupation.forget(ticket)
        self.rounds.forget(ticket)
        self.tickets.pop(ticket, None)
        if live.imported:
            self.closed[ticket] = live

    def _book(self, event: EntitlementBooked | CreditMoved, at: datetime) -> None:
        self.ledger.book(event.shares, event.dealt_at or at)
        if isinstance(event, EntitlementBooked) and event.dealt_at is None:
            self.dealt.add(at, event.toughness)

    def _load(self, person: PersonId) -> Load:
        return load_of(person, self.tickets, self.owners, self.pending, self.policy)
