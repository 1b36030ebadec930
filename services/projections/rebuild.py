"""Builds a view anew beside the one that is shown, compares the two, and puts the new one in its place."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from services.projections.rows.entries import Entries
from services.projections.rows.lines import Lines
from services.projections.view import Trail
from shared.eventlog.feed import StoreFeed
from shared.eventlog.port import Cursor

AT_ONCE = 5_000
Progress = Callable[[int, int], None]
"""Told (events done, events in all) now and then."""


def silently(_: int, __: int) -> None:
    """Tell nobody."""


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """What came of building a view anew."""

    view: str
    events: int
    position: int
    lines: int
    digest: str
    """Fingerprint of every line; equal lines, equal digests."""
    same_as_before: bool | None
    """Whether the shown file held the same at the same position; none if there was none."""
    parked: int


def opened(view: Any, folder: Path | None) -> Any:
    """The lines of a view, or the entries of a trail."""
    return Entries(view, folder) if isinstance(view, Trail) else Lines(view, folder)


def folded(view: Any, log: Any, folder: Path | None, until: int, progress: Progress) -> Any:
    """The view folded from nothing up to a position."""
    fresh = opened(view, folder)
    feed = StoreFeed(log)
    cursor: Cursor = feed.start()
    while cursor.through < until:
        limit = min(AT_ONCE, until - cursor.through)
        batch = feed.poll(cursor, limit=limit, wait=0)
        if not batch.events:
            break
        fresh.apply(batch.events, batch.cursor)
        cursor = batch.cursor
        progress(cursor.through, until)
    return fresh


def rebuild(view: Any, log: Any, folder: Path, progress: Progress = silently) -> Rebuilt:
    """Build the view from the log, compare, and switch; readers follow the new file by themselves."""
    before = shown_now(view, folder)
    beside = folder / "building"
    beside.mkdir(parents=True, exist_ok=True)
    for left in beside.glob(f"{view.file}*"):
        left.unlink()
    head = log.head()
    fresh = folded(view, log, beside, head, progress)
    new = digest_of(fresh)
    same = compared(view, log, before, progress)
    count, parked = lines_in(fresh), len(fresh.file.parked())
    fresh.file.writing.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    fresh.file.close()
    switch(beside / view.file, folder / view.file)
    return Rebuilt(
        view=view.name, events=head, position=head, lines=count, digest=new,
        same_as_before=same, parked=parked,
    )  # fmt: skip


def shown_now(view: Any, folder: Path) -> tuple[int, str] | None:
    """Position and digest of the file that is shown; None where there is none."""
    if not (folder / view.file).exists():
        return None
    shown = opened(view, folder)
    cursor = shown.file.cursor(Cursor(log="", generation=0))
    held = (cursor.through, digest_of(shown))
    shown.file.close()
    return held


def compared(
    view: Any, log: Any, before: tuple[int, str] | None, progress: Progress
) -> bool | None:
    """Whether the shown file was right, at the position it had reached."""
    if before is None:
        return None
    position, digest = before
    then = folded(view, log, None, position, progress)
    same = digest_of(then) == digest
    then.file.close()
    return same


def same_lines(view: Any, log: Any, folder: Path) -> bool:
    """Whether the shown file holds what a fresh fold gives, at the position it has reached."""
    return compared(view, log, shown_now(view, folder), silently) is not False


def digest_of(lines: Any) -> str:
    """A fingerprint of everything a view holds now."""
    found = hashlib.sha256()
    for row in lines.file.fetch(lines.EVERYTHING):
        found.update(msgspec.msgpack.encode(list(row)))
    return found.hexdigest()


def lines_in(lines: Any) -> int:
    """How many lines a view holds."""
    number: int = lines.file.fetch(f"SELECT count(*) FROM ({lines.EVERYTHING})")[0][0]
    return number


def switch(new: Path, old: Path) -> None:
    """Put the new file in the old one's place; its companions go with the old one."""
    for companion in ("-wal", "-shm"):
        old.with_name(old.name + companion).unlink(missing_ok=True)
    new.replace(old)
