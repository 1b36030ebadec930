"""The feed of a log that is at hand: it reads on after the cursor and is woken by the writer.

A shard in which an event was missed is told again from the log. Where the log itself lacks the event
the shard stays stopped and says so; the other shards go on.
"""

from operator import attrgetter
from typing import Any, Protocol

import structlog
from prometheus_client import Counter

from shared.eventlog.continuity import Followed, follow
from shared.eventlog.port import Batch, Cursor, CursorIsForeign
from shared.eventlog.recorded import Recorded
from shared.vocabulary.identity import SHARDS

GAPS = Counter("evenhand_feed_gaps", "Shards in which a feed missed an event")
AT_ONCE = 2_000
trail = structlog.get_logger(__name__)


class Source(Protocol):
    """What a feed needs of its log."""

    @property
    def id(self) -> str: ...

    @property
    def generation(self) -> int: ...

    def read(self, *, after: int, limit: int, until: int | None = None) -> list[Recorded[Any]]: ...

    def head(self) -> int: ...

    def wait_beyond(self, position: int, seconds: float) -> int: ...


class StoreFeed:
    """Tells of a log's events in order of position."""

    def __init__(self, log: Source) -> None:
        self._log = log
        self._lacking: set[tuple[int, int]] = set()
        """Shards and the position after which the log itself lacks an event."""

    def start(self) -> Cursor:
        """The cursor before the first event."""
        return Cursor(log=self._log.id, generation=self._log.generation)

    def poll(self, cursor: Cursor, *, limit: int, wait: float) -> Batch:
        """Up to `limit` events after the cursor; waits up to `wait` seconds while there are none.

        What is told again after a gap comes on top. Raises `CursorIsForeign`.
        """
        refuse_foreign(cursor, self._log)
        if wait > 0:
            self._log.wait_beyond(cursor.through, wait)
        head = self._log.head()
        events = (
            self._log.read(after=cursor.through, limit=limit, until=head)
            if head > cursor.through
            else []
        )
        if not events:
            return Batch(events=(), cursor=cursor, stopped=self._stopped(cursor.positions))
        followed = follow(cursor.positions, events)
        through = events[-1].position
        if followed.stopped:
            followed = self._refilled(followed, through)
        after = Cursor(
            log=cursor.log,
            generation=cursor.generation,
            positions=followed.positions,
            through=through,
        )
        return Batch(
            events=followed.events, cursor=after, stopped=self._stopped(followed.positions)
        )

    def _stopped(self, positions: tuple[int, ...]) -> tuple[int, ...]:
        stopped = {shard for shard, last in self._lacking if positions[shard] == last}
        return tuple(sorted(stopped))

    def _refilled(self, followed: Followed, until: int) -> Followed:
        """The same with what the stopped shards missed, where the log has it."""
        known = self._stopped(followed.positions)
        missing = tuple(shard for shard in followed.stopped if shard not in known)
        if not missing:
            return followed
        GAPS.inc(len(missing))
        trail.warning("a feed missed events and reads the log again", shards=missing, until=until)
        filled = self._read_again(followed.positions, missing, until)
        for shard in filled.stopped:
            self._lacking.add((shard, filled.positions[shard]))
            trail.error(
                "the log lacks an event; its shard stays stopped, run `evenhand verify`",
                shard=shard,
                after=filled.positions[shard],
            )
        events = sorted((*followed.events, *filled.events), key=attrgetter("position"))
        return Followed(tuple(events), filled.positions, filled.stopped)

    def _read_again(
        self, positions: tuple[int, ...], shards: tuple[int, ...], until: int
    ) -> Followed:
        told: list[Recorded[Any]] = []
        stopped: set[int] = set()
        after = min(positions[shard] for shard in shards)
        while chunk := self._log.read(after=after, limit=AT_ONCE, until=until):
            again = follow(positions, [each for each in chunk if each.shard in shards])
            told += again.events
            stopped |= set(again.stopped)
            positions, after = again.positions, chunk[-1].position
        return Followed(tuple(told), positions, tuple(sorted(stopped)))


def refuse_foreign(cursor: Cursor, log: Source) -> None:
    """Stop a consumer whose cursor cannot be of this log."""
    if (cursor.log, cursor.generation) != (log.id, log.generation):
        raise CursorIsForeign(
            f"the cursor is of log {cursor.log} generation {cursor.generation}, this is log "
            f"{log.id} generation {log.generation}; rebuild what was made with it: "
            "evenhand rebuild --all"
        )
    if cursor.last > log.head() or len(cursor.positions) != SHARDS:
        raise CursorIsForeign(
            f"the cursor is at {cursor.last}, beyond the log's head {log.head()}; the log was cut "
            "or restored. Rebuild what was made with it: evenhand rebuild --all"
        )
