"""Watches the feed and runs a round when something happened, or when time alone may have."""

import threading
import time

from prometheus_client import Histogram

from services.assignment import exact
from services.assignment.desk import Assignment

ROUND = Histogram("evenhand_round_seconds", "From the first new event to the recorded round")
TIME_ALONE = 5.0
"""Seconds after which shifts and focus time are looked at again even if nothing happened."""


class Watch:
    """The one decider of a desk."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment

    def run(self, stop: threading.Event) -> None:
        """Until told to stop."""
        exact.load()
        last = 0.0
        while not stop.is_set():
            every = self.assignment.situation.policy.assignment.round_every_ms / 1000
            if not self.assignment.stirred:
                self.assignment.await_news(every)
            self.assignment.catch_up()
            if self.assignment.stirred or time.monotonic() - last > TIME_ALONE:
                with ROUND.time():
                    self.assignment.run_round()
                last = time.monotonic()
