"""The library's SQLite datastore with what it leaves open pinned: durability, locking, caching.

Measured: the library caches one statement a connection (128 give 1.57 times the transactions), it
begins deferred (a read that then writes fails under other writers), leaves `synchronous` to the
build, and its pool costs a reader six times the query. Only the writing connection checkpoints, and
nothing is mapped into memory: SQLite before 3.51.3 can damage a file that two connections reset.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from eventsourcing.persistence import OperationalError, PersistenceError
from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteTransaction,
)

SAFE_SQLITE = (3, 51, 3)
CACHED_STATEMENTS = 256
LOCK_TIMEOUT_SECONDS = 10
SETTLING_SECONDS = 0.5
"""Nobody writes any more; only a file that could not be opened keeps the connection."""
FULL = 2
WRITER = (
    "journal_mode=WAL",
    f"synchronous={FULL}",
    "wal_autocheckpoint=8000",  # pages, 32 MB: an import would check-point after every batch
    "journal_size_limit=67108864",
    "cache_size=-32768",
    "temp_store=MEMORY",
)
READER = ("wal_autocheckpoint=0", "temp_store=MEMORY")
trail = structlog.get_logger(__name__)


class ImmediateTransaction(SQLiteTransaction):
    """Takes the writer's lock at its start, so that it cannot fail half-way for want of it."""

    def __enter__(self) -> SQLiteCursor:
        cursor = self.connection.cursor()
        try:
            cursor.execute("BEGIN IMMEDIATE" if self.commit else "BEGIN")
        except sqlite3.Error as failed:
            self.connection.close()
            raise OperationalError(failed) from failed
        return cursor

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        """After a failure of the disk the connection is closed: the next one starts clean."""
        try:
            super().__exit__(exc_type, exc_val, exc_tb)
        except PersistenceError:
            self.connection.close()
            raise


class PinnedConnection(SQLiteConnection):
    """A connection whose writing transactions are immediate."""

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        with ImmediateTransaction(self, commit=commit) as cursor, cursor:
            yield cursor

    def fetch(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        """All rows of one statement, which sees the file as it was at one moment."""
        try:
            return self._sqlite_conn.execute(statement, values).fetchall()
        except sqlite3.Error as failed:
            raise OperationalError(failed) from failed


class PinnedPool(SQLiteConnectionPool):
    """One connection that writes, and for every thread that reads one of its own."""

    def __init__(self, path: Path) -> None:
        super().__init__(db_name=path.resolve().as_uri(), pool_size=1, max_overflow=0)
        self._own = threading.local()
        self._wrote = False

    def get_connection(
        self, timeout: float | None = None, *, is_writer: bool | None = None
    ) -> SQLiteConnection:
        """The writing connection, once it is free, or the thread's own for reading."""
        return super().get_connection(timeout, is_writer=True) if is_writer else self.reader()

    def put_connection(self, conn: SQLiteConnection) -> None:
        """Give the writing connection back; a reading one stays with its thread."""
        if conn.is_writer:
            super().put_connection(conn)

    def reader(self) -> PinnedConnection:
        """The thread's own connection, made when it first asks; it goes when the thread goes."""
        found: PinnedConnection | None = getattr(self._own, "reader", None)
        if found is None or found.closed:
            raw = connected(f"{self.db_name}?mode=ro", READER)
            found = self._own.reader = PinnedConnection(raw, max_age=None)
        return found

    def settle(self) -> None:
        """Take the write-ahead log into the file, if this process wrote; it holds all the same if not."""
        if not self._wrote:
            return
        self._wrote = False
        try:
            connection = super().get_connection(SETTLING_SECONDS, is_writer=True)
            connection.fetch("PRAGMA wal_checkpoint(TRUNCATE)", ())  # type: ignore[attr-defined]
            super().put_connection(connection)
        except PersistenceError:
            trail.warning("the write-ahead log stays beside its file", exc_info=True)

    def _create_connection(self) -> PinnedConnection:
        self._wrote = True
        connection = connected(self.db_name, WRITER)
        durability = connection.execute("PRAGMA synchronous").fetchone()[0]
        journal = connection.execute("PRAGMA journal_mode").fetchone()[0]
        if (durability, journal) != (FULL, "wal"):
            connection.close()
            raise OperationalError(
                f"SQLite keeps synchronous={durability} and journal_mode={journal} where {FULL} "
                "and wal were asked for: an acknowledged event could be lost"
            )
        return PinnedConnection(connection, max_age=None)


class PinnedDatastore(SQLiteDatastore):
    """The library's datastore over pinned connections, with text ids."""

    def __init__(self, path: Path) -> None:
        super().__init__(":memory:", originator_id_type="text")
        self.pool.close()
        self.pinned = self.pool = PinnedPool(path)

    def close(self) -> None:
        """Close the writing connection and this thread's own; the others go with their threads.

        Whoever wrote leaves the file whole: its write-ahead log is taken in and emptied, as far as nobody
        reads from it just now.
        """
        self.pinned.settle()
        own = getattr(self.pinned._own, "reader", None)
        if own is not None:
            own.close()
        super().close()


def connected(database: str, pragmas: tuple[str, ...]) -> sqlite3.Connection:
    """A connection in which transactions begin only when told to; raises `OperationalError`."""
    try:
        connection = sqlite3.connect(
            database,
            uri=True,
            check_same_thread=False,
            isolation_level=None,
            cached_statements=CACHED_STATEMENTS,
            timeout=LOCK_TIMEOUT_SECONDS,
        )
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").fetchone()
    except sqlite3.Error as failed:
        raise OperationalError(failed) from failed
    return connection


def tell_of_old_sqlite() -> None:
    """Say that this SQLite has a known flaw, and why it does not bite here."""
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        trail.info(
            "this SQLite can damage a file that two connections checkpoint at once; here only one "
            "does, so nothing needs to be done but to update when convenient",
            sqlite=sqlite3.sqlite_version,
            fixed_in=".".join(map(str, SAFE_SQLITE)),
        )
