"""The key store on disk: a file of its own, synced before the event that needs the key.

Keys that several requests make at the same time share one sync. Destroying a person's keys also
overwrites the names imports knew them by; the file is then rewritten and its write-ahead file
emptied, because a B-tree that grew keeps copies of moved cells in the unused part of its pages.
"""

import json
import os
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from shared.clock import Chance
from shared.sealing.gathered import Gathered
from shared.sealing.port import KeyIsErased, KeyIsMissing, KeysAreUnavailable, Known
from shared.sealing.wrapping import KEY_BYTES, unwrapped, wrapped
from shared.vocabulary.identity import PersonId, StreamId

REMEMBERED = 20_000
PATIENCE_SECONDS = 10

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
"""
KEY = "SELECT under, key FROM keys WHERE owner = ?"
HELD = "SELECT owner FROM keys WHERE owner IN (SELECT value FROM json_each(?))"
SAVE_KEY = "INSERT OR IGNORE INTO keys VALUES (?, ?, ?)"
PERSON = 'SELECT person FROM identities WHERE source = ? AND "column" = ? AND name = ?'
SAVE_PERSON = "INSERT OR IGNORE INTO identities VALUES (?, ?, ?, ?)"
SECRET = "SELECT secret FROM secrets WHERE purpose = ?"
SAVE_SECRET = "INSERT OR IGNORE INTO secrets VALUES (?, ?)"
CLEAR_KEYS = "UPDATE keys SET key = NULL WHERE key IS NOT NULL AND (owner = ? OR under = ?)"
CLEAR_NAMES = "DELETE FROM identities WHERE person = ?"


class SqliteKeys:
    """Keys in one SQLite file, which only its owner may read."""

    def __init__(self, path: Path, chance: Chance) -> None:
        self.path = path
        self._chance = chance
        self._reads, self._writes = threading.RLock(), threading.RLock()
        self._gathered = Gathered(self._writes, self._commit)
        self._open: OrderedDict[StreamId, bytes | None] = OrderedDict()
        self._erasures = -1
        with told_as_unavailable(path):
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._writer = connected(path, "journal_mode=WAL", "synchronous=FULL")
            self._writer.execute("PRAGMA secure_delete=ON").fetchone()
            self._writer.executescript(TABLES)
            self._reader = connected(path, "query_only=ON", "wal_autocheckpoint=0")
            self._empty_write_ahead_file()

    def make(self, owner: StreamId, *, under: PersonId | None = None) -> None:
        """Make the owner's key unless it has one; wrapped by the key of `under` if given."""
        self.make_all([(owner, under)])

    def make_all(self, owners: list[tuple[StreamId, PersonId | None]]) -> None:
        """The same for many, in one transaction."""
        held = {row[0] for row in self._fetch(HELD, json.dumps([owner for owner, _ in owners]))}
        rows = [(o, under, self._fresh(o, under)) for o, under in owners if o not in held]
        if rows:
            self._gathered.write([(SAVE_KEY, rows)])

    def key(self, owner: StreamId) -> bytes | None:
        """The owner's key; None once erased; raises `KeyIsMissing`."""
        with self._reads:
            self._forget_if_erased()
            if owner in self._open:
                self._open.move_to_end(owner)
                return self._open[owner]
            key = self._open[owner] = self._read(owner)
            if len(self._open) > REMEMBERED:
                self._open.popitem(last=False)
            return key

    def identify(self, source: str, column: str, name: str) -> tuple[PersonId, bool]:
        """The person a source's column names, and whether the name is new here."""
        return self.identify_all([(source, column, name)])[source, column, name]

    def identify_all(self, names: list[Known]) -> dict[Known, tuple[PersonId, bool]]:
        """The same for many, in one transaction; new people get their keys with it."""
        known = {each: self._known(each) for each in dict.fromkeys(names)}
        fresh = {each: self._new_person() for each, person in known.items() if person is None}
        if fresh:
            keys = [(person, None, self._fresh(person, None)) for person in fresh.values()]
            people = [(*each, person) for each, person in fresh.items()]
            self._gathered.write([(SAVE_KEY, keys), (SAVE_PERSON, people)])
        return {each: self._settled(each, person, fresh) for each, person in known.items()}

    def secret(self, purpose: str) -> bytes:
        """32 bytes for one purpose, made when first asked for."""
        if not self._fetch(SECRET, purpose):
            self._gathered.write([(SAVE_SECRET, [(purpose, self._chance.token(KEY_BYTES))])])
        return bytes(self._fetch(SECRET, purpose)[0][0])

    def destroy(self, person: PersonId) -> int:
        """Overwrite the person's key, their names and the keys it wraps; how many keys went.

        Raises `KeysAreUnavailable` while another process holds the file's old pages; the keys are
        gone then, and destroying them again finishes the work.
        """
        with self._writes, told_as_unavailable(self.path):
            with transaction(self._writer) as cursor:
                gone = cursor.execute(CLEAR_KEYS, (person, person)).rowcount
                cursor.execute(CLEAR_NAMES, (person,))
                cursor.execute(f"PRAGMA user_version = {self._erasures_so_far() + 1}")
            self._writer.execute("VACUUM")
            self._empty_write_ahead_file()
        return gone

    def close(self) -> None:
        """Close the file."""
        self._reader.close()
        self._writer.close()

    def _fresh(self, owner: StreamId, under: PersonId | None) -> bytes:
        key = self._chance.token(KEY_BYTES)
        if under is None:
            return key
        above = self.key(under)
        if above is None:
            raise KeyIsErased(f"the key of {under} is erased; {owner} cannot be sealed under it")
        return wrapped(key, above=above, owner=owner, chance=self._chance)

    def _read(self, owner: StreamId) -> bytes | None:
        rows = self._fetch(KEY, owner)
        if not rows:
            raise KeyIsMissing(
                f"there is no key for {owner}; is this the key store that belongs to the log?"
            )
        under: PersonId | None = rows[0][0]
        stored: bytes | None = rows[0][1]
        if stored is None or under is None:
            return stored
        above = self.key(under)
        return unwrapped(stored, above=above, owner=owner) if above else None

    def _settled(
        self, name: Known, person: PersonId | None, fresh: dict[Known, PersonId]
    ) -> tuple[PersonId, bool]:
        """Who the name is now: another process may have been first to give it."""
        if person:
            return person, False
        settled = self._known(name)
        assert settled, f"{name} was written a moment ago"
        return settled, settled == fresh[name]

    def _known(self, name: Known) -> PersonId | None:
        rows = self._fetch(PERSON, *name)
        return PersonId(rows[0][0]) if rows else None

    def _new_person(self) -> PersonId:
        return PersonId(StreamId(f"person-{self._chance.token(16).hex()}"))

    def _fetch(self, statement: str, *values: str) -> list[Any]:
        with self._reads, told_as_unavailable(self.path):
            return self._reader.execute(statement, values).fetchall()

    def _forget_if_erased(self) -> None:
        erasures = self._erasures_so_far()
        if erasures != self._erasures:
            self._open.clear()
            self._erasures = erasures

    def _erasures_so_far(self) -> int:
        return int(self._fetch("PRAGMA user_version")[0][0])

    def _commit(self, statements: list[tuple[str, list[Any]]]) -> None:
        with told_as_unavailable(self.path), transaction(self._writer) as cursor:
            for statement, rows in statements:
                cursor.executemany(statement, rows)

    def _empty_write_ahead_file(self) -> None:
        busy = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise KeysAreUnavailable(
                f"{self.path.name} is being read by another process, so old pages of it may be "
                "left; try again in a moment"
            )


def connected(path: Path, *pragmas: str) -> sqlite3.Connection:
    """A connection that waits for others and begins transactions only when told to."""
    connection = sqlite3.connect(
        path,
        isolation_level=None,
        check_same_thread=False,
        timeout=PATIENCE_SECONDS,
        cached_statements=128,
    )
    for pragma in ("temp_store=MEMORY", *pragmas):
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


@contextmanager
def told_as_unavailable(path: Path) -> Iterator[None]:
    """Say which file failed, and what to do."""
    try:
        yield
    except (sqlite3.Error, OSError) as failed:
        raise KeysAreUnavailable(
            f"the key store {path.name} cannot be used: {failed}; check the disk, then try again"
        ) from failed
