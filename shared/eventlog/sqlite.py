"""The embedded log: one SQLite file, written by one thread, read by as many as like."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eventsourcing.persistence import PersistenceError

from shared.clock import Chance, Clock
from shared.eventlog import schema
from shared.eventlog.admission import Done, repeats, told_again
from shared.eventlog.appender import Appender
from shared.eventlog.arrivals import Announced, Arrivals, Polled
from shared.eventlog.beginning import begin
from shared.eventlog.datastore import PinnedDatastore
from shared.eventlog.envelope import encode
from shared.eventlog.mark import MarkFile
from shared.eventlog.port import Appended, Change, LogIsUnavailable, Refusal
from shared.eventlog.prepare import Prepared, prepared
from shared.eventlog.recorded import Recorded
from shared.eventlog.recorder import FOREVER, Recorder
from shared.eventlog.rows import recorded
from shared.eventlog.writer import Writer
from shared.sealing.port import Seals
from shared.vocabulary.identity import StreamId

AT_ONCE = 2_000


class SqliteLog:
    """Keeps events in one file; `LogIsUnavailable` where the disk does not play along.

    Without a `writer` this process writes itself, and must hold the writer's lock; with one it only
    reads the file, and what it appends is written by whoever that is.
    """

    def __init__(
        self,
        path: Path,
        *,
        seals: Seals,
        clock: Clock,
        chance: Chance,
        writer: Writer | None = None,
    ) -> None:
        self.path = path
        self._seals = seals
        self._recorder = Recorder(PinnedDatastore(path))
        self._arrivals: Arrivals
        if writer is None:
            self._arrivals = self._begun(clock, chance)
        else:
            self.writer = writer
            self._arrivals = Polled(self._newest)
        facts = dict(self._fetch(schema.FACTS))
        self.id, self.generation = facts["log"], int(facts["generation"])

    def append(self, change: Change) -> Appended:
        """Take the change; returns when it is on disk. Raises the refusals of the port."""
        return self._append([prepared(change, self._seals)], whole=False)[0]

    def append_all(self, changes: Sequence[Change]) -> list[Appended]:
        """Take all of the changes in one transaction, or none."""
        done = self._told([change.command for change in changes])
        told = repeats(changes, done)
        fresh = [prepared(each, self._seals) for each in changes if each.command not in told]
        appended = iter(self._append(fresh, whole=True) if fresh else [])
        return [told.get(each.command) or next(appended) for each in changes]

    def answered(self, command: str, *, fingerprint: bytes | None = None) -> Appended | None:
        """What the request with that id was told; None if it never was carried out."""
        done = self._told([command]).get(command)
        return told_again(done, fingerprint) if done else None

    def history(
        self, stream: StreamId, *, after: int = 0, until: int | None = None
    ) -> list[Recorded[Any]]:
        """A stream's events with versions in (after, until], oldest first."""
        last = FOREVER if until is None else until
        return [recorded(row) for row in self._fetch(schema.HISTORY, (stream, after, last))]

    def read(
        self,
        *,
        after: int,
        limit: int,
        until: int | None = None,
        topics: frozenset[str] | None = None,
    ) -> list[Recorded[Any]]:
        """At most `limit` events with positions in (after, until], in order of position."""
        if topics is None:
            return [recorded(row) for row in self.read_rows(after=after, limit=limit, until=until)]
        last = FOREVER if until is None else until
        asked = encode(sorted(topics)).decode()
        rows = self._fetch(schema.READ_TOPICS, (after, last, asked, limit))
        return [recorded(row) for row in rows]

    def read_rows(self, *, after: int, limit: int, until: int | None = None) -> list[Any]:
        """The same as bare rows in the order of `schema.COLUMNS`, for bulk readers."""
        return self._fetch(schema.READ, (after, FOREVER if until is None else until, limit))

    def rows_by_stream(self, until: int) -> Iterator[Any]:
        """All rows with positions up to `until`, stream by stream, in order of version."""
        stream, version = "", 0
        while rows := self._fetch(schema.READ_STREAMS, (stream, version, until, AT_ONCE)):
            yield from rows
            stream, version = rows[-1][schema.STREAM], rows[-1][schema.VERSION_OF]

    def hash_at(self, position: int) -> str | None:
        """The hash of the event at a position, in hex; None where there is none."""
        rows = self.read_rows(after=position - 1, limit=1, until=position)
        return rows[0][schema.HASH].hex() if rows else None

    def named(self, kind: str, name: str) -> StreamId | None:
        """The stream that goes by that name."""
        rows = self._fetch(schema.NAMED, (kind, name))
        return StreamId(rows[0][0]) if rows else None

    def named_all(self, kind: str, names: Sequence[str]) -> dict[str, StreamId]:
        """The streams that go by these names; a name nobody has is left out."""
        return dict(self._fetch(schema.NAMED_ALL, (kind, encode(list(names)).decode())))

    def kinds(self) -> list[str]:
        """Every kind of name that was ever given, in order."""
        return [row[0] for row in self._fetch(schema.KINDS, ())]

    def versions(self, streams: Sequence[StreamId]) -> dict[StreamId, int]:
        """The version of each stream that has events; the others are left out."""
        rows = self._fetch(schema.ENDS, (encode(list(streams)).decode(),))
        return {row[0]: row[1] for row in rows}

    def reserve(self, counter: str, count: int) -> int:
        """The first of `count` numbers that nobody else will get."""
        return self.writer.reserve(counter, count)

    def head(self) -> int:
        """Position of the newest event; 0 for an empty log."""
        return self._arrivals.head()

    def wait_beyond(self, position: int, seconds: float) -> int:
        """The head, as soon as it is beyond the position or the time is over."""
        return self._arrivals.wait_beyond(position, seconds)

    def close(self) -> None:
        """Finish what was begun and close the files."""
        self._arrivals.end()
        self.writer.close()
        self._recorder.datastore.close()

    def _begun(self, clock: Clock, chance: Chance) -> Announced:
        mark, arrivals = MarkFile(self.path), Announced()
        try:
            begin(self.path, self._recorder, mark, chance)
            self.writer = Appender(self._recorder, clock=clock, mark=mark, arrivals=arrivals)
        except (PersistenceError, OSError) as broken:
            raise LogIsUnavailable(
                f"the log {self.path.name} cannot be opened: {broken}", retry_after=60
            ) from broken
        return arrivals

    def _append(self, changes: list[Prepared], *, whole: bool) -> list[Appended]:
        outcomes = self.writer.append(changes, whole=whole)
        for outcome in outcomes:
            if isinstance(outcome, Refusal):
                raise outcome
        return [outcome for outcome in outcomes if isinstance(outcome, Appended)]

    def _told(self, commands: Sequence[str]) -> dict[str, Done]:
        rows = self._fetch(schema.DONE, (encode(list(commands)).decode(),))
        return {row[0]: Done(*row) for row in rows}

    def _newest(self) -> int:
        return max((row[0] for row in self._fetch(schema.LAST_POSITION)), default=0)

    def _fetch(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        try:
            return self._recorder.fetch(statement, values)
        except PersistenceError as failed:
            raise LogIsUnavailable(f"the log {self.path.name} cannot be read: {failed}") from failed
