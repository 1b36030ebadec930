"""The key store's file: synced in full, readable by its owner alone, without copies of the erased.

Overwriting a cell (`secure_delete`) is not enough: pages that were split keep copies of cells that
moved (measured: one in 500 erased values was still in the file), and the write-ahead file keeps
every page as it once was. After an erasure the file is therefore rewritten and the other emptied.
Several processes may write; a lock beside the file lets one at a time write or checkpoint, because
SQLite before 3.51.3 can damage a file where two do so at once.
"""

import fcntl
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from shared.sealing.gathered import Gathered, Statements
from shared.sealing.port import KeysAreUnavailable

PATIENCE_SECONDS = 10
ASK_AGAIN_SECONDS = 0.002
NEW = os.O_CREAT | os.O_RDWR
READER = ("temp_store=MEMORY", "query_only=ON", "wal_autocheckpoint=0")
WRITER = ("temp_store=MEMORY", "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")

TABLES = """
CREATE TABLE IF NOT EXISTS keys (
    owner TEXT PRIMARY KEY, under TEXT, key BLOB
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS keys_under ON keys (under) WHERE under IS NOT NULL;
CREATE TABLE IF NOT EXISTS identities (
    source TEXT, "column" TEXT, name TEXT, person TEXT NOT NULL,
    PRIMARY KEY (source, "column", name)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS identities_person ON identities (person);
CREATE TABLE IF NOT EXISTS secrets (purpose TEXT PRIMARY KEY, secret BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS about (fact TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class KeyFile:
    """One connection that reads and one that writes; both wait for other processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reads, self._writes = threading.Lock(), threading.RLock()
        self._gathered = Gathered(self._writes, self._commit)
        with self._told_as_unavailable():
            self._turn = os.open(path.with_name(f"{path.name}.lock"), NEW, 0o600)
            os.close(os.open(path, NEW, 0o600))
            with self._alone():
                self._writer = connected(path, WRITER)
                self._writer.executescript(TABLES)
                self._reader = connected(path, READER)
                self._empty_write_ahead_file()

    def fetch(self, statement: str, *values: str) -> list[Any]:
        """All rows of one statement."""
        with self._reads, self._told_as_unavailable():
            return self._reader.execute(statement, values).fetchall()

    def write(self, statements: Statements) -> None:
        """Return when all of it is on disk; writes of several threads share a transaction."""
        self._gathered.write(statements)

    def erase(self, statements: list[tuple[str, tuple[str, ...]]]) -> int:
        """Carry out the statements and leave no copy of what they overwrite.

        Returns how many rows the first of them changed. Raises `KeysAreUnavailable` while another
        process holds old pages; what was erased is gone then, and erasing again finishes the work.
        """
        with self._told_as_unavailable(), self._alone():
            with transaction(self._writer) as cursor:
                changed = [cursor.execute(*statement).rowcount for statement in statements]
                cursor.execute(f"PRAGMA user_version = {self.erasures() + 1}")
            self._writer.execute("VACUUM")
            self._empty_write_ahead_file()
        return changed[0]

    def erasures(self) -> int:
        """How many erasures there were, by any process."""
        return int(self.fetch("PRAGMA user_version")[0][0])

    def close(self) -> None:
        """Close the file."""
        with self._told_as_unavailable(), self._alone():
            self._reader.close()
            self._writer.close()
        os.close(self._turn)

    def _commit(self, statements: Statements) -> None:
        with self._told_as_unavailable(), self._alone(), transaction(self._writer) as cursor:
            for statement, rows in statements:
                cursor.executemany(statement, rows)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else writes or checkpoints, in this process or another."""
        with self._writes:
            self._take_turn()
            try:
                yield
            finally:
                fcntl.flock(self._turn, fcntl.LOCK_UN)

    def _take_turn(self) -> None:
        """Wait for other processes, but not for one that stands still."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return fcntl.flock(self._turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise
            time.sleep(ASK_AGAIN_SECONDS)

    def _empty_write_ahead_file(self) -> None:
        busy = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise KeysAreUnavailable(
                f"{self._path.name} is being read by another process, so old pages of it may be "
                "left; try again in a moment"
            )

    @contextmanager
    def _told_as_unavailable(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as failed:
            raise KeysAreUnavailable(
                f"the key store {self._path.name} cannot be used: {failed}; check the disk, then "
                "try again"
            ) from failed


def connected(path: Path, pragmas: tuple[str, ...]) -> sqlite3.Connection:
    """A connection that waits for others and begins transactions only when told to."""
    connection = sqlite3.connect(
        path,
        isolation_level=None,
        check_same_thread=False,
        timeout=PATIENCE_SECONDS,
        cached_statements=128,
    )
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}").fetchone()
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Cursor]:
    """One transaction, all or nothing."""
    cursor = connection.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    try:
        yield cursor
        cursor.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.rollback()
