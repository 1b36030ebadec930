"""The key store: a file of its own, written to disk before the event that needs the key.

Erasing a person overwrites their key, the keys it wraps, and the names under which imports knew
them (`secure_delete`), and truncates the write-ahead file, so that no file keeps the bytes.
"""

import sqlite3
import threading
from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.clock import Chance
from shared.sealing.port import KeyIsMissing
from shared.vocabulary.identity import PersonId, StreamId

KEY_BYTES = 32
NONCE_BYTES = 12
REMEMBERED = 20_000
Known = tuple[str, str, str]

SCHEMA = """
CREATE TABLE IF NOT EXISTS keys (
    owner TEXT PRIMARY KEY, under TEXT, key BLOB
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS keys_under ON keys (under) WHERE under IS NOT NULL;
CREATE TABLE IF NOT EXISTS identities (
    source TEXT, "column" TEXT, name TEXT, person TEXT NOT NULL, PRIMARY KEY (source, "column", name)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS identities_person ON identities (person);
CREATE TABLE IF NOT EXISTS secrets (purpose TEXT PRIMARY KEY, secret BLOB NOT NULL) WITHOUT ROWID;
"""


class SqliteKeys:
    """Keys in one SQLite file, or in memory for tests (`path=None`)."""

    def __init__(self, path: Path | None, chance: Chance) -> None:
        self._chance = chance
        self._lock = threading.RLock()
        self._open: dict[StreamId, bytes | None] = {}
        self._seen = -1
        self._db = sqlite3.connect(
            path or ":memory:", isolation_level=None, check_same_thread=False, timeout=10
        )
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.executescript(SCHEMA)
        if path:
            path.chmod(0o600)

    def make(self, owner: StreamId, *, under: PersonId | None = None) -> None:
        """Make the owner's key unless it has one; wrapped by the key of `under` if given."""
        self.make_all([(owner, under)])

    def make_all(self, owners: list[tuple[StreamId, PersonId | None]]) -> None:
        """The same for many, in one transaction."""
        with self._lock:
            rows = [(owner, under, self._wrapped(owner, under)) for owner, under in owners]
            self._write("INSERT OR IGNORE INTO keys VALUES (?, ?, ?)", rows)

    def key(self, owner: StreamId) -> bytes | None:
        """The owner's key; None once erased; raises `KeyIsMissing`."""
        with self._lock:
            self._forget_if_changed()
            if owner not in self._open:
                if len(self._open) >= REMEMBERED:
                    self._open.clear()
                self._open[owner] = self._read(owner)
            return self._open[owner]

    def identify(self, source: str, column: str, name: str) -> tuple[PersonId, bool]:
        """The person a source's column names, and whether the name is new here."""
        return self.identify_all([(source, column, name)])[source, column, name]

    def identify_all(self, names: list[Known]) -> dict[Known, tuple[PersonId, bool]]:
        """The same for many, in one transaction; new people get their keys with it."""
        with self._lock:
            known = {each: self._known(each) for each in dict.fromkeys(names)}
            fresh = {each: self._new_person() for each, person in known.items() if person is None}
            if fresh:
                self.make_all([(person, None) for person in fresh.values()])
                rows = [(*each, person) for each, person in fresh.items()]
                self._write("INSERT INTO identities VALUES (?, ?, ?, ?)", rows)
            return {
                each: (person, False) if person else (fresh[each], True)
                for each, person in known.items()
            }

    def secret(self, purpose: str) -> bytes:
        """32 bytes for one purpose, made when first asked for."""
        with self._lock:
            made = [(purpose, self._chance.token(KEY_BYTES))]
            self._write("INSERT OR IGNORE INTO secrets VALUES (?, ?)", made)
            row = self._db.execute("SELECT secret FROM secrets WHERE purpose = ?", (purpose,))
            return bytes(row.fetchone()[0])

    def destroy(self, person: PersonId) -> int:
        """Overwrite the person's key, their names and the keys it wraps; how many keys went."""
        with self._lock:
            gone = self._db.execute(
                "UPDATE keys SET key = NULL WHERE key IS NOT NULL AND (owner = ? OR under = ?)",
                (person, person),
            ).rowcount
            self._db.execute("DELETE FROM identities WHERE person = ?", (person,))
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._open.clear()
            return gone

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _wrapped(self, owner: StreamId, under: PersonId | None) -> bytes:
        fresh = self._chance.token(KEY_BYTES)
        if under is None:
            return fresh
        above = self.key(under)
        if above is None:
            raise KeyIsMissing(f"the key of {under} is erased; {owner} cannot be sealed under it")
        nonce = self._chance.token(NONCE_BYTES)
        return nonce + AESGCM(above).encrypt(nonce, fresh, owner.encode())

    def _read(self, owner: StreamId) -> bytes | None:
        row = self._db.execute("SELECT under, key FROM keys WHERE owner = ?", (owner,)).fetchone()
        if row is None:
            raise KeyIsMissing(
                f"there is no key for {owner}; is this the key store that belongs to the log?"
            )
        under, key = row
        if key is None or under is None:
            return None if key is None else bytes(key)
        above = self.key(under)
        if above is None:
            return None
        return AESGCM(above).decrypt(key[:NONCE_BYTES], key[NONCE_BYTES:], owner.encode())

    def _known(self, each: Known) -> PersonId | None:
        row = self._db.execute(
            'SELECT person FROM identities WHERE source = ? AND "column" = ? AND name = ?', each
        ).fetchone()
        return PersonId(row[0]) if row else None

    def _new_person(self) -> PersonId:
        return PersonId(StreamId(f"person-{self._chance.token(16).hex()}"))

    def _write(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.executemany(statement, rows)
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _forget_if_changed(self) -> None:
        seen = self._db.execute("PRAGMA data_version").fetchone()[0]
        if seen != self._seen:
            self._open.clear()
            self._seen = seen
