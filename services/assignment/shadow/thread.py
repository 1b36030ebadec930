"""The thread that keeps the policy in the shadow up with the desk, long after each commit.

Dealing never waits for it and knows nothing of it: it reads the log as any view does, rests as long as each
comparison took, passes rounds over where too many came at once, and ends the shadow where it fails itself.
"""

import threading
import time
from datetime import datetime, timedelta

import structlog

from services.assignment.round.kept_problems import KeptProblems
from services.assignment.shadow.desk_stream import Shadow, Shadowing, shadowing
from services.assignment.shadow.fold import ShadowFold
from shared.clock import Clock
from shared.eventlog.persevering import Persevering
from shared.eventlog.port import Change, EventLog, LogIsUnavailable, VersionConflict, Write
from shared.events.declaration import Event
from shared.events.shadow import ShadowStopped
from shared.vocabulary.identity import ASSIGNMENT, DESK, Plain, StreamId
from shared.vocabulary.words import ShadowEnd

EVERY = 1.0
"""Seconds between two looks at the log."""
AT_ONCE = 5_000
"""Events read at once."""
ROUNDS_AT_ONCE = 100
"""Rounds compared of those; where there are more, the oldest are passed over."""
ROUNDS_A_RECORD = 50
"""Rounds after which a record is due."""
RECORD_AFTER = timedelta(minutes=1)
"""So long a comparison waits for others to be recorded with."""
trail = structlog.get_logger(__name__)


class ShadowThread:
    """Lets the policy in the shadow decide."""

    def __init__(self, log: EventLog, clock: Clock, problems: KeptProblems) -> None:
        self._log, self._clock, self._problems = log, clock, problems
        self._fold: ShadowFold | None = None
        self._since: datetime | None = None
        """When the first comparison was made that is not recorded yet."""
        self._ended = threading.Event()
        self._going_on = Persevering("shadow", self._go_on)
        self._thread = threading.Thread(target=self._run, name="shadow", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def position(self) -> int:
        """Everything up to here was read and compared; 0 while nothing decides in the shadow."""
        return self._fold.position if self._fold else 0

    def close(self) -> None:
        """End after the comparison under way; what was compared is recorded first."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        self._going_on.run(self._ended)
        try:
            if self._fold:
                self._record(self._fold)
        except (LogIsUnavailable, VersionConflict):
            trail.exception("what was compared last will be compared again after the next start")

    def _go_on(self) -> None:
        self._ended.wait(EVERY)
        self.turn()

    def turn(self, *, record: bool = False) -> None:
        """Read what happened since and compare it; `record`: at once, whatever there is to record."""
        now = shadowing(self._log.history(DESK))
        if now.last and (now.running or now.untold or self._fold):
            self._keep_up(now.last, now, record=record)
        if now.untold:
            self._tell_end(now, now.untold)

    def _keep_up(self, shadow: Shadow, now: Shadowing, *, record: bool) -> None:
        try:
            fold = self._folded(shadow)
            self._read(fold, shadow.end.position if shadow.end else self._log.head())
            if record or shadow.end or self._record_is_due(fold):
                self._record(fold)
        except (LogIsUnavailable, VersionConflict):
            self._fold = None
            raise
        except Exception as broken:
            trail.exception("the policy in the shadow failed", shadow=shadow.started.shadow)
            self._give_up(now, shadow, broken)
        if shadow.end:
            self._fold = None

    def _folded(self, shadow: Shadow) -> ShadowFold:
        """The shadow, read on from where it was, or from the beginning."""
        before = self._fold
        if before and before.shadow.started.shadow == shadow.started.shadow:
            return before
        if before:
            self._record(before)
        recorded = self._log.history(StreamId(shadow.started.shadow))
        self._fold = ShadowFold.of(shadow, self._problems, recorded)
        return self._fold

    def _read(self, fold: ShadowFold, until: int) -> None:
        """Everything up to that position, with rests."""
        while not self._ended.is_set():
            told = self._log.read(after=fold.position, limit=AT_ONCE, until=until)
            due = [each.position for each in told if fold.is_due(each)]
            skipped = frozenset(due[:-ROUNDS_AT_ONCE])
            began = time.perf_counter()
            for each in told:
                if self._ended.is_set():
                    return
                if fold.take(each, skip=each.position in skipped):
                    self._since = self._since or self._clock.now()
                    self._ended.wait(time.perf_counter() - began)
                    began = time.perf_counter()
            if len(told) < AT_ONCE:
                return
            self._ended.wait(time.perf_counter() - began)

    def _record_is_due(self, fold: ShadowFold) -> bool:
        waited = self._clock.now() - self._since if self._since else timedelta(0)
        return len(fold.unrecorded.compared) >= ROUNDS_A_RECORD or waited >= RECORD_AFTER

    def _record(self, fold: ShadowFold) -> None:
        """Append what was compared since the last record, if anything."""
        shadow, event = StreamId(fold.shadow.started.shadow), fold.record()
        if event is None:
            return
        version = fold.unrecorded.version
        self._append(event, to=shadow, after=version, command=f"shadow/{shadow}/{version}")
        fold.mark_recorded()
        self._since = None

    def _give_up(self, now: Shadowing, shadow: Shadow, broken: Exception) -> None:
        """End the shadow and say what kind of fault it was; its words may speak of people and stay away."""
        failure = Plain(f"{type(broken).__name__} after position {self.position()}")
        self._fold = None
        if shadow.end is None:
            self._stop(now, shadow, ShadowEnd.FAILED, failure=failure)

    def _tell_end(self, now: Shadowing, shadow: Shadow) -> None:
        """Record the end of a shadow that another event ended."""
        assert shadow.end, "only a shadow that ended is told of"
        self._stop(now, shadow, shadow.end.why, cause=shadow.end.cause)

    def _stop(
        self,
        now: Shadowing,
        shadow: Shadow,
        why: ShadowEnd,
        *,
        failure: Plain | None = None,
        cause: str | None = None,
    ) -> None:
        event = ShadowStopped(shadow=shadow.started.shadow, why=why, failure=failure)
        command = f"shadow-end/{shadow.started.shadow}"
        self._append(event, to=DESK, after=now.version, command=command, cause=cause)

    def _append(
        self, event: Event, *, to: StreamId, after: int, command: str, cause: str | None = None
    ) -> None:
        write = Write(stream=to, expected=after, events=(event,))
        self._log.append(
            Change(
                command=command, by=ASSIGNMENT, at=self._clock.now(), writes=(write,), cause=cause
            )
        )
