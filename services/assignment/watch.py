"""Watches the feed and runs a round when something happened, or when time alone let somebody begin.

What makes deciding quicker and surer, the compiled kernel and the exact model, takes a second of CPU to load.
The desk decides first, by the interpreted kernel, and loads them after that (decision 23).
"""

import threading
import time
from collections.abc import Callable

from prometheus_client import Histogram

from services.assignment.desk import Assignment
from services.assignment.round import later_proof
from services.assignment.shadow.thread import ShadowThread
from shared.eventlog.persevering import Persevering

NOTHING_TO_DECIDE = 3.0
"""Seconds without a decision after which a fresh desk is loaded whole all the same."""
ROUND = Histogram("evenhand_round_seconds", "From the first new event to the recorded round")


class Watch:
    """The one decider of a desk.

    `load_the_rest` is called once, when it has decided what it found; later rounds are quicker by it.
    """

    def __init__(self, assignment: Assignment, load_the_rest: Callable[[], None]) -> None:
        self.assignment, self._load_the_rest = assignment, load_the_rest
        self._shadow = ShadowThread(assignment.log, assignment.clock, assignment.problems)
        self._began: float | None = None
        self._going_on = Persevering("assignment", self.turn)

    @property
    def trouble(self) -> str | None:
        """Why nothing is dealt just now; None while all is well."""
        return self._going_on.trouble

    def position(self) -> int:
        """Everything up to here is known to whoever decides."""
        return self.assignment.cursor.through

    def run(self, stop: threading.Event) -> None:
        """Until told to stop."""
        self._began = time.monotonic()
        desk = self.assignment
        proofs = desk.proofs = later_proof.LaterProofs(desk.log, desk.clock)
        proofs.start()
        try:
            self._going_on.run(stop)
        finally:
            self._shadow.close()
            proofs.close()

    def turn(self) -> None:
        """Wait for news, at most as long as the policy lets time pass, and decide if there is cause."""
        every = self.assignment.situation.policy.assignment.round_every_ms / 1000
        if not self.assignment.stirred:
            self.assignment.await_news(every)
        self.assignment.catch_up()
        desk = self.assignment
        if desk.stirred or desk.time_is_up() or desk.others_can_begin():
            with ROUND.time():
                told = desk.run_round()
            self._load_after_first_decision(decided=told is not None)
        else:
            self._load_after_first_decision(decided=False)

    def _load_after_first_decision(self, *, decided: bool) -> None:
        if self._began is not None and (
            decided or time.monotonic() - self._began > NOTHING_TO_DECIDE
        ):
            self._began = None
            self._load_the_rest()
            self._shadow.start()
