"""Builds views anew from the log beside the live ones, compares both at one position, then switches.

A build that is interrupted is thrown away by the next. Whoever follows the live view goes over to the
new file by itself; what happened since the build ended it hears from the feed.
"""

import fcntl
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import msgspec

from services.projections.rows import builds
from services.projections.rows.compare import Compared, compared
from services.projections.rows.entries import EntryKeeper, trail_shape
from services.projections.rows.file import ViewIsUnavailable
from services.projections.rows.growing import GrowingFile
from services.projections.rows.keeping import Keeper
from services.projections.rows.schema import shape_of
from services.projections.rows.sqlite import Shape, cursor_in
from services.projections.view import Trail, View
from shared.eventlog.continuity import follow
from shared.eventlog.port import Cursor, EventLog, Refusal
from shared.eventlog.recorded import Recorded
from shared.garbage_pauses import not_collecting

AT_ONCE = 10_000
Progress = Callable[[int, int], None]
"""Told (position reached, position to reach) after each batch."""
Head = Callable[[], int]
"""The position of the log's newest event by now."""


class RebuildIsUnderWay(Refusal):
    """Another process builds views in the same folder."""


class Writes(Protocol):
    """What writes the rows of a view."""

    def fold(self, db: Any, events: Sequence[Recorded[Any]]) -> int: ...


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """What came of building a view anew."""

    view: str
    version: int
    position: int
    """Position up to which it was built."""
    events: int
    parked: int
    """Events it could not show."""
    compared: Compared | None
    """How it differs from the one before; None where there was none to compare with."""
    why_not_compared: str | None = None
    foreign: bool = False
    """Whether the one before tells of another log, or of more than this one holds."""
    unreadable: bool = False
    """Whether the file of the one before is damaged."""

    @property
    def differs(self) -> bool:
        """Whether the view before told something else than the log."""
        return self.compared is not None and self.compared.differing > 0


@dataclass(slots=True)
class Growing:
    """A view in the making."""

    shape: Shape
    file: GrowingFile
    keeper: Writes
    parked: int = 0


class SideBySide(NamedTuple):
    """A new build beside the one that holds now."""

    compared: Compared | None
    why_not: str | None = None
    foreign: bool = False
    unreadable: bool = False


def quietly(_: int, __: int) -> None:
    """Tell nobody."""


def missing(views: Sequence[View[Any] | Trail], folder: Path) -> list[View[Any] | Trail]:
    """The views that have no file of their present version."""
    return [each for each in views if builds.newest(folder, shape(each).stem) is None]


def rebuild(
    views: Sequence[View[Any] | Trail],
    folder: Path,
    log: EventLog,
    *,
    progress: Progress = quietly,
    switch: bool = True,
) -> list[Rebuilt]:
    """Build these views in one reading of the log; without `switch` only to compare.

    Raises `RebuildIsUnderWay`, and `ViewIsUnavailable` where the folder cannot hold them.
    """
    with told_as_unavailable(folder), alone(folder), ExitStack() as stack:
        growing = [begun(view, folder, log) for view in views]
        for each in growing:
            stack.callback(each.file.give_up)
        with not_collecting():
            cursor, events = grown(growing, log, progress)
        return [
            completed(each, folder, cursor, events, log.head, switch=switch) for each in growing
        ]


def begun(view: View[Any] | Trail, folder: Path, log: EventLog) -> Growing:
    """An empty build of the view."""
    keeper: Writes = EntryKeeper() if isinstance(view, Trail) else Keeper(view, log.history)
    return Growing(shape(view), GrowingFile(folder, shape(view)), keeper)


def shape(view: View[Any] | Trail) -> Shape:
    """What the view's file is made of."""
    return trail_shape(view) if isinstance(view, Trail) else shape_of(view)


def grown(growing: Sequence[Growing], log: EventLog, progress: Progress) -> tuple[Cursor, int]:
    """Fold the log up to its present head into every build; the cursor, and how many events."""
    cursor = Cursor(log=log.id, generation=log.generation)
    head, count = log.head(), 0
    while events := log.read(after=cursor.through, limit=AT_ONCE, until=head):
        told = follow(cursor.positions, events)
        for each in growing:
            each.parked += each.keeper.fold(each.file.writing, told.events)
        count += len(told.events)
        cursor = msgspec.structs.replace(
            cursor, positions=told.positions, through=events[-1].position
        )
        progress(cursor.through, head)
    return cursor, count


def completed(
    each: Growing, folder: Path, cursor: Cursor, events: int, head: Head, *, switch: bool
) -> Rebuilt:
    """Index the build, compare it with the one that holds now, and let it take over."""
    each.file.finish(cursor)
    live = builds.newest(folder, each.shape.stem)
    beside = SideBySide(None, "there was no build of this version")
    if live:
        beside = side_by_side(live, each, cursor, head)
    if switch:
        each.file.take_over()
    return Rebuilt(
        view=each.shape.name,
        version=each.shape.version,
        position=cursor.through,
        events=events,
        parked=each.parked,
        compared=beside.compared,
        why_not_compared=beside.why_not,
        foreign=beside.foreign,
        unreadable=beside.unreadable,
    )


def side_by_side(live: Path, each: Growing, cursor: Cursor, head: Head) -> SideBySide:
    """The build beside the live one at the last position both have, or why it cannot be compared.

    The log is asked for its head after the live view for its own: a desk that runs on is never behind it.
    """
    try:
        held = cursor_in(live)
        if held is None:
            return SideBySide(None, f"{live.name} is empty")
        if foreign := why_foreign(held, cursor, head()):
            return SideBySide(None, foreign, foreign=True)
        position = min(held.through, cursor.through)
        return SideBySide(compared(live, each.file.path, each.shape, position))
    except (sqlite3.DatabaseError, msgspec.MsgspecError) as broken:
        return SideBySide(None, f"{live.name} is damaged ({broken})", unreadable=True)


def why_foreign(held: Cursor, cursor: Cursor, head: int) -> str | None:
    """Why the live view cannot be one of this log; None if it can."""
    if (held.log, held.generation) != (cursor.log, cursor.generation):
        return f"it tells of log {held.log} generation {held.generation}"
    if held.through > head:
        return f"it shows event {held.through:,}, the newest of the log is {head:,}"
    return None


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Build in this folder as the only one."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".growing.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RebuildIsUnderWay(
                f"another process is building views in {folder}; wait until it is done"
            ) from None
        yield


@contextmanager
def told_as_unavailable(folder: Path) -> Iterator[None]:
    """Raises `ViewIsUnavailable` where there is no room, or no way to write."""
    try:
        yield
    except (sqlite3.OperationalError, OSError) as failed:
        raise ViewIsUnavailable(
            f"no view can be built in {folder} ({failed}); see to the disk and try again, until then "
            "those that are there go on"
        ) from failed
