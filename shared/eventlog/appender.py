"""Writes the log's file: stamps what the line in front of it holds, commits it, and says so.

Numbers are handed out from memory and stored with the next commit: whoever uses one does so in that
commit or a later one, so a number that counts was never handed out twice, and asking for one costs
no disk flush.
"""

import threading
import time
from collections.abc import Sequence

import structlog
from prometheus_client import Counter, Histogram

from shared.clock import Clock
from shared.eventlog import schema
from shared.eventlog.admission import Tail
from shared.eventlog.arrivals import Announced
from shared.eventlog.envelope import as_text
from shared.eventlog.mark import HeadMark, MarkFile
from shared.eventlog.prepare import Prepared
from shared.eventlog.recorder import Recorder
from shared.eventlog.writer import GroupCommit, Outcome
from shared.garbage_pauses import not_collecting

EVENTS = Counter("evenhand_log_events", "Events the log has taken")
FLUSHES = Histogram("evenhand_log_commit_seconds", "From admission to being safe on disk")
MANY = 500
trail = structlog.get_logger(__name__)


class Appender:
    """The writer for the process that holds the file."""

    def __init__(
        self, recorder: Recorder, *, clock: Clock, mark: MarkFile, arrivals: Announced
    ) -> None:
        self._recorder, self._clock = recorder, clock
        self._mark, self._arrivals = mark, arrivals
        facts = dict(recorder.fetch(schema.FACTS))
        self._log, self._generation = facts["log"], int(facts["generation"])
        self._counting = threading.Lock()
        self._next: dict[str, int] = dict(recorder.fetch(schema.COUNTERS))
        self._counted: dict[str, int] = {}
        arrivals.announce(recorder.max_notification_id())
        self._line = GroupCommit(self._commit)

    def append(self, changes: Sequence[Prepared], *, whole: bool) -> list[Outcome]:
        """The outcomes of the changes, once they are on disk."""
        return self._line.append(changes, whole=whole)

    def reserve(self, counter: str, count: int) -> int:
        """The first of `count` numbers that nobody else will get."""
        with self._counting:
            first = self._next.get(counter, 1)
            self._next[counter] = self._counted[counter] = first + count
            return first

    def close(self) -> None:
        """Finish what is in line."""
        self._line.close()
        self._mark.close()

    def _commit(self, changes: Sequence[Prepared], whole: bool) -> list[Outcome]:
        started = time.perf_counter()
        tail = Tail(0, self._generation, as_text(self._clock.now()))
        with self._counting:
            counted, self._counted = self._counted, {}
        try:
            with not_collecting(len(changes) >= MANY):
                outcomes: list[Outcome] = self._recorder.insert_events(  # type: ignore[assignment]
                    changes,  # type: ignore[arg-type]
                    tail=tail,
                    whole=whole,
                    counters=counted,
                )
        except BaseException:
            with self._counting:
                self._counted = counted | self._counted
            raise
        self._say(tail)
        FLUSHES.observe(time.perf_counter() - started)
        return outcomes

    def _say(self, tail: Tail) -> None:
        """Mark the new head and wake whoever follows; the events are safe already."""
        if not tail.new_events:
            return
        newest = tail.new_events[-1]
        mark = HeadMark(
            log=self._log,
            generation=self._generation,
            position=tail.position,
            hash=newest[schema.HASH].hex(),
        )
        try:
            self._mark.write(mark)
        except OSError:
            trail.warning("the head mark could not be written", exc_info=True)
        EVENTS.inc(len(tail.new_events))
        self._arrivals.announce(tail.position)
