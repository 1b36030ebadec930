"""The file of a view: rows and cursor change in one transaction, or not at all.

Whoever opens the file to write takes it over by a new epoch; a worker that was only paused then finds
its late commit refused.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from services.projections.rows import builds
from services.projections.rows.sqlite import (
    BESIDE,
    HELD,
    LASTING,
    READING,
    Shape,
    as_cursor,
    connected,
)
from shared.eventlog.port import Cursor, LogIsUnavailable, Refusal


class OwnerHasChanged(Exception):
    """Another worker took the view over; this one's late commit is refused."""


class ViewIsUnavailable(LogIsUnavailable):
    """What a view is folded from is there, but its file cannot be read or written now."""


class ViewIsUnreadable(ViewIsUnavailable):
    """The file is no view file, or damaged."""


class ViewIsMissing(Refusal):
    """There is no file of the view to read."""


class ViewIsBusy(Refusal):
    """The file is there and cannot be written now."""


class ViewFile:
    """One view's file: a connection that writes, and one for each thread that reads.

    Without a folder it is kept in memory, for as long as the process lives.
    """

    def __init__(self, folder: Path | None, shape: Shape, *, writes: bool = True) -> None:
        self.folder, self.shape = folder, shape
        self._writes, self.epoch = writes, 0
        self._reading = threading.local()
        self._lock = threading.RLock()
        self._open(self._newest())

    def _newest(self) -> Path | None:
        if self.folder is None:
            return None
        found = builds.newest(self.folder, self.shape.stem)
        if found is None and not self._writes:
            raise ViewIsMissing(
                f"there is no view {self.shape.stem} in {self.folder}; start the desk, which "
                "builds it, or run: evenhand rebuild --all"
            )
        return found or builds.next_build(self.folder, self.shape.stem)

    def _open(self, path: Path | None) -> None:
        """Go over to the file; where that fails, everything stays as it was."""
        if self._writes:
            self.writing, self.epoch = self._taken_over(path)
            self._written = self._writes_of_others()
        self.path, self._mended = path, False

    def _taken_over(self, path: Path | None) -> tuple[sqlite3.Connection, int]:
        with told_as_unavailable(self.shape, path), ExitStack() as undone:
            db = undone.enter_context(closing(connected(path, LASTING)))
            epoch = prepared(db, (*self.shape.tables, *self.shape.indexes))
            undone.pop_all()
            return db, epoch

    def follow_newest(self) -> bool:
        """Go over to a build that was completed since; whether there was one."""
        newest = builds.newest(self.folder, self.shape.stem) if self.folder else None
        if newest is None or newest == self.path:
            return False
        with self._lock:
            before = self.writing if self._writes else None
            self._open(newest)
        if before:
            before.close()
            builds.remove_older(newest, self.shape.stem)
        return True

    def cursor(self) -> Cursor | None:
        """How far the view has come; None for a new one."""
        return as_cursor(self.fetch(HELD))

    @contextmanager
    def batch(self, cursor: Cursor | None) -> Iterator[sqlite3.Connection]:
        """One transaction that ends with the cursor (None leaves it); refused after a take-over."""
        with self._lock:
            self.writing.execute("BEGIN IMMEDIATE")
            try:
                yield self.writing
                self._move(cursor)
                self.writing.execute("COMMIT")
            except BaseException:
                if self.writing.in_transaction:
                    self.writing.execute("ROLLBACK")
                raise

    @contextmanager
    def mending(self) -> Iterator[tuple[sqlite3.Connection, Cursor | None]]:
        """One transaction that leaves the cursor where it finds it, beside whoever follows the view.

        It needs no epoch: nothing is folded that the cursor in the same transaction does not cover.
        Raises `ViewIsBusy`.
        """
        with self._lock, ExitStack() as stack:
            db = self.writing if self._writes else stack.enter_context(self._beside())
            try:
                db.execute("BEGIN IMMEDIATE")
                yield db, as_cursor(db.execute(HELD).fetchall())
                db.execute("COMMIT")
                self._mended = True
            except BaseException as failed:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                if isinstance(failed, sqlite3.OperationalError):
                    raise ViewIsBusy(
                        f"{self.path} cannot be written ({failed}); try again"
                    ) from failed
                raise

    def _beside(self) -> AbstractContextManager[sqlite3.Connection]:
        return closing(connected(self.path, BESIDE))

    def was_mended(self) -> bool:
        """Whether lines were folded again since this was last asked, here or in another process."""
        with self._lock:
            written, self._written = self._written, self._writes_of_others()
            mended, self._mended = self._mended, False
            return mended or written != self._written

    def _writes_of_others(self) -> int:
        """A number that changes when another connection has written to the file."""
        number: int = self.writing.execute("PRAGMA data_version").fetchone()[0]
        return number

    def _move(self, cursor: Cursor | None) -> None:
        moved = self.writing.execute(
            "UPDATE cursor SET cursor = coalesce(?, cursor) WHERE epoch = ?",
            (msgspec.msgpack.encode(cursor) if cursor else None, self.epoch),
        )
        if moved.rowcount != 1:
            raise OwnerHasChanged(
                f"view {self.shape.name} is followed by a newer worker than this one of epoch "
                f"{self.epoch}; one desk at a time writes its views, so stop this one"
            )

    def fetch(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """All rows of a statement, on this thread's own reading connection.

        Read again where another build took over in between. Raises `ViewIsUnavailable`.
        """
        if self.path is None:
            with self._lock:
                return self.writing.execute(statement, values).fetchall()
        path = self.path
        try:
            return self._read(path, statement, values)
        except ViewIsUnavailable:
            if path == self.path:
                raise
            return self._read(self.path, statement, values)

    def _read(self, path: Path, statement: str, values: tuple[Any, ...]) -> list[Any]:
        with told_as_unavailable(self.shape, path):
            return self._reader(path).execute(statement, values).fetchall()

    def _reader(self, path: Path) -> sqlite3.Connection:
        held = getattr(self._reading, "held", None)
        if held is None or held[0] != path:
            if held is not None:
                held[1].close()
            held = self._reading.held = (path, connected(path, READING))
        connection: sqlite3.Connection = held[1]
        return connection

    def close(self) -> None:
        """Close what this thread uses; other threads' readers go with their threads."""
        held = getattr(self._reading, "held", None)
        if held is not None:
            held[1].close()
            del self._reading.held
        if self._writes:
            self.writing.close()


def prepared(db: sqlite3.Connection, statements: tuple[str, ...]) -> int:
    """Make what is missing in the file, and take it over; its new epoch."""
    db.execute("BEGIN IMMEDIATE")
    for statement in statements:
        db.execute(statement)
    db.execute("INSERT OR IGNORE INTO cursor VALUES (1, NULL, 0)")
    db.execute("UPDATE cursor SET epoch = epoch + 1")
    epoch: int = db.execute("SELECT epoch FROM cursor").fetchone()[0]
    db.execute("COMMIT")
    return epoch


@contextmanager
def told_as_unavailable(shape: Shape, path: Path | None) -> Iterator[None]:
    """Raises `ViewIsUnavailable`, or `ViewIsUnreadable` where waiting does not help."""
    name = path.name if path else "its memory"
    anew = f"build it anew from the log: evenhand rebuild {shape.name}"
    try:
        yield
    except sqlite3.OperationalError as failed:
        raise ViewIsUnavailable(
            f"{name} cannot be read or written as view {shape.name} now ({failed}); see to the disk "
            f"and try again, and if it stays, {anew}"
        ) from failed
    except sqlite3.DatabaseError as broken:
        raise ViewIsUnreadable(
            f"{name} cannot be used as view {shape.name} ({broken}); {anew}", retry_after=60
        ) from broken
