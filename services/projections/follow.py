"""Follows the feed: one thread reads each batch once and hands it to every view."""

import threading
import time
from typing import Any, Protocol

import structlog
from prometheus_client import Gauge

from services.projections.rows.sqlite import ViewFile
from shared.eventlog.port import Batch, Cursor, Feed
from shared.eventlog.recorded import Recorded

AT_ONCE = 2_000
LAG = Gauge("evenhand_view_position", "Position up to which a view is folded", ["view"])
trail = structlog.get_logger(__name__)


class Followed(Protocol):
    """What keeps a view's lines."""

    @property
    def file(self) -> ViewFile: ...

    @property
    def view(self) -> Any: ...

    def apply(self, events: list[Recorded[Any]], cursor: Cursor) -> None: ...


class Follower:
    """Keeps views up to date and lets pages wait for what was just done."""

    def __init__(self, feed: Feed, views: list[Followed]) -> None:
        self.feed, self.views = feed, views
        self.cursors = {id(view): view.file.cursor(feed.start()) for view in views}
        self._moved = threading.Condition()

    def turn(self, wait: float = 0.0) -> int:
        """Fold everything there is; how many events were read."""
        read = 0
        while True:
            slowest = min(self.cursors.values(), key=lambda cursor: cursor.through)
            batch = self.feed.poll(slowest, limit=AT_ONCE, wait=wait)
            if batch.cursor != slowest:
                self._apply(batch)
            read += len(batch.events)
            wait = 0.0
            if len(batch.events) < AT_ONCE:
                return read

    def run(self, stop: threading.Event) -> None:
        """Until told to stop."""
        while not stop.is_set():
            for view in self.views:
                self._follow_replaced(view)
            self.turn(wait=0.5)

    def position(self) -> int:
        """Everything up to here is shown by every view."""
        return min(cursor.through for cursor in self.cursors.values())

    def wait_for(self, position: int, seconds: float = 1.0) -> bool:
        """Wait until every view shows what was done at the position."""
        end = time.monotonic() + seconds
        with self._moved:
            while self.position() < position:
                left = end - time.monotonic()
                if left <= 0 or not self._moved.wait(left):
                    return self.position() >= position
            return True

    def parked(self) -> list[tuple[str, str, int, str]]:
        """Events that a view could not show: view, key, position, why."""
        return [(v.view.name, *row) for v in self.views for row in v.file.parked()]

    def _apply(self, batch: Batch) -> None:
        for view in self.views:
            cursor = self.cursors[id(view)]
            if cursor.through < batch.cursor.through:
                fresh = [each for each in batch.events if each.position > cursor.through]
                view.apply(fresh, batch.cursor)
                self.cursors[id(view)] = batch.cursor
                LAG.labels(view.view.name).set(batch.cursor.through)
        with self._moved:
            self._moved.notify_all()

    def _follow_replaced(self, view: Followed) -> None:
        view.file.reopen_if_replaced()
        self.cursors[id(view)] = view.file.cursor(self.feed.start())
