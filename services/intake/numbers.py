"""Ticket numbers: one by one on a quiet desk, many at once on a busy one.

Each reservation is a disk flush of its own. Numbers that were reserved and not used are left out.
"""

import threading
from datetime import datetime, timedelta

from shared.clock import Clock
from shared.eventlog.port import EventLog
from shared.eventlog.references import NUMBER

SOON = timedelta(seconds=1)
MOST = 64
"""At most so many numbers are lost when the desk stops."""


class Numbers:
    """Hands out numbers that nobody else gets; reserves twice as many each time they go fast."""

    def __init__(self, log: EventLog, clock: Clock) -> None:
        self._log, self._clock = log, clock
        self._lock = threading.Lock()
        self._next = self._end = 0
        self._size = 1
        self._reserved_at: datetime | None = None

    def next(self) -> int:
        """The next free number."""
        with self._lock:
            if self._next == self._end:
                self._reserve(self._clock.now())
            self._next += 1
            return self._next - 1

    def _reserve(self, now: datetime) -> None:
        busy = self._reserved_at is not None and abs(now - self._reserved_at) < SOON
        self._size = min(self._size * 2, MOST) if busy else 1
        self._reserved_at = now
        self._next = self._log.reserve(NUMBER, self._size)
        self._end = self._next + self._size
