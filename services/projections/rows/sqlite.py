"""A file for each view: what is common to all of them. Lines and cursor change in one transaction.

`synchronous=NORMAL` is safe here: after a power cut lines and cursor fall back together, and the
feed tells the rest again.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from shared.eventlog.port import Cursor

SCHEMA = """
CREATE TABLE IF NOT EXISTS cursor (
    one INTEGER PRIMARY KEY CHECK (one = 1), cursor BLOB NOT NULL, epoch INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS parked (
    key TEXT NOT NULL, position INTEGER NOT NULL, why TEXT NOT NULL, PRIMARY KEY (key, position)
) WITHOUT ROWID;
"""


class OwnerHasChanged(Exception):
    """Another worker took the view over; this one's late commit is refused."""


class ViewFile:
    """Connections to one view's file: one that writes, one for each reading thread."""

    def __init__(self, path: Path | None, schema: str) -> None:
        self.path, self.schema = path, schema
        self._reading = threading.local()
        self._lock = threading.RLock()
        self._open()

    def _open(self) -> None:
        self.writing = self._connection()
        self.writing.executescript(SCHEMA + self.schema)
        self.epoch = self._take_over()
        self._inode = self.path.stat().st_ino if self.path else 0
        self._generation = getattr(self, "_generation", 0) + 1

    def _connection(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path or ":memory:", isolation_level=None, check_same_thread=False,
            cached_statements=256, timeout=10,
        )  # fmt: skip
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection

    def _take_over(self) -> int:
        row = self.writing.execute("SELECT epoch FROM cursor").fetchone()
        epoch = row[0] + 1 if row else 1
        self.writing.execute("UPDATE cursor SET epoch = ?", (epoch,))
        return epoch

    def reopen_if_replaced(self) -> None:
        """Follow a file that was built anew and put in this one's place."""
        if self.path and self.path.stat().st_ino != self._inode:
            with self._lock:
                self.writing.close()
                self._open()

    def cursor(self, start: Cursor) -> Cursor:
        """How far the view has come; `start` for a new one."""
        row = self.writing.execute("SELECT cursor FROM cursor").fetchone()
        return msgspec.msgpack.decode(row[0], type=Cursor) if row else start

    @contextmanager
    def batch(self, cursor: Cursor) -> Iterator[sqlite3.Connection]:
        """One transaction that ends with the cursor; refused if another worker took over."""
        with self._lock:
            self.writing.execute("BEGIN IMMEDIATE")
            try:
                yield self.writing
                self._move(cursor)
            except BaseException:
                self.writing.execute("ROLLBACK")
                raise
            self.writing.execute("COMMIT")

    def _move(self, cursor: Cursor) -> None:
        row = self.writing.execute("SELECT epoch FROM cursor").fetchone()
        if row and row[0] != self.epoch:
            raise OwnerHasChanged(
                f"{self.path} is followed by a newer worker (epoch {row[0]}, this one {self.epoch})"
            )
        self.writing.execute(
            "INSERT INTO cursor VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET cursor = excluded.cursor",
            (msgspec.msgpack.encode(cursor), self.epoch),
        )

    def fetch(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """All rows of a statement, on this thread's own reading connection."""
        if self.path is None:
            with self._lock:
                return self.writing.execute(statement, values).fetchall()
        held = getattr(self._reading, "connection", None)
        if held is None or held[0] != self._generation:
            held = self._reading.connection = (self._generation, self._connection())
            held[1].execute("PRAGMA query_only=ON")
        rows: list[Any] = held[1].execute(statement, values).fetchall()
        return rows

    def parked(self) -> list[tuple[str, int, str]]:
        """Events that could not be shown: key, position, why."""
        return [tuple(row) for row in self.fetch("SELECT key, position, why FROM parked")]

    def close(self) -> None:
        """Close the writing connection."""
        self.writing.close()
