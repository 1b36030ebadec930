"""What is checked of each row of the log, and what is remembered to check the next."""

from collections.abc import Sequence
from typing import Any

import msgspec

from shared.eventlog import schema
from shared.eventlog.codec import decode, personal_fields
from shared.eventlog.envelope import FIRST_LINK, chained, shard_of
from shared.eventlog.recorded import Unreadable
from shared.events.declaration import Event
from shared.sealing.cipher import stands_at
from shared.sealing.port import KeyIsMissing, SealIsBroken, Seals
from shared.vocabulary.identity import SHARDS, Personal, StreamId

MOST_SHOWN = 100
Row = Sequence[Any]
"""In the order of `schema.COLUMNS`."""


class Finding(msgspec.Struct, frozen=True):
    """Something that does not fit."""

    kind: str
    where: str
    """`<stream>/<version>`, `position <n>`, or `log`."""
    why: str


class Findings:
    """All that does not fit: counted by kind, the first of them kept."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.shown: list[Finding] = []

    def note(self, kind: str, where: str, why: str) -> None:
        """Keep a finding."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if len(self.shown) < MOST_SHOWN:
            self.shown.append(Finding(kind, where, why))


class StreamCheck:
    """Rows stream by stream: versions without gap, hashes, and seals."""

    def __init__(self, found: Findings, seals: Seals | None) -> None:
        self._found, self._opens = found, seals
        self._stream, self._version, self._position, self._link = "", 0, 0, FIRST_LINK
        self.events = self.streams = self.seals = self.unreadable = 0

    def take(self, row: Row) -> None:
        """Check a row against the one before it."""
        if row[schema.STREAM] != self._stream:
            self._begin(row[schema.STREAM])
        self.events += 1
        self._check_version(row)
        self._check_hash(row)
        self._check_seals(row)
        self._position = row[schema.POSITION]

    def _begin(self, stream: str) -> None:
        self.streams += 1
        self._stream, self._version, self._position, self._link = stream, 0, 0, FIRST_LINK

    def _check_version(self, row: Row) -> None:
        version, where = row[schema.VERSION_OF], f"{self._stream}/{row[schema.VERSION_OF]}"
        if version != self._version + 1:
            self._found.note("version", where, f"version {self._version + 1} is missing before it")
        if row[schema.POSITION] <= self._position:
            self._found.note("version", where, "it stands before the version it follows")
        self._version = version

    def _check_hash(self, row: Row) -> None:
        where = f"{self._stream}/{self._version}"
        link, data = row[schema.HASH], row[schema.DATA]
        if not (isinstance(link, bytes) and isinstance(data, bytes)):
            self._found.note("hash", where, "its hash or its data are no bytes")
            self._link = b""
            return
        about = (*row[schema.STREAM : schema.SHARD], *row[schema.AT : schema.HASH])
        if chained(self._link, about, data) != link:
            self._found.note("hash", where, "it, or the hash before it, was changed")
        self._link = link

    def _check_seals(self, row: Row) -> None:
        event = decode(row[schema.TOPIC], row[schema.DATA])
        if isinstance(event, Unreadable):
            self.unreadable += 1
            return
        for field in personal_fields(type(event)):
            sealed = getattr(event, field)
            if sealed is not None:
                self._check_seal(event, field, sealed)

    def _check_seal(self, event: Event, field: str, sealed: Personal) -> None:
        stream, version = StreamId(self._stream), self._version
        where = f"{stream}/{version}"
        if not stands_at(sealed, stream=stream, version=version, field=field):
            self._found.note("seal", where, f"{field} of {event.TOPIC} is not sealed to its place")
            return
        self.seals += 1
        try:
            if self._opens:
                self._opens.open(sealed)
        except (SealIsBroken, KeyIsMissing) as broken:
            self._found.note("seal", where, str(broken))


class PlaceCheck:
    """Rows in order of position: none missing, each in its shard and linked to the one before."""

    def __init__(self, found: Findings) -> None:
        self._found = found
        self._last = 0
        self._shards = [0] * SHARDS

    def take(self, row: Row) -> None:
        """Check a row against the ones before it."""
        position, shard, previous = row[schema.POSITION], row[schema.SHARD], row[schema.PREVIOUS]
        self._check_gap(position)
        if shard != shard_of(row[schema.STREAM]):
            self._found.note("link", f"position {position}", f"it stands in shard {shard}, which "
                             "is not its stream's")  # fmt: skip
            return
        if previous != self._shards[shard]:
            self._found.note("link", f"position {position}", f"it names {previous} as the event "
                             f"before it in shard {shard}, which is {self._shards[shard]}")  # fmt: skip
        self._shards[shard] = position

    def end(self, head: int) -> None:
        """Check that the last row was the newest ever written."""
        self._check_gap(head + 1)

    def _check_gap(self, position: int) -> None:
        if position != self._last + 1:
            missing = f"events {self._last + 1} to {position - 1} are missing"
            self._found.note("position", f"position {self._last + 1}", missing)
        self._last = position
