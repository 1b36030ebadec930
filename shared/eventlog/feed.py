"""The feed of a log that is at hand: it reads the log after the cursor and is woken by its writer."""

from typing import Any, Protocol

import structlog
from prometheus_client import Counter

from shared.eventlog.continuity import Followed, follow
from shared.eventlog.port import Batch, Cursor, CursorIsForeign
from shared.eventlog.recorded import Recorded
from shared.vocabulary.identity import SHARDS

GAPS = Counter("evenhand_feed_gaps", "Shards in which a feed missed an event and was refilled")
trail = structlog.get_logger(__name__)


class Source(Protocol):
    """What a feed needs of its log."""

    @property
    def id(self) -> str: ...

    @property
    def generation(self) -> int: ...

    def read(self, *, after: int, limit: int) -> list[Recorded[Any]]: ...

    def head(self) -> int: ...

    def wait_beyond(self, position: int, seconds: float) -> int: ...


class StoreFeed:
    """Tells of a log's events in order of position."""

    def __init__(self, log: Source) -> None:
        self._log = log

    def start(self) -> Cursor:
        """The cursor before the first event."""
        return Cursor(log=self._log.id, generation=self._log.generation)

    def poll(self, cursor: Cursor, *, limit: int, wait: float) -> Batch:
        """Up to `limit` events after the cursor; waits up to `wait` seconds while there are none."""
        refuse_foreign(cursor, self._log)
        if wait > 0:
            self._log.wait_beyond(cursor.through, wait)
        events = self._log.read(after=cursor.through, limit=limit)
        followed = follow(cursor, events)
        if followed.stopped:
            followed = self._refilled(cursor, followed, events[-1].position)
        through = events[-1].position if events else cursor.through
        if followed.stopped:
            through = cursor.through
        after = Cursor(
            log=cursor.log,
            generation=cursor.generation,
            positions=followed.positions,
            through=through,
        )
        return Batch(events=followed.events, cursor=after, stopped=followed.stopped)

    def _refilled(self, cursor: Cursor, followed: Followed, until: int) -> Followed:
        GAPS.inc(len(followed.stopped))
        trail.warning("feed missed events", shards=followed.stopped, after=cursor.through)
        lowest = min(cursor.positions[shard] for shard in followed.stopped)
        events = self._log.read(after=lowest, limit=until - lowest)
        return follow(cursor, [each for each in events if each.position <= until])


def refuse_foreign(cursor: Cursor, log: Source) -> None:
    """Stop a consumer whose cursor cannot be of this log."""
    if (cursor.log, cursor.generation) != (log.id, log.generation):
        raise CursorIsForeign(
            f"the cursor is of log {cursor.log} generation {cursor.generation}, this is log {log.id} "
            f"generation {log.generation}; rebuild what was made with it: evenhand rebuild --all"
        )
    if cursor.last > log.head() or len(cursor.positions) != SHARDS:
        raise CursorIsForeign(
            f"the cursor is at {cursor.last}, beyond the log's head {log.head()}; the log was cut or "
            "restored. Rebuild what was made with it: evenhand rebuild --all"
        )
