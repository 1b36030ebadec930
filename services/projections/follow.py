"""Follows the feed: one thread reads each batch once and hands it to every view."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from prometheus_client import Counter, Gauge, Histogram

from services.projections.recall import Recall
from services.projections.rows.file import ViewFile
from services.projections.rows.lines import Lines
from shared.clock import Clock, SystemClock
from shared.eventlog.continuity import follow
from shared.eventlog.port import Batch, Cursor, CursorIsForeign, Feed, LogIsUnavailable
from shared.eventlog.recorded import Recorded

AT_ONCE = 2_000
LOOK_SECONDS, FIRST_REST, LONGEST_REST = 0.5, 0.5, 30.0
POSITION = Gauge("evenhand_view_position", "Position up to which a view is folded", ["view"])
LAG = Gauge("evenhand_view_lag_seconds", "Age of the newest event when a view showed it", ["view"])
PARKED = Gauge("evenhand_view_parked_events", "Events a view could not show", ["view"])
BATCH = Histogram(
    "evenhand_view_batch_events", "Events in a batch", buckets=(1, 4, 16, 64, 256, 1_024, 2_048)
)
GAPS = Counter("evenhand_view_gaps", "Shards in which a view missed an event", ["view"])
trail = structlog.get_logger(__name__)


class ViewIsForeign(CursorIsForeign):
    """A view's file tells of a log that is not this one, or of more than it holds."""


class Kept(Protocol):
    """What keeps a view's lines."""

    @property
    def file(self) -> ViewFile: ...

    @property
    def view(self) -> Any: ...

    def fold(self, events: Iterable[Recorded[Any]], cursor: Cursor) -> int:
        """Fold a batch; how many of its events were parked."""


@dataclass(slots=True)
class Followed:
    """A view and how far it has come."""

    kept: Kept
    cursor: Cursor

    @property
    def name(self) -> str:
        """What the view is called."""
        return str(self.kept.view.name)


class Follower:
    """Keeps views up to date and lets pages wait for what was just done.

    Raises `ViewIsForeign` for files that do not belong to the feed's log.
    """

    def __init__(self, feed: Feed, views: Iterable[Kept], *, clock: Clock | None = None) -> None:
        self.feed = feed
        self._clock = clock or SystemClock()
        self._views = [Followed(kept, checked(kept, feed)) for kept in views]
        self.recall = Recall(self.position())
        """What was found in these views and need not be looked for again."""
        self._moved = threading.Condition()
        self._turning = threading.Lock()
        self.trouble: str | None = None
        """Why following rests for a while, such as a full disk."""
        self._tell_parked()

    def turn(self, wait: float = 0.0, *, told: Callable[[], None] = lambda: None) -> int:
        """Fold everything there is; how many events were read. `told` after each batch."""
        read = 0
        while True:
            with self._turning:
                start = min((each.cursor for each in self._views), key=far)
                batch = self.feed.poll(start, limit=AT_ONCE, wait=wait)
                if batch.events or batch.cursor != start:
                    self._take(start, batch)
            read += len(batch.events)
            wait = 0.0
            told()
            if len(batch.events) < AT_ONCE:
                return read

    def run(self, stop: threading.Event) -> None:
        """Until told to stop. What passes or can be mended meanwhile (a full disk, a busy or damaged
        file) is tried again, ever more rarely."""
        rest = FIRST_REST
        while not stop.is_set():
            try:
                self.follow_newest()
                self.turn(wait=LOOK_SECONDS)
            except (sqlite3.DatabaseError, OSError, LogIsUnavailable) as trouble:
                self.trouble = f"{type(trouble).__name__}: {trouble}"
                trail.exception("views rest and try again", seconds=rest)
                stop.wait(rest)
                rest = min(2 * rest, LONGEST_REST)
                continue
            self.trouble, rest = None, FIRST_REST

    def position(self) -> int:
        """Everything up to here is shown by every view."""
        return min(each.cursor.through for each in self._views)

    def wait_for(self, position: int, seconds: float = 1.0) -> bool:
        """Wait until every view shows what was done at the position; False if it takes longer."""
        end = time.monotonic() + seconds
        with self._moved:
            while self.position() < position:
                left = end - time.monotonic()
                if left <= 0:
                    return False
                self._moved.wait(left)
            return True

    def follow_newest(self) -> None:
        """Go over to views that were built anew beside the live ones, and notice lines folded again."""
        changed = [self._gone_over(each) or each.kept.file.was_mended() for each in self._views]
        if any(changed):
            self.recall.forget(through=self.position())
            self._tell_parked()
            self._tell_waiting()

    def _gone_over(self, each: Followed) -> bool:
        if not each.kept.file.follow_newest():
            return False
        each.cursor = checked(each.kept, self.feed)
        trail.info("a view was built anew and took over", view=each.name)
        return True

    def _take(self, start: Cursor, batch: Batch) -> None:
        BATCH.observe(len(batch.events))
        now = self._clock.now()
        fresh = continued(start, batch)
        for each in self._views:
            own = fresh if each.cursor == start else continued(each.cursor, batch)
            self._advance(each, own)
            POSITION.labels(each.name).set(each.cursor.through)
            if batch.events:
                age = (now - batch.events[-1].recorded_at).total_seconds()
                LAG.labels(each.name).set(max(0.0, age))
        self.recall.took(batch.events, self.position())
        self._tell_waiting()

    def _tell_waiting(self) -> None:
        with self._moved:
            self._moved.notify_all()

    def _advance(self, each: Followed, batch: Batch) -> None:
        if batch.stopped:
            GAPS.labels(each.name).inc(len(batch.stopped))
            trail.error("a view misses events", view=each.name, shards=batch.stopped)
        if batch.cursor == each.cursor:
            return
        parked = each.kept.fold(batch.events, batch.cursor)
        each.cursor = batch.cursor
        if parked:
            PARKED.labels(each.name).inc(parked)
            trail.error("events were parked, see `evenhand parked`", view=each.name, events=parked)

    def _tell_parked(self) -> None:
        for each in self._views:
            if isinstance(each.kept, Lines):
                PARKED.labels(each.name).set(each.kept.parking.number())


def continued(cursor: Cursor, batch: Batch) -> Batch:
    """What of a batch goes on from the cursor: no repeats, and nothing of a shard after a gap."""
    fresh = follow(cursor.positions, batch.events)
    after = Cursor(
        log=batch.cursor.log,
        generation=batch.cursor.generation,
        positions=fresh.positions,
        through=max(cursor.through, batch.cursor.through),
    )
    return Batch(events=fresh.events, cursor=after, stopped=fresh.stopped)


def far(cursor: Cursor) -> tuple[int, int]:
    """How far a cursor has come; behind is also who misses something in a shard."""
    return cursor.through, sum(cursor.positions)


def checked(kept: Kept, feed: Feed) -> Cursor:
    """How far the view has come, if it is a view of the feed's log."""
    cursor = kept.file.cursor()
    if cursor is None:
        return feed.start()
    try:
        feed.poll(cursor, limit=1, wait=0.0)
    except CursorIsForeign as foreign:
        name = kept.view.name
        raise ViewIsForeign(
            f"view {name}: {foreign} (or only: evenhand rebuild {name})"
        ) from foreign
    return cursor
