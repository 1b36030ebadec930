"""The policies a desk agreed on one after the other, so that a page of the past goes by that of then."""

from datetime import datetime

from shared.eventlog.moment import At, known
from shared.vocabulary.policy import SHIPPED, Policy


class Agreed:
    """Every policy with when it was set; before the first the shipped one holds."""

    def __init__(self) -> None:
        self._set: list[tuple[int, datetime, Policy]] = []

    def take(self, position: int, at: datetime, policy: Policy) -> None:
        """The desk agreed on it."""
        self._set.append((position, at, policy))

    def at(self, at: At = None) -> Policy:
        """The policy in force at a moment."""
        then = (policy for position, set_at, policy in reversed(self._set)
                if known(position, set_at, at))  # fmt: skip
        return next(then, SHIPPED)
