"""Fingerprints of requests: they tell a repeat from another request under the same id, and nothing else.

They are keyed with a secret of the key store: a bare digest of short words could be guessed back even
after the words were erased.
"""

import hashlib
import hmac
from functools import cached_property

from shared.sealing.port import Keys

PURPOSE = "request fingerprints"


class Fingerprints:
    """Takes fingerprints under the desk's own secret."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def of(self, *parts: str) -> bytes:
        """32 bytes for what was asked: whom or what it is about, what kind of request, its content."""
        return hmac.digest(self._secret, "\n".join(parts).encode(), hashlib.sha256)

    @cached_property
    def _secret(self) -> bytes:
        return self._keys.secret(PURPOSE)
