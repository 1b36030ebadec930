"""Watches the feed and runs a round when something happened, or when time alone let somebody begin."""

import threading

import structlog
from prometheus_client import Histogram

from services.assignment.desk import Assignment
from services.assignment.engine.exact import exact
from services.assignment.round import later_proof
from shared.eventlog.persevering import Persevering

ROUND = Histogram("evenhand_round_seconds", "From the first new event to the recorded round")
trail = structlog.get_logger(__name__)


class Watch:
    """The one decider of a desk."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
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
        self._load_the_exact_model()
        proofs = self.assignment.proofs = later_proof.Beside(
            self.assignment.log, self.assignment.clock
        )
        proofs.start()
        try:
            self._going_on.run(stop)
        finally:
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
                desk.run_round()

    def _load_the_exact_model(self) -> None:
        try:
            exact.load()
        except Exception:
            trail.exception("the exact model cannot be loaded; rounds go on without proof")
