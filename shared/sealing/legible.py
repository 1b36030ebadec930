"""Opens words for people to read: what cannot be opened says so in its place, and the rest is read on."""

from shared.sealing.port import ERASED, KeyIsMissing, SealIsBroken, Seals
from shared.vocabulary.identity import Personal, StreamId

KEY_IS_MISSING = "(key missing)"
SEAL_IS_BROKEN = "(seal broken)"


class Legible:
    """Seals as pages and lists need them: one lost key or broken seal hides no other words.

    `evenhand verify` opens with the seals themselves and names what does not hold.
    """

    def __init__(self, seals: Seals) -> None:
        self._seals = seals

    def seal(self, words: str, *, stream: StreamId, version: int, field: str) -> Personal:
        """As the seals do; raises `KeyIsMissing` or `KeyIsErased`."""
        return self._seals.seal(words, stream=stream, version=version, field=field)

    def told(self, sealed: Personal | None) -> str | None:
        """The words, to be said again elsewhere; None where there are none or they cannot be read."""
        words = self.open(sealed) if sealed else None
        return None if words in (KEY_IS_MISSING, SEAL_IS_BROKEN, ERASED) else words

    def open(self, sealed: Personal) -> str:
        """The words, or why they cannot be read."""
        try:
            return self._seals.open(sealed)
        except KeyIsMissing:
            return KEY_IS_MISSING
        except SealIsBroken:
            return SEAL_IS_BROKEN
