"""Wraps a ticket's key with its requester's, so that one destroyed key closes all it wraps."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.clock import Chance
from shared.sealing.port import SealIsBroken
from shared.vocabulary.identity import StreamId

KEY_BYTES = 32
NONCE_BYTES = 12


def wrapped(key: bytes, *, above: bytes, owner: StreamId, chance: Chance) -> bytes:
    """The owner's key, readable only with the key above it."""
    nonce = chance.token(NONCE_BYTES)
    return nonce + AESGCM(above).encrypt(nonce, key, owner.encode())


def unwrapped(stored: bytes, *, above: bytes, owner: StreamId) -> bytes:
    """The owner's key again; raises `SealIsBroken` where the stored key was changed or moved."""
    try:
        return AESGCM(above).decrypt(stored[:NONCE_BYTES], stored[NONCE_BYTES:], owner.encode())
    except (InvalidTag, ValueError) as broken:
        raise SealIsBroken(
            f"the wrapped key of {owner} was changed or moved; put the key store's backup back"
        ) from broken
