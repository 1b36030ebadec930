"""The envelope around an event: its shard, its times as text, and the hash that chains it.

The hash covers everything about the event but its position and its shard's previous position: those
are given by the log at commit, and are checked as links of their own.
"""

import hashlib
import zlib
from datetime import UTC, datetime

import msgspec

from shared.vocabulary.identity import SHARDS, StreamId

FIRST_LINK = b""
encode = msgspec.json.encode


def shard_of(stream: StreamId) -> int:
    """The shard a stream belongs to: crc32 of its id, modulo 64."""
    return zlib.crc32(stream.encode()) % SHARDS


def as_text(moment: datetime) -> str:
    """An aware instant as ISO 8601 in UTC with microseconds; such texts sort by time."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; give an aware datetime")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def chained(link: bytes, envelope: tuple[object, ...], data: bytes) -> bytes:
    """The next link of a stream's chain: sha256 over the link before, the envelope and the data."""
    return hashlib.sha256(link + encode(envelope) + b"\n" + data).digest()
