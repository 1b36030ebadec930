"""Waiting for what another thread does."""

import time
from collections.abc import Callable

LONG_ENOUGH = 20.0


def soon(true: Callable[[], bool]) -> bool:
    """Whether it becomes true while one waits."""
    end = time.monotonic() + LONG_ENOUGH
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
