"""The assignment service: keeps its situation, runs rounds, and records every change of hands."""

import threading

import msgspec
import structlog

from services.assignment import deciding, eligibility
from services.assignment.booking import booked
from services.assignment.dealing import deals_of
from services.assignment.deciding import Decision, decide
from services.assignment.kept_problems import KeptProblems
from services.assignment.later_proof import Beside, unproven
from services.assignment.ownership import Owned, Taker, owned_after
from services.assignment.recording import recorded
from services.assignment.situation import Situation
from services.assignment.standing import Frozen, WaitingTicket
from services.assignment.weighing import Weighing
from shared.clock import Chance, Clock
from shared.eventlog.histories import Histories
from shared.eventlog.port import (
    Appended,
    Batch,
    Change,
    Cursor,
    EventLog,
    Feed,
    VersionConflict,
    Write,
)
from shared.events.declaration import Event
from shared.events.ticket import TicketAssigned, TicketReleased
from shared.sealing.port import Seals
from shared.vocabulary.identity import (
    ASSIGNMENT,
    Actor,
    Personal,
    PersonId,
    RoundId,
    StreamId,
    TicketId,
)
from shared.vocabulary.policy import Policy
from shared.vocabulary.words import Origin, RoundStatus

AT_ONCE = 2_000
trail = structlog.get_logger(__name__)


