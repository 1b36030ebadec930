"""Lets writes that come at the same time share one transaction, and so one wait for the disk."""

from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

Statements = list[tuple[str, list[Any]]]
"""SQL and its rows, in order."""


class Order:
    """What one thread wants written, and what became of it."""

    def __init__(self, statements: Statements) -> None:
        self.statements = statements
        self.written = False
        self.failure: Exception | None = None


class Gathered:
    """Whoever gets the writing lock first writes for all who wait for it."""

    def __init__(
        self, lock: AbstractContextManager[Any], commit: Callable[[Statements], None]
    ) -> None:
        self._lock = lock
        self._commit = commit
        self._orders: deque[Order] = deque()

    @property
    def waiting(self) -> int:
        """How many writes wait for their turn."""
        return len(self._orders)

    def write(self, statements: Statements) -> None:
        """Return when the statements are on disk; raises what the commit raised."""
        order = Order(statements)
        self._orders.append(order)
        with self._lock:
            if not order.written and order.failure is None:
                self._write_all([self._orders.popleft() for _ in range(len(self._orders))])
        if order.failure:
            raise order.failure

    def _write_all(self, orders: list[Order]) -> None:
        try:
            self._commit([each for order in orders for each in order.statements])
        except Exception as failed:
            for order in orders:
                order.failure = failed
            return
        for order in orders:
            order.written = True
