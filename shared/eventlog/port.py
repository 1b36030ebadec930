"""What every log and every feed must keep: the words all adapters and all services share.

A log is the truth: it refuses what contradicts it and loses nothing it acknowledged. A feed tells
of the log's events after a cursor; it may repeat, and it may tell shards in any order among them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec

from shared.eventlog.recorded import Recorded
from shared.events.declaration import Event
from shared.vocabulary.identity import SHARDS, Actor, StreamId


class Refusal(Exception):
    """A rule said no; the text names the thing, its state and the next step."""


class RequestIsUnclear(Refusal):
    """What was asked cannot be meant; the text names the field, its value and what was expected."""


class ThingIsUnknown(Refusal):
    """Nothing goes by that name or id."""


class VersionConflict(Refusal):
    """Somebody was faster: the stream is no longer at the version the decision was made on."""

    def __init__(self, stream: StreamId, *, expected: int, actual: int) -> None:
        super().__init__(
            f"{stream} is at version {actual}, not {expected}; read what happened since and "
            "decide again"
        )
        self.stream, self.expected, self.actual = stream, expected, actual


class NameIsTaken(Refusal):
    """Another stream already goes by that name, such as a ticket's key in a source."""


class SubjectIsErased(Refusal):
    """Words about someone whose keys were destroyed cannot be recorded any more."""


class RequestDiffers(Refusal):
    """The same command id came with another content."""


class RequestIsUnderWay(Refusal):
    """The same command id is being carried out at this moment."""


class LogIsUnavailable(Exception):
    """The log cannot be written or read now: disk full, file unreadable, too much waiting."""

    def __init__(self, text: str, *, retry_after: int = 5) -> None:
        super().__init__(text)
        self.retry_after = retry_after
        """Seconds after which it is worth trying again."""


class CursorIsForeign(Exception):
    """The cursor is beyond the log's head or of another log or generation; stop, do not guess."""


class Name(msgspec.Struct, frozen=True):
    """Another name of a stream, unique in its kind: `number` 17, or `uci498` INC0014524."""

    kind: str
    name: str


class Write(msgspec.Struct, frozen=True, kw_only=True):
    """Events for the end of one stream."""

    stream: StreamId
    expected: int | None
    """Version the decision was made on; 0 for a new stream; None where any will do
    (refused for events with personal fields: their seal is bound to the version)."""
    events: tuple[Event, ...]
    names: tuple[Name, ...] = ()


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What one request changes: all of it or nothing.

    A request that changes nothing is kept all the same, by its fingerprint: else a late repeat of it
    would be carried out on what others did since, and its id would be free for another content.
    """

    command: str
    """Id of the request; the same id is carried out once. Many ids at once are stored faster when
    they come in their own order, as ids do that begin with a time."""
    by: Actor
    at: datetime
    writes: tuple[Write, ...]
    cause: str | None = None
    fingerprint: bytes = b""
    """Digest of the request's content: the same id with another content is refused."""
    answer: bytes = b""
    """JSON the requester is told; a repeat is told the same."""


class Appended(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What became of a change."""

    position: int
    """Position of its last event (of the first time, if it is a repeat); the head where it has none."""
    answer: bytes = b""
    repeated: bool = False
    versions: dict[StreamId, int] = {}
    """Version of each stream after the change; empty for a repeat."""


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """How far a consumer has come, shard by shard, in which log and generation."""

    log: str
    generation: int
    positions: tuple[int, ...] = (0,) * SHARDS
    """Position of the last event seen in each shard."""
    through: int = 0
    """Every event at or below this position has been seen, but in shards that stand stopped."""

    @property
    def last(self) -> int:
        """The highest position seen in any shard."""
        return max(self.through, *self.positions)


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Events after a cursor, in order of position within each shard, and the cursor after them."""

    events: tuple[Recorded[Any], ...]
    cursor: Cursor
    stopped: tuple[int, ...] = ()
    """Shards in which an event is missing; nothing of them is told until they are refilled."""


class EventLog(Protocol):
    """Keeps events for good. Every method may raise `LogIsUnavailable`."""

    @property
    def id(self) -> str:
        """The log's own id, random, made with the log."""

    @property
    def generation(self) -> int:
        """Grows with every restore or promotion."""

    def append(self, change: Change) -> Appended:
        """Take the change; returns when it is on disk. Raises the refusals above."""

    def append_all(self, changes: Sequence[Change]) -> list[Appended]:
        """Take many changes in one transaction, for imports; a refused one refuses all of them.

        What was taken before is told again as a repeat, and is not sealed a second time.
        """

    def answered(self, command: str, *, fingerprint: bytes | None = None) -> Appended | None:
        """What the request with that id was told; None if it never was carried out.

        Raises `RequestDiffers` where a fingerprint is given and is not the first one's.
        """

    def history(
        self, stream: StreamId, *, after: int = 0, until: int | None = None
    ) -> list[Recorded[Any]]:
        """A stream's events with versions in (after, until], oldest first."""

    def read(
        self,
        *,
        after: int,
        limit: int,
        until: int | None = None,
        topics: frozenset[str] | None = None,
    ) -> list[Recorded[Any]]:
        """At most `limit` events with positions in (after, until], in order of position."""

    def named(self, kind: str, name: str) -> StreamId | None:
        """The stream that goes by that name."""

    def named_all(self, kind: str, names: Sequence[str]) -> dict[str, StreamId]:
        """The streams that go by these names, for imports; a name nobody has is left out."""

    def kinds(self) -> list[str]:
        """Every kind of name that was ever given, in order."""

    def versions(self, streams: Sequence[StreamId]) -> dict[StreamId, int]:
        """The version of each stream that has events, for imports; the others are left out."""

    def reserve(self, counter: str, count: int) -> int:
        """The first of `count` numbers that nobody else will get; they may stay unused."""

    def head(self) -> int:
        """Position of the newest event; 0 for an empty log."""


class Feed(Protocol):
    """Tells of events after a cursor, in batches."""

    def start(self) -> Cursor:
        """The cursor before the first event."""

    def poll(self, cursor: Cursor, *, limit: int, wait: float) -> Batch:
        """Up to `limit` events after the cursor; waits up to `wait` seconds while there are none.

        Raises `CursorIsForeign`."""