class Assignment:
    """Deals tickets out, and lets people take, give, hand over and put back."""

    def __init__(
        self, *, log: EventLog, feed: Feed, clock: Clock, chance: Chance, seals: Seals,
        problems: KeptProblems | None = None,
    ) -> None:  # fmt: skip
        self.log, self.feed, self.clock, self.chance = log, feed, clock, chance
        self.histories = Histories(log)
        self.situation = Situation()
        self.weighing = Weighing(log=log, clock=clock, seals=seals, owned=self.owned)
        self.problems = problems or KeptProblems()
        self.proofs: Beside | None = None
        """Who looks for proofs after the commit, if anybody does."""
        self.cursor: Cursor = feed.start()
        self.stirred = False
        """Whether anything was read since the last round began, whoever read it."""
        self._on_hand: frozenset[PersonId] = frozenset()
        self._one_at_a_time = threading.RLock()

    def await_news(self, seconds: float) -> None:
        """Return as soon as there is something to read, or the time is over; nobody is held up."""
        self.feed.poll(self.cursor, limit=1, wait=seconds)

    def catch_up(self) -> None:
        """Read on to the head of the feed."""
        with self._one_at_a_time:
            while True:
                batch = self.feed.poll(self.cursor, limit=AT_ONCE, wait=0.0)
                self._take(batch)
                self.stirred = self.stirred or bool(batch.events)
                if len(batch.events) < AT_ONCE:
                    return

    def _take(self, batch: Batch) -> None:
        """All of the batch, or the situation is folded again from the first event."""
        try:
            for told in batch.events:
                self.situation.take(told)
                self.weighing.take(told)
        except Exception:
            self.situation, self.cursor = Situation(), self.feed.start()
            self.weighing.forget()
            raise
        self.cursor = batch.cursor

    def others_can_begin(self) -> bool:
        """Whether, while tickets wait, somebody's shift, leave or focus time began or ended."""
        with self._one_at_a_time:
            frozen = self.situation.freeze(self.clock.now(), only=self.situation.waiting()[:1])
            before, self._on_hand = self._on_hand, eligibility.on_hand(frozen)
            return bool(frozen.tickets) and self._on_hand != before

    def run_round(self) -> Appended | None:
        """Decide on everything that waits and record it; None if there is nothing new to say."""
        with self._one_at_a_time:
            self.catch_up()
            self.take_credit_back()
            self.weigh()
            self.stirred = False
            self.situation.must_be_readable()
            frozen = self.situation.freeze(self.clock.now(), self.cursor)
            if not frozen.tickets:
                return None
            decision = decide(frozen)
            self.situation.wait_on(each.ticket for each in decision.tickets if not each.agent)
            if not deciding.changed(decision, self.situation.reasons):
                return None
            appended = self._record(frozen, decision)
            self.catch_up()
            return appended

    def change_hands(
        self,
        ticket: TicketId,
        *,
        to: Taker,
        origin: Origin,
        by: Actor,
        command: str,
        reason: str | None = None,
        fingerprint: bytes = b"",
        expected: int | None = None,
        cause: str | None = None,
    ) -> Appended:
        """Take, give, hand over or put back; nothing is recorded where the ticket is with them already.

        The rule is asked of the ticket as it stands when its turn comes, and again where another
        process was faster, so that its refusal names whoever was.
        """
        with self._one_at_a_time:
            if told := self.log.answered(command, fingerprint=fingerprint):
                return told
            self.catch_up()
            owned = self.owned(ticket)
            taker = to(owned)
            if expected not in (None, owned.version):
                raise VersionConflict(ticket, expected=expected or 0, actual=owned.version)
            events = self._handed(owned, to=taker, origin=origin, reason=reason)
            answer = owned.told_after(len(events))
            if not events:
                return Appended(position=self.log.head(), answer=answer)
            write = Write(stream=ticket, expected=owned.version, events=events)
            change = Change(
                command=command, by=by, at=self.clock.now(), writes=(write,), cause=cause,
                fingerprint=fingerprint, answer=answer,
            )  # fmt: skip
            try:
                return self.log.append(change)
            except VersionConflict:
                to(self.owned(ticket))
                raise

    def frozen_under(self, policy: Policy) -> tuple[Frozen, Frozen]:
        """What waits now under the policy in force, and under another."""
        with self._one_at_a_time:
            self.catch_up()
            now = self.clock.now()
            return self.situation.freeze(now), self.situation.freeze_under(policy, now)

    def take_credit_back(self) -> None:
        """Release what its requester settled alone: such a ticket has no owner and credits nobody."""
        for ticket, cause in list(self.situation.settled_alone.items()):
            self.change_hands(
                ticket, to=lambda _: None, origin=Origin.PUT_BACK, by=ASSIGNMENT,
                command=f"settled-alone/{cause}", cause=cause,
            )  # fmt: skip

    def weigh(self) -> None:
        """Count what was resolved, learn when it is time, and forecast what is new."""
        for step in (self.weighing.count, self.weighing.learn, self.weighing.forecast):
            if step():
                self.catch_up()

    def owned(self, ticket: TicketId) -> Owned:
        """The ticket's ownership, from its own history."""
        return self.histories.get(ticket, owned_after)

    def _handed(
        self, owned: Owned, *, to: PersonId | None, origin: Origin, reason: str | None
    ) -> tuple[Event, ...]:
        why = Personal(reason) if reason else None
        moved: tuple[Event, ...] = ()
        if to == owned.owner:
            return ()
        if to is not None:
            moved = (TicketAssigned(agent=to, origin=origin, before=owned.owner, reason=why),)
        elif owned.owner is not None:
            moved = (TicketReleased(agent=owned.owner, reason=why),)
        return (*moved, *self._booked(owned, to=to, origin=origin))

    def _booked(self, owned: Owned, *, to: PersonId | None, origin: Origin) -> tuple[Event, ...]:
        if owned.id not in self.situation.tickets:
            return booked(owned.booking, to=to, origin=origin, toughness=0, entitled={}, team=None)
        waiting = self.situation.waiting_as(owned.id, self.clock.now())
        return booked(
            owned.booking,
            to=to,
            origin=origin,
            toughness=waiting.toughness,
            entitled=self._entitled(waiting),
            team=waiting.team,
        )

    def _entitled(self, ticket: WaitingTicket) -> dict[PersonId, int]:
        frozen = self.situation.freeze(self.clock.now(), self.cursor)
        return eligibility.entitled_to(ticket, frozen)

    def _record(self, frozen: Frozen, decision: Decision) -> Appended:
        round_id = RoundId(StreamId(f"round-{self.chance.token(16).hex()}"))
        stale: set[TicketId] = set()
        self.problems.keep(decision.problem, decision.digest, frozen.now)
        while True:
            try:
                told = self.log.append(self._change(frozen, decision, round_id, stale))
                if self.proofs and decision.status != RoundStatus.PROVEN:
                    self.proofs.ask(unproven(round_id, decision))
                return told
            except VersionConflict as late:
                trail.info("a decision came too late", ticket=late.stream)
                stale.add(TicketId(late.stream))

    def _change(
        self, frozen: Frozen, decision: Decision, round_id: RoundId, stale: set[TicketId]
    ) -> Change:
        tickets = tuple(
            msgspec.structs.replace(each, agent=None, waits_because=deciding.STALE)
            if each.ticket in stale
            else each
            for each in decision.tickets
        )
        event = recorded(frozen, decision, tickets)
        deals = deals_of(frozen, [each for each in tickets if each.agent], round_id)
        return Change(
            command=round_id,
            by=ASSIGNMENT,
            at=frozen.now,
            writes=(Write(stream=round_id, expected=0, events=(event,)), *deals),
        )
