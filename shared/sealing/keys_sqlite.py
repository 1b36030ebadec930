"""The key store on disk: a file of its own, synced before the event that needs the key."""

import json
import threading
import time
from collections import OrderedDict
from pathlib import Path

from shared.clock import Chance, fresh_id
from shared.sealing.keyfile import KeyFile
from shared.sealing.port import KeyIsErased, KeyIsMissing, KeysAreUnavailable, Known
from shared.sealing.wrapping import KEY_BYTES, unwrapped, wrapped
from shared.vocabulary.identity import PersonId, StreamId

REMEMBERED = 20_000
LOOK_EVERY_SECONDS = 0.05
"""How soon a key that another process destroyed is forgotten here."""

KEY = "SELECT under, key FROM keys WHERE owner = ?"
HELD = "SELECT owner FROM keys WHERE owner IN (SELECT value FROM json_each(?))"
SAVE_KEY = "INSERT OR IGNORE INTO keys VALUES (?, ?, ?)"
PERSON = 'SELECT person FROM identities WHERE source = ? AND "column" = ? AND name = ?'
SAVE_PERSON = "INSERT OR IGNORE INTO identities VALUES (?, ?, ?, ?)"
SECRET = "SELECT secret FROM secrets WHERE purpose = ?"
SAVE_SECRET = "INSERT OR IGNORE INTO secrets VALUES (?, ?)"
LOG = "SELECT value FROM about WHERE fact = 'log'"
SAVE_LOG = "INSERT OR IGNORE INTO about VALUES ('log', ?)"
CLEAR_KEYS = "UPDATE keys SET key = NULL WHERE key IS NOT NULL AND (owner = ? OR under = ?)"
CLEAR_NAMES = "DELETE FROM identities WHERE person = ?"


class SqliteKeys:
    """Keys in one SQLite file; those in use are remembered until somebody is erased."""

    def __init__(self, path: Path, chance: Chance) -> None:
        self.path = path
        self._chance = chance
        self._file = KeyFile(path)
        self._lock = threading.RLock()
        self._open: OrderedDict[StreamId, bytes | None] = OrderedDict()
        self._erasures = self._file.erasures()
        self._look_again = 0.0

    def make(self, owner: StreamId, *, under: PersonId | None = None) -> None:
        """Make the owner's key unless it has one; wrapped by the key of `under` if given."""
        self.make_all([(owner, under)])

    def make_all(self, owners: list[tuple[StreamId, PersonId | None]]) -> None:
        """The same for many, in one transaction."""
        asked = json.dumps([owner for owner, _ in owners])
        held = {row[0] for row in self._file.fetch(HELD, asked)}
        rows = [(o, under, self._fresh(o, under)) for o, under in owners if o not in held]
        if rows:
            self._file.write([(SAVE_KEY, rows)])

    def key(self, owner: StreamId) -> bytes | None:
        """The owner's key; None once erased; raises `KeyIsMissing`."""
        with self._lock:
            if time.monotonic() >= self._look_again:
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
            self._file.write([(SAVE_KEY, keys), (SAVE_PERSON, people)])
        return {each: self._settled(each, person, fresh) for each, person in known.items()}

    def secret(self, purpose: str) -> bytes:
        """32 bytes for one purpose, made when first asked for."""
        if not self._file.fetch(SECRET, purpose):
            self._file.write([(SAVE_SECRET, [(purpose, self._chance.token(KEY_BYTES))])])
        return bytes(self._file.fetch(SECRET, purpose)[0][0])

    def destroy(self, person: PersonId) -> int:
        """Overwrite the person's key, their names and the keys it wraps; how many keys went."""
        gone = self._file.erase([(CLEAR_KEYS, (person, person)), (CLEAR_NAMES, (person,))])
        with self._lock:
            self._forget_if_erased()
        return gone

    @property
    def log(self) -> str | None:
        """The log these keys belong to; None for a store that was never used."""
        bound = self._file.fetch(LOG)
        return bound[0][0] if bound else None

    def belong_to(self, log: str, *, from_its_start: bool) -> None:
        """Bind the store to a log, once; raises `KeysAreUnavailable` if it is another log's.

        A log that holds events had a key store from its start: an unbound one is not it.
        """
        if from_its_start and not self._file.fetch(LOG):
            self._file.write([(SAVE_LOG, [(log,)])])
        owner = f"log {self.log}" if self.log else "no log yet"
        if owner != f"log {log}":
            raise KeysAreUnavailable(
                f"the key store {self.path.name} belongs to {owner}, this is log {log}; put the "
                "right one back from its backup, for without it no word of the log can be read"
            )

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _fresh(self, owner: StreamId, under: PersonId | None) -> bytes:
        key = self._chance.token(KEY_BYTES)
        if under is None:
            return key
        above = self.key(under)
        if above is None:
            raise KeyIsErased(f"the key of {under} is erased; {owner} cannot be sealed under it")
        return wrapped(key, above=above, owner=owner, chance=self._chance)

    def _read(self, owner: StreamId) -> bytes | None:
        rows = self._file.fetch(KEY, owner)
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
        rows = self._file.fetch(PERSON, *name)
        return PersonId(rows[0][0]) if rows else None

    def _new_person(self) -> PersonId:
        return PersonId(StreamId(f"person-{fresh_id(self._chance)}"))

    def _forget_if_erased(self) -> None:
        self._look_again = time.monotonic() + LOOK_EVERY_SECONDS
        erasures = self._file.erasures()
        if erasures != self._erasures:
            self._open.clear()
            self._erasures = erasures
