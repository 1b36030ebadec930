"""The process of its own that plans: it reads the log as any view does, and nothing of the desk waits for it.

Run as `python -m services.assignment.tentative.following SETTINGS`, these as JSON. It ends when its standard
input is closed, and says one byte on its standard output for each turn.
"""

import os
import sys
import threading
import time
from datetime import datetime, timedelta
from typing import NoReturn

import msgspec
import structlog

from services.assignment.engine.search import compiling
from services.assignment.situation.situation import Situation
from services.assignment.tentative.coming import prospect_of
from services.assignment.tentative.kept import KeptPlan
from services.assignment.tentative.planning import planned
from shared.clock import Clock, SystemChance, SystemClock
from shared.eventlog.choice import Purpose, opened
from shared.eventlog.port import Cursor, Feed
from shared.settings import Settings

EVERY = 1.0
"""Seconds between two looks at the log."""
RESTS, LONGEST_REST = 2, 30.0
"""How many times as long as a turn took it rests after it, and seconds of such a rest at most."""
AGAIN_AFTER = timedelta(minutes=1)
"""Time alone brings openings nearer: after so long a plan is made anew though nothing happened."""
AT_ONCE = 2_000
POLITE = 19


class Following:
    """The situation folded on, and the plan after it."""

    def __init__(self, feed: Feed, clock: Clock, kept: KeptPlan) -> None:
        self._feed, self._clock, self._kept = feed, clock, kept
        self._situation = Situation()
        self._cursor: Cursor = feed.start()
        self._planned: tuple[int, datetime] | None = None
        """Up to which position the last plan knew everything, and when it was made."""

    def read_on(self) -> bool:
        """Read some of what happened; whether there may be more."""
        batch = self._feed.poll(self._cursor, limit=AT_ONCE, wait=0.0)
        for told in batch.events:
            self._situation.take(told)
        self._cursor = batch.cursor
        return len(batch.events) >= AT_ONCE

    def plan(self) -> None:
        """Plan what rounds left waiting, if anything happened since, or some time went by."""
        now = self._clock.now()
        before, seen = self._kept.read(), self._cursor.through
        if self._planned and seen == self._planned[0] and now - self._planned[1] < AGAIN_AFTER:
            return
        self._planned = seen, now
        situation = self._situation
        if situation.unreadable or not situation.rounds.recent:
            return
        frozen = situation.freeze(now)
        left = tuple(each for each in frozen.tickets if each.id in situation.rounds.reasons)
        if not left and (before is None or not before.tickets):
            return
        desk = msgspec.structs.replace(frozen, tickets=left)
        self._kept.keep(planned(prospect_of(situation, desk), before, situation.rounds.recent[-1]))


def follow(settings: Settings) -> NoReturn:
    """Turn after turn, until this process is ended."""
    with opened(settings, Purpose.READING, clock=SystemClock(), chance=SystemChance()) as at_hand:
        following = Following(at_hand.feed, SystemClock(), KeptPlan(settings.tentative_file))
        loaded = False
        while True:
            began = time.monotonic()
            while following.read_on():
                beat()
            if not loaded and compiling.is_full(settings.kernel):
                compiling.load(settings.kernel)
                loaded = True
            if loaded:  # interpreted, a pass would take minutes
                following.plan()
            beat()
            took = time.monotonic() - began
            time.sleep(max(EVERY, min(RESTS * took, LONGEST_REST)))


def beat() -> None:
    """Say that it goes on."""
    os.write(sys.stdout.fileno(), b".")


def end_with_the_desk() -> None:
    """End at once when whoever began this process is gone."""
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    os.nice(POLITE)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    given = Settings(**msgspec.json.decode(sys.argv[1]))
    threading.Thread(target=end_with_the_desk, name="ending", daemon=True).start()
    follow(given)
