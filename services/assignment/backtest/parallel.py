"""Runs of a backtest beside each other, one process for each core.

A process is given the past once, when it starts; after that only names and seeds go in and figures come out.
"""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol

from services.assignment.backtest.runs import Replayed, Replays
from services.assignment.engine.search import compiling

MOST = 8
"""More processes than this wait for memory more than they run."""
given: Replays | None = None
"""The past of this process, once it has been given."""


class Runs(Protocol):
    """Somewhere a policy can be run under a seed."""

    def __call__(self, name: str, seed: int) -> "Future[Replayed]": ...


def at_once(replays: Replays) -> Runs:
    """Runs each when it is asked for, in this process."""

    def run(name: str, seed: int) -> "Future[Replayed]":
        done: Future[Replayed] = Future()
        done.set_result(replays.run(name, seed))
        return done

    return run


@contextmanager
def beside(replays: Replays, processes: int | None, kernel: Path | None) -> Iterator[Runs]:
    """Runs them on so many processes (None: one for each core), for as long as the block lasts.

    `kernel`: where the compiled kernel is kept; None: it runs interpreted.
    """
    count = min(MOST, processes or os.cpu_count() or 1)
    if count == 1:
        prepare(replays, kernel)
        yield at_once(replays)
        return
    pool = ProcessPoolExecutor(
        count, mp_context=get_context("spawn"), initializer=prepare, initargs=(replays, kernel)
    )
    try:
        yield lambda name, seed: pool.submit(run_here, name, seed)
    finally:
        pool.shutdown(cancel_futures=True)


def prepare(replays: Replays, kernel: Path | None) -> None:
    """Keep the past of this process, and go over to the compiled kernel where that is worth it."""
    global given  # a process of the pool is given its past once
    given = replays
    if kernel is not None:
        compiling.load(kernel)


def run_here(name: str, seed: int) -> Replayed:
    """One run in a process of the pool."""
    assert given is not None, "a process is given its past before anything is run in it"
    return given.run(name, seed)
