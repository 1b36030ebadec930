"""Tells when the log has grown, so that whoever follows it neither waits long nor asks often."""

import threading
import time
from collections.abc import Callable
from typing import Protocol

LOOK_EVERY_SECONDS = 0.05


class Arrivals(Protocol):
    """How far the log has come, as seen from this process."""

    def head(self) -> int:
        """Position of the newest event."""

    def wait_beyond(self, position: int, seconds: float) -> int:
        """The head, as soon as it is beyond the position or the time is over."""

    def end(self) -> None:
        """Let everyone go who waits."""


class Announced:
    """Where the writer is in this process and says so."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._head = 0
        self._ended = False

    def announce(self, position: int) -> None:
        """Events up to this position are on disk."""
        with self._changed:
            self._head = position
            self._changed.notify_all()

    def head(self) -> int:
        return self._head

    def wait_beyond(self, position: int, seconds: float) -> int:
        with self._changed:
            self._changed.wait_for(lambda: self._head > position or self._ended, seconds)
            return self._head

    def end(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()


class Polled:
    """Where another process writes: the file is looked at now and then."""

    def __init__(self, look: Callable[[], int]) -> None:
        self._look = look
        self._ended = threading.Event()

    def head(self) -> int:
        return self._look()

    def wait_beyond(self, position: int, seconds: float) -> int:
        until = time.monotonic() + seconds
        while (head := self._look()) <= position and time.monotonic() < until:
            if self._ended.wait(LOOK_EVERY_SECONDS):
                break
        return head

    def end(self) -> None:
        self._ended.set()
