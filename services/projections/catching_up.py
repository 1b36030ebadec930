"""Brings views level with the log before a command reads them, so that no figure is of before an import."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any, Protocol

from services.projections.catalogue import open_views
from services.projections.follow import Follower
from services.projections.rebuild import Progress
from services.projections.rows.file import ViewFile
from shared.eventlog.feed import StoreFeed
from shared.eventlog.lock import DeskIsRunning

PATIENCE_SECONDS, LOOK_SECONDS = 10.0, 0.1
"""How long a running desk may stand still before its views are read as they are, and between two looks."""


class Behind(Protocol):
    """What is needed of the desk whose views are read."""

    @property
    def log(self) -> Any: ...

    @property
    def folder(self) -> Path: ...

    def alone(self) -> AbstractContextManager[None]:
        """As the only one who writes the desk's files. Raises `DeskIsRunning`."""


def catch_up(desk: Behind, files: list[ViewFile], progress: Progress) -> int:
    """Fold what the views lack, or wait until the running desk has; how many events they still lack."""
    head: int = desk.log.head()
    if come_to(files) >= head:
        return 0
    try:
        with desk.alone(), closing(open_views(desk.folder, desk.log)) as views:
            follower = Follower(StoreFeed(desk.log), views.all())
            follower.turn(told=lambda: progress(follower.position(), head))
    except DeskIsRunning:
        waited(lambda: come_to(files), head, progress)
    return max(0, head - come_to(files))


def waited(position: Callable[[], int], head: int, progress: Progress) -> None:
    """Look on until the position is reached, or nothing moves any more."""
    reached, moved = position(), time.monotonic()
    while reached < head and time.monotonic() - moved < PATIENCE_SECONDS:
        progress(reached, head)
        time.sleep(LOOK_SECONDS)
        before, reached = reached, position()
        if reached != before:
            moved = time.monotonic()


def come_to(files: list[ViewFile]) -> int:
    """Everything up to this position is in every view."""
    cursors = [each.cursor() for each in files]
    return min(each.through if each else 0 for each in cursors)
