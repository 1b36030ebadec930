"""The envelope around an event: its shard, its times as text, and the hash that chains it.

The hash covers everything about the event but its position and its shard's previous position: those
say where this one log put it, are given at commit and are checked as links of their own. A stream
therefore keeps its hashes when it is carried into another log.
"""

import hashlib
import zlib
from datetime import UTC, datetime

import msgspec

from shared.vocabulary.identity import SHARDS, StreamId

FIRST_LINK = bytes(32)
"""What the first event of a stream is chained to."""

Envelope = tuple[str, int, str, str, str, str, str, str | None, int]
"""stream, version, topic, at, by, recorded_at, command, cause, generation"""

encode = msgspec.json.encode
sha256 = hashlib.sha256


def shard_of(stream: StreamId) -> int:
    """The shard a stream belongs to: crc32 of its id, modulo 64."""
    return zlib.crc32(stream.encode()) % SHARDS


def as_text(moment: datetime) -> str:
    """An aware instant as ISO 8601 in UTC with microseconds; such texts sort by time."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; give an aware datetime")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def chained(link: bytes, envelope: Envelope, data: bytes) -> bytes:
    """The next link of a stream's chain: sha256 of the link before, the envelope as JSON, a line
    feed (JSON never holds a bare one, so nothing can move across it), and the data."""
    return sha256(link + encode(envelope) + b"\n" + data).digest()
