"""Seals words under their owner's key, bound to the stream, version and field they stand in.

AES-256-GCM with the place as associated data: a seal moved to another place does not open. The
sealed words name their own place, so that a view can keep them and a page can open them later:
`~stream~version~field~` and then nonce and ciphertext in base64. Whose key it was follows from the
stream, so a seal can be opened without asking the log.
"""

import base64
import binascii
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.clock import Chance
from shared.sealing.port import ERASED, KeyIsErased, Keys, SealIsBroken
from shared.sealing.wrapping import NONCE_BYTES
from shared.vocabulary.identity import Personal, StreamId, kind_of, person_of

MARK = "~"
FOR_ADDRESSES = bytes.maketrans(b"+/", b"-_")


def owner_of(stream: StreamId) -> StreamId:
    """Whose key seals a stream: a working life is sealed under the person's own key."""
    return person_of(stream) if kind_of(stream) == "agent" else stream


def place(stream: StreamId, version: int, field: str) -> str:
    """The place a seal is bound to, as it stands in the sealed words."""
    return f"{MARK}{stream}{MARK}{version}{MARK}{field}{MARK}"


class Cipher:
    """Seals and opens with the keys of one key store."""

    def __init__(self, keys: Keys, chance: Chance) -> None:
        self._keys = keys
        self._chance = chance

    def seal(self, words: str, *, stream: StreamId, version: int, field: str) -> Personal:
        """The sealed words; raises `KeyIsMissing` or `KeyIsErased`."""
        owner = owner_of(stream)
        key = self._keys.key(owner)
        if key is None:
            raise KeyIsErased(f"the key of {owner} is erased; no more words about it can be kept")
        nonce = self._chance.token(NONCE_BYTES)
        where = place(stream, version, field)
        sealed = nonce + cipher(key).encrypt(nonce, words.encode(), where.encode())
        return Personal(where + as_base64(sealed))

    def open(self, sealed: Personal) -> str:
        """The words again, or `erased`; raises `KeyIsMissing` or `SealIsBroken`."""
        where, content = taken_apart(sealed)
        key = self._keys.key(owner_of(stream_of(sealed)))
        if key is None:
            return ERASED
        try:
            return cipher(key).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], where).decode()
        except (InvalidTag, ValueError) as broken:
            raise SealIsBroken(
                f"the words sealed at {where.decode()} were changed or moved; compare the log "
                "with its backup"
            ) from broken


@lru_cache(maxsize=4096)
def cipher(key: bytes) -> AESGCM:
    """The cipher of a key; building it costs more than using it."""
    return AESGCM(key)


def as_base64(content: bytes) -> str:
    """Bytes in the alphabet for addresses; a third of the time `base64` takes for it."""
    return binascii.b2a_base64(content, newline=False).translate(FOR_ADDRESSES).decode()


def is_sealed(words: str) -> bool:
    """Whether the words name a place they are sealed to."""
    return words.startswith(MARK) and words.count(MARK) == 4


def taken_apart(sealed: str) -> tuple[bytes, bytes]:
    """The place, and the nonce with ciphertext; raises `SealIsBroken`."""
    if not is_sealed(sealed):
        raise SealIsBroken("these words are not sealed; expected ~stream~version~field~content")
    where, _, content = sealed.rpartition(MARK)
    try:
        return (where + MARK).encode(), base64.b64decode(content, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as broken:
        raise SealIsBroken(f"what is sealed at {where}{MARK} is no base64") from broken


def stream_of(sealed: str) -> StreamId:
    """The stream the words were sealed in."""
    return StreamId(sealed.split(MARK, 2)[1])


def stands_at(sealed: str, *, stream: StreamId, version: int, field: str) -> bool:
    """Whether the seal belongs to the place where it was found."""
    return is_sealed(sealed) and sealed.startswith(place(stream, version, field))
