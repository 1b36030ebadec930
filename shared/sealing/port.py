"""Keys and seals: who can still be read, and how words are bound to the place they stand in."""

from typing import Protocol

from shared.vocabulary.identity import Personal, PersonId, StreamId

ERASED = "erased"
"""What a page shows where the key is gone."""

Known = tuple[str, str, str]
"""How a source names someone: source, column, name."""


class KeyIsMissing(Exception):
    """There never was a key for this, or the key store is not the one that belongs to the log."""


class KeyIsErased(Exception):
    """The key was destroyed on request; nothing more can be sealed under it."""


class KeysAreUnavailable(Exception):
    """The key store cannot be read or written now: disk full, file unreadable or in use."""


class SealIsBroken(Exception):
    """The sealed words do not belong where they stand, or were changed."""


class Keys(Protocol):
    """The key store: apart from the log, on disk before the event that needs the key.

    Every method may raise `KeysAreUnavailable`.
    """

    def make(self, owner: StreamId, *, under: PersonId | None = None) -> None:
        """Make the key of a ticket, person, team or the desk, once; a ticket's is wrapped by `under`'s.

        Raises `KeyIsErased` or `KeyIsMissing` for the key of `under`.
        """

    def key(self, owner: StreamId) -> bytes | None:
        """The 32 bytes that seal the owner's words; None once erased; raises `KeyIsMissing`."""

    def make_all(self, owners: list[tuple[StreamId, PersonId | None]]) -> None:
        """The same for many at once, in one transaction, for imports."""

    def identify(self, source: str, column: str, name: str) -> tuple[PersonId, bool]:
        """The person a source's column names, and whether the name is new; keys come with it."""

    def identify_all(self, names: list[Known]) -> dict[Known, tuple[PersonId, bool]]:
        """The same for many at once, in one transaction."""

    def secret(self, purpose: str) -> bytes:
        """32 bytes for one purpose, such as telling imported rows apart; made when first asked."""

    def destroy(self, person: PersonId) -> int:
        """Destroy the person's key, their names, and all keys it wraps; how many keys went."""


class Seals(Protocol):
    """Seals and opens words; a seal holds only in the stream, version and field it was made for."""

    def seal(self, words: str, *, stream: StreamId, version: int, field: str) -> Personal:
        """The sealed words; raises `KeyIsMissing` or `KeyIsErased`."""

    def open(self, sealed: Personal) -> str:
        """The words again, or `ERASED`; raises `KeyIsMissing` or `SealIsBroken`."""
