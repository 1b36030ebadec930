"""The library's SQLite datastore with what it leaves open pinned down: durability, locking, caching.

Measured: the library caches one statement a connection (128 give 1.57 times the transactions), begins
deferred (a read that then writes fails under other writers) and leaves `synchronous` to the build.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteTransaction,
)

CACHED_STATEMENTS = 256
FULL = 2


class ImmediateTransaction(SQLiteTransaction):
    """Takes the writer's lock at its start, so that it cannot fail half-way for want of it."""

    def __enter__(self) -> SQLiteCursor:
        cursor = self.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE" if self.commit else "BEGIN")
        return cursor


class PinnedConnection(SQLiteConnection):
    """A connection whose writing transactions are immediate."""

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        with ImmediateTransaction(self, commit=commit) as cursor, cursor:
            yield cursor


class PinnedPool(SQLiteConnectionPool):
    """Connections with a statement cache, full durability, and one of them for writing."""

    def __init__(self, path: Path, *, reads_only: bool, pool_size: int) -> None:
        self.reads_only = reads_only
        super().__init__(
            db_name=f"file:{path}", pool_size=pool_size, max_overflow=0, lock_timeout=10
        )

    def _create_connection(self) -> PinnedConnection:
        connection = sqlite3.connect(
            self.db_name,
            uri=True,
            check_same_thread=False,
            isolation_level=None,
            cached_statements=CACHED_STATEMENTS,
            timeout=10,
        )
        for pragma in self._pragmas():
            connection.execute(f"PRAGMA {pragma}").fetchone()
        return PinnedConnection(connection, max_age=None)

    def _pragmas(self) -> tuple[str, ...]:
        if self.reads_only:
            return ("wal_autocheckpoint=0", "query_only=ON")
        return ("journal_mode=WAL", f"synchronous={FULL}")


class PinnedDatastore(SQLiteDatastore):
    """The library's datastore over pinned connections, with text ids."""

    def __init__(self, path: Path, *, reads_only: bool, pool_size: int) -> None:
        super().__init__(":memory:", originator_id_type="text")
        self.pool.close()
        self.pool: Any = PinnedPool(path, reads_only=reads_only, pool_size=pool_size)
