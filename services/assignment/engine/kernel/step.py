"""What the kernel is made of: steps, which run interpreted until they are compiled.

Compiling takes longer than a first decision may; so a process starts with the interpreted functions and
goes over to compiled ones when a cache of them is there. Both run the same source on the same whole
numbers, so a plan does not depend on which of them made it (held by tests/engine/test_compiled.py).
"""

import threading
from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Mode(threading.local):
    """Which of the two a thread runs: what it was told, or else what the whole process does."""

    compiled = False


mode = Mode()


class Step(Generic[P, R]):
    """One function of the kernel, in both forms."""

    def __init__(self, written: Callable[P, R], *, inlined: bool) -> None:
        self.written, self._inlined = written, inlined

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        form: Callable[P, R] = self.compiled if mode.compiled else self.written
        return form(*args, **kwargs)

    @cached_property
    def compiled(self) -> Any:
        """The compiled form; made, or read from the cache, at its first call.

        No step makes an array, so the runtime that counts references to arrays is left out: counting
        each array that an inner loop reads took thirty times as long as the loop (decision 14).
        """
        from numba import njit

        options: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False}
        return njit(**options, forceinline=self._inlined)(self.written)


def step(written: Callable[P, R]) -> Step[P, R]:
    """A function that the kernel's callers and its other steps call."""
    return Step(written, inlined=False)


def inlined(written: Callable[P, R]) -> Step[P, R]:
    """A few lines of an inner loop, which compiled code takes over in place."""
    return Step(written, inlined=True)
