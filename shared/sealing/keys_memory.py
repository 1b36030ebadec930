"""Keys in memory, with the rules of the store on disk: for tests and for what-if desks."""

import threading

from shared.clock import Chance, fresh_id
from shared.sealing.port import KeyIsErased, KeyIsMissing, Known
from shared.sealing.wrapping import KEY_BYTES, unwrapped, wrapped
from shared.vocabulary.identity import PersonId, StreamId


class MemoryKeys:
    """Keeps keys for as long as the process lives."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._lock = threading.RLock()
        self._keys: dict[StreamId, tuple[PersonId | None, bytes | None]] = {}
        self._people: dict[Known, PersonId] = {}
        self._secrets: dict[str, bytes] = {}

    def make(self, owner: StreamId, *, under: PersonId | None = None) -> None:
        """Make the owner's key unless it has one; wrapped by the key of `under` if given."""
        self.make_all([(owner, under)])

    def make_all(self, owners: list[tuple[StreamId, PersonId | None]]) -> None:
        """The same for many; all or none."""
        with self._lock:
            new = [each for each in owners if each[0] not in self._keys]
            self._keys |= {owner: (under, self._fresh(owner, under)) for owner, under in new}

    def key(self, owner: StreamId) -> bytes | None:
        """The owner's key; None once erased; raises `KeyIsMissing`."""
        with self._lock:
            if owner not in self._keys:
                raise KeyIsMissing(
                    f"there is no key for {owner}; is this the key store that belongs to the log?"
                )
            under, stored = self._keys[owner]
            if stored is None or under is None:
                return stored
            above = self.key(under)
            return unwrapped(stored, above=above, owner=owner) if above else None

    def identify(self, source: str, column: str, name: str) -> tuple[PersonId, bool]:
        """The person a source's column names, and whether the name is new here."""
        return self.identify_all([(source, column, name)])[source, column, name]

    def identify_all(self, names: list[Known]) -> dict[Known, tuple[PersonId, bool]]:
        """The same for many; new people get their keys with it."""
        with self._lock:
            return {name: self._identified(name) for name in dict.fromkeys(names)}

    def secret(self, purpose: str) -> bytes:
        """32 bytes for one purpose, made when first asked for."""
        with self._lock:
            return self._secrets.setdefault(purpose, self._chance.token(KEY_BYTES))

    def destroy(self, person: PersonId) -> int:
        """Forget the person's key, their names and the keys it wraps; how many keys went."""
        with self._lock:
            gone = [
                owner
                for owner, (under, key) in self._keys.items()
                if key and person in (owner, under)
            ]
            self._keys |= {owner: (self._keys[owner][0], None) for owner in gone}
            self._people = {name: who for name, who in self._people.items() if who != person}
            return len(gone)

    def close(self) -> None:
        """Nothing is held open."""

    def _fresh(self, owner: StreamId, under: PersonId | None) -> bytes:
        key = self._chance.token(KEY_BYTES)
        if under is None:
            return key
        above = self.key(under)
        if above is None:
            raise KeyIsErased(f"the key of {under} is erased; {owner} cannot be sealed under it")
        return wrapped(key, above=above, owner=owner, chance=self._chance)

    def _identified(self, name: Known) -> tuple[PersonId, bool]:
        if name in self._people:
            return self._people[name], False
        person = PersonId(StreamId(f"person-{fresh_id(self._chance)}"))
        self.make(person)
        self._people[name] = person
        return person, True
