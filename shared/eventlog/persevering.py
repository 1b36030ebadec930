"""What follows the log goes on: a turn that fails is told, rested from, and tried again.

A full disk is emptied, a key store comes back; until then nothing is lost, and `/readyz` says what is
wrong. A fault of our own is tried again as well: it stays visible, and everything else goes on.
"""

import threading
from collections.abc import Callable

import structlog

from shared.eventlog.port import LogIsUnavailable
from shared.sealing.port import KeysAreUnavailable

FIRST_REST, LONGEST_REST = 0.5, 30.0
"""Seconds; each rest in a row is twice as long as the one before."""
trail = structlog.get_logger(__name__)


class Persevering:
    """Repeats a turn until told to stop."""

    def __init__(self, name: str, turn: Callable[[], object]) -> None:
        self.name, self._turn = name, turn
        self.trouble: str | None = None
        """Why it rests, while it does."""

    def run(self, stop: threading.Event) -> None:
        """Turn after turn; an exception ends the turn, never the loop."""
        rest = FIRST_REST
        while not stop.is_set():
            try:
                self._turn()
            except Exception as trouble:
                self.trouble = told(trouble)
                trail.exception("it rests and tries again", part=self.name, seconds=rest)
                stop.wait(rest)
                rest = min(2 * rest, LONGEST_REST)
            else:
                self.trouble, rest = None, FIRST_REST


def told(trouble: Exception) -> str:
    """The kind of a trouble, and its words where they are our own; others may speak of people."""
    ours = isinstance(trouble, LogIsUnavailable | KeysAreUnavailable)
    return f"{type(trouble).__name__}{f': {trouble}' if ours else ''}"
