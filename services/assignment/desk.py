"""The assignment service: keeps its situation, runs rounds, and records every change of hands."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from services.assignment.giving.outcome import Moment, Outcome
from services.assignment.giving.ownership import Owned, Taker, owned_after
from services.assignment.problem import eligibility
from services.assignment.requests.offers import lapsed
from services.assignment.round import deciding
from services.assignment.round.deciding import Decision, decide
from services.assignment.round.granted import events_of, moment_of
from services.assignment.round.kept_problems import KeptProblems
from services.assignment.round.later_proof import LaterProofs
from services.assignment.round.recording import Forecasts, record
from services.assignment.situation.situation import Situation
from services.assignment.situation.standing import Frozen, foreseen
from services.assignment.toughness.appraising import Appraisal
from shared.clock import Chance, Clock, fresh_id
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
from shared.sealing.port import Seals
from shared.vocabulary.identity import (
    ASSIGNMENT,
    CLOCK,
    Actor,
    PersonId,
    RoundId,
    StreamId,
    TicketId,
)
from shared.vocabulary.policy import Policy
from shared.vocabulary.words import Origin

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
        self.appraisal = Appraisal(log=log, clock=clock, seals=seals, owned=self.owned)
        self.problems = problems or KeptProblems()
        self.proofs: LaterProofs | None = None
        """Who looks for proofs after the commit, if anybody does."""
        self.cursor: Cursor = feed.start()
        self.stirred = False
        """Whether anything was read since the last round began, whoever read it."""
        self._on_hand: frozenset[PersonId] = frozenset()
        self._decided_at: datetime | None = None
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
                self.appraisal.take(told)
        except Exception:
            self.situation, self.cursor = Situation(), self.feed.start()
            self.appraisal.forget()
            raise
        self.cursor = batch.cursor

    def others_can_begin(self) -> bool:
        """Whether, while tickets wait, somebody's shift, leave or focus time began or ended."""
        with self._one_at_a_time:
            frozen = self.situation.freeze(self.clock.now(), only=self.situation.waiting()[:1])
            before, self._on_hand = self._on_hand, eligibility.on_hand(frozen)
            return bool(frozen.tickets) and self._on_hand != before

    def time_is_up(self) -> bool:
        """Whether since the last round an offer lapsed, or somebody may be asked again."""
        situation, now = self.situation, self.clock.now()
        pause = timedelta(minutes=situation.policy.giving.again_minutes)
        return situation.pending.time_is_up(self._decided_at or now, now, pause)

    def run_round(self) -> Appended | None:
        """Decide on everything that waits and record it; None if there is nothing new to say.

        What is learned of toughness is recorded after it, for no ticket waits for that.
        """
        with self._one_at_a_time:
            self.catch_up()
            self.take_credit_back()
            self.let_offers_lapse()
            self.stirred = False
            try:
                return self._decided()
            finally:
                self.weigh()

    def _decided(self) -> Appended | None:
        """Raised hands, then whatever waits for an owner."""
        self.situation.must_be_readable()
        now = self._decided_at = self.clock.now()
        helped = self._decide(self.situation.freeze_hands(now, self.cursor), {})
        forecasts = self.appraisal.expected()
        expected = {ticket: each.toughness for ticket, each in forecasts.items()}
        frozen = foreseen(self.situation.freeze(now, self.cursor), expected)
        return self._decide(frozen, forecasts) or helped

    def _decide(self, frozen: Frozen, forecasts: Forecasts) -> Appended | None:
        if not frozen.tickets:
            return None
        decision = decide(frozen)
        self.situation.rounds.wait_on(each.ticket for each in decision.tickets if not each.agent)
        if not deciding.changed(decision, self.situation.rounds.reasons):
            return None
        appended = self._record(frozen, decision, forecasts)
        self.catch_up()
        return appended

    def carry_out(
        self,
        ticket: TicketId,
        outcome: Callable[[Owned, Moment], Outcome],
        *,
        by: Actor,
        command: str,
        fingerprint: bytes = b"",
        expected: int | None = None,
        cause: str | None = None,
    ) -> Appended:
        """Decide a request about a ticket on its newest version, and record what it comes to.

        It is asked of the ticket as it stands in its turn, and again where another process was faster, which
        its refusal names. What has a fingerprint keeps its answer for a repeat, also if all is so already.
        """
        with self._one_at_a_time:
            if told := self.log.answered(command, fingerprint=fingerprint):
                return told
            self.catch_up()
            owned, now = self.owned(ticket), self.clock.now()
            desk = self._around(ticket, now)
            moment = moment_of(desk, self.situation.policy, now)
            events = events_of(owned, outcome(owned, moment), desk)
            if expected not in (None, owned.version):
                raise VersionConflict(ticket, expected=expected or 0, actual=owned.version)
            answer = owned.answer_after(len(events))
            if not events and not fingerprint:
                return Appended(position=self.log.head(), answer=answer)
            write = Write(stream=ticket, expected=owned.version, events=events)
            change = Change(
                command=command, by=by, at=now, writes=(write,) if events else (), cause=cause,
                fingerprint=fingerprint, answer=answer,
            )  # fmt: skip
            try:
                return self.log.append(change)
            except VersionConflict:
                outcome(self.owned(ticket), moment)
                raise

    def change_hands(
        self, ticket: TicketId, *, to: Taker, origin: Origin, by: Actor, command: str,
        reason: str | None = None, cause: str | None = None,
    ) -> Appended:  # fmt: skip
        """Let the ticket be somebody's, or nobody's; the rules have been asked by the caller."""
        return self.carry_out(
            ticket, lambda owned, _: Outcome(to(owned), origin, reason), by=by, command=command,
            cause=cause,
        )  # fmt: skip

    def _around(self, ticket: TicketId, now: datetime) -> Frozen | None:
        """The ticket among the agents as they stand; None where the desk does not act on it."""
        if ticket not in self.situation.tickets:
            return None
        return self.situation.freeze(now, self.cursor, only=(ticket,))

    def frozen_under(self, policy: Policy) -> tuple[Frozen, Frozen]:
        """What waits now, as it is decided and as it would be had the desk agreed on that policy."""
        with self._one_at_a_time:
            self.catch_up()
            now = self.clock.now()
            return self.situation.freeze(now), self.situation.freeze_under(policy, now)

    def frozen_now(self, ticket: TicketId) -> Frozen:
        """The desk as a round about this ticket would see it now."""
        with self._one_at_a_time:
            return self.situation.freeze(self.clock.now(), only=[ticket])

    def take_credit_back(self) -> None:
        """Release what its requester settled alone: such a ticket has no owner and credits nobody."""
        for ticket, cause in list(self.situation.settled_alone.items()):
            self.change_hands(
                ticket, to=lambda _: None, origin=Origin.PUT_BACK, by=ASSIGNMENT,
                command=f"settled-alone/{cause}", cause=cause,
            )  # fmt: skip

    def let_offers_lapse(self) -> None:
        """Tell of each offer whose time is over that nobody answered it."""
        for ticket, offer in self.situation.pending.lapsed(self.clock.now()):
            lapse, end = f"lapse/{offer.id}", partial(lapsed, offer)
            try:
                self.carry_out(ticket, end, by=CLOCK, command=lapse, cause=offer.id)
            except VersionConflict:
                trail.info("an offer lapses a moment later", ticket=ticket)
        self.catch_up()

    def weigh(self) -> None:
        """Count what was resolved, learn when it is time, and forecast what no round decided on."""
        for step in (self.appraisal.count, self.appraisal.learn, self.appraisal.forecast):
            if step():
                self.catch_up()

    def owned(self, ticket: TicketId) -> Owned:
        """The ticket's ownership, from its own history."""
        return self.histories.get(ticket, owned_after)

    def _record(self, frozen: Frozen, decision: Decision, forecasts: Forecasts) -> Appended:
        round_id = RoundId(StreamId(f"round-{fresh_id(self.chance)}"))
        self.problems.keep(decision.problem, decision.digest, frozen.now)
        told = record(self.log, frozen, decision, round_id, forecasts)
        if self.proofs:
            self.proofs.after(round_id, decision)
        return told
