"""Proofs that come after the commit: looked for beside the deciding, recorded as events of their own.

A round is never held up for them: they begin when no round has come for a moment. Where rounds come faster
than proofs, the oldest are let go.
"""

import threading
from collections import deque

import msgspec
import structlog

from services.assignment.engine.exact import cp_sat
from services.assignment.engine.form.plan import Bounds, Cost, Owners, gap_of, strongest
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.proving import AnswerIsRefused
from services.assignment.round.deciding import Decision
from shared.clock import Clock
from shared.eventlog.port import Appended, Change, EventLog, Write
from shared.events.assignment import RoundProven
from shared.vocabulary.identity import ASSIGNMENT, Plain, RoundId
from shared.vocabulary.words import RoundStatus

WAITING_AT_MOST = 4
"""Rounds that wait for a proof; an older one is let go for a newer one."""
QUIET = 1.0
"""Seconds without a round before a proof begins, for it takes one of the machine's cores for itself."""
EXACT_UP_TO = 50
"""Tickets up to which the exact model is asked; what is larger is for `evenhand prove`, at night."""
LIMIT = 1.0
"""Deterministic time of OR-Tools for each level of such a proof."""
trail = structlog.get_logger(__name__)


class Unproven(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded round whose plan is not proven to be the best."""

    round: RoundId
    problem: Problem
    digest: str
    owners: Owners
    cost: Cost
    bounds: Bounds
    seed: int


def unproven(round_id: RoundId, decision: Decision) -> Unproven:
    """A decision that was recorded as that round."""
    return Unproven(
        round=round_id,
        problem=decision.problem,
        digest=decision.digest,
        owners=decision.owners,
        cost=decision.cost,
        bounds=decision.bounds,
        seed=decision.seed,
    )


def proven(asked: Unproven) -> Bounds:
    """The bounds of the recorded plan after asking the exact model, with more time than a commit has."""
    proof = cp_sat.prove(asked.problem, asked.owners, limit=LIMIT, seed=asked.seed)
    verdict = judge(asked.problem, proof.owners)
    if verdict.breaches or verdict.cost != proof.cost or not proof.bounds.allow(proof.cost):
        raise AnswerIsRefused(f"{proof.cost} is told, {verdict.cost} counted: {verdict.breaches}")
    return strongest(asked.cost, [(asked.cost, asked.bounds), (proof.cost, proof.bounds)])


def round_proven(asked: Unproven, bounds: Bounds) -> RoundProven:
    """The event that tells it."""
    met = bounds.meet(asked.cost)
    return RoundProven(
        digest=Plain(asked.digest),
        risk=bounds.risk.value,
        overflow=bounds.overflow.value,
        bound=bounds.minutes.value,
        kind=Plain(bounds.minutes.kind.value),
        gap=gap_of(asked.cost.minutes, bounds.minutes.value),
        status=RoundStatus.PROVEN if met else RoundStatus.BOUNDED,
    )


def record(log: EventLog, clock: Clock, asked: Unproven, bounds: Bounds) -> Appended:
    """The proof, after everything else in the round's own stream."""
    written = len(log.history(asked.round))
    write = Write(stream=asked.round, expected=written, events=(round_proven(asked, bounds),))
    command = f"proof/{asked.round}/{written}"
    return log.append(Change(command=command, by=ASSIGNMENT, at=clock.now(), writes=(write,)))


class LaterProofs:
    """The thread that looks for proofs while the desk decides on."""

    def __init__(self, log: EventLog, clock: Clock) -> None:
        self._log, self._clock = log, clock
        self._asked: deque[Unproven] = deque(maxlen=WAITING_AT_MOST)
        self._news, self._ended = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="proving", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def after(self, round_id: RoundId, decision: Decision) -> None:
        """Look for a proof of this round once it is quiet, if it lacks one and is small enough for one."""
        if decision.status != RoundStatus.PROVEN and len(decision.problem.tickets) <= EXACT_UP_TO:
            self._asked.append(unproven(round_id, decision))
        self._news.set()

    def close(self) -> None:
        """End after the proof under way."""
        self._ended.set()
        self._news.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._news.wait()
            self._news.clear()
            while self._asked and not self._ended.is_set():
                if self._news.wait(QUIET):
                    self._news.clear()
                else:
                    self.prove(self._asked.pop())

    def prove(self, asked: Unproven) -> None:
        """Look for one proof and record it; what fails is told and costs the desk nothing."""
        try:
            bounds = proven(asked)
            if bounds != asked.bounds:
                record(self._log, self._clock, asked, bounds)
        except Exception:
            trail.exception("no later proof of a round", round=asked.round)
