"""The embedded log: one SQLite file, written by one thread, read by as many as like."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eventsourcing.persistence import PersistenceError

from shared.clock import Chance, Clock
from shared.eventlog import schema
from shared.eventlog.admission import Done, Tail, told_again
from shared.eventlog.datastore import FULL, PinnedDatastore
from shared.eventlog.envelope import as_text, encode
from shared.eventlog.port import Appended, Change, LogIsUnavailable, Refusal
from shared.eventlog.prepare import Prepared, prepared
from shared.eventlog.recorded import Recorded
from shared.eventlog.recorder import FOREVER, Recorder
from shared.eventlog.rows import recorded
from shared.eventlog.writer import GroupCommit
from shared.sealing.port import Seals
from shared.vocabulary.identity import SHARDS, StreamId

READERS = 8


class SqliteLog:
    """Keeps events in one file; `LogIsUnavailable` where the disk does not play along."""

    def __init__(self, path: Path, *, seals: Seals, clock: Clock, chance: Chance) -> None:
        self._seals, self._clock = seals, clock
        self._written = threading.Condition()
        self._writing = Recorder(PinnedDatastore(path, reads_only=False, pool_size=1))
        self._create(chance)
        self.reading = Recorder(PinnedDatastore(path, reads_only=True, pool_size=READERS))
        facts = dict(self._fetch("SELECT fact, value FROM about", ()))
        self.id, self.generation = facts["log"], int(facts["generation"])
        self._head = max((row[0] for row in self._fetch(schema.LAST_POSITION, ())), default=0)
        self._writer = GroupCommit(self._commit)

    def append(self, change: Change) -> Appended:
        """Take the change; returns when it is on disk. Raises the refusals of the port."""
        return self.append_prepared([prepared(change, self._seals)], whole=False)[0]

    def append_all(self, changes: Sequence[Change]) -> list[Appended]:
        """Take all of the changes in one transaction, or none."""
        return self.append_prepared([prepared(each, self._seals) for each in changes], whole=True)

    def append_prepared(self, changes: list[Prepared], *, whole: bool) -> list[Appended]:
        """The same for changes that are sealed and encoded already."""
        if not changes:
            return []
        outcomes = self._writer.append(changes, whole=whole)
        for outcome in outcomes:
            if isinstance(outcome, Refusal):
                raise outcome
        return [outcome for outcome in outcomes if isinstance(outcome, Appended)]

    def answered(self, command: str, *, fingerprint: bytes | None = None) -> Appended | None:
        """What the request with that id was told; None if it never was carried out."""
        rows = self._fetch(schema.DONE, (encode([command]).decode(),))
        return told_again(command, Done(*rows[0][1:]), fingerprint) if rows else None

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
        last = FOREVER if until is None else until
        if topics is None:
            rows = self._fetch(schema.READ, (after, last, limit))
        else:
            asked = encode(sorted(topics)).decode()
            rows = self._fetch(schema.READ_TOPICS, (after, last, asked, limit))
        return [recorded(row) for row in rows]

    def read_rows(self, *, after: int, limit: int, until: int | None = None) -> list[Any]:
        """The same as bare rows in the order of `schema.COLUMNS`, for bulk readers."""
        return self._fetch(schema.READ, (after, FOREVER if until is None else until, limit))

    def named(self, kind: str, name: str) -> StreamId | None:
        """The stream that goes by that name."""
        rows = self._fetch("SELECT stream FROM names WHERE kind = ? AND name = ?", (kind, name))
        return StreamId(rows[0][0]) if rows else None

    def reserve(self, counter: str, count: int) -> int:
        """The first of `count` numbers that nobody else will get."""
        with self._writing.datastore.transaction(commit=True) as c:
            c.execute(schema.RESERVE, {"counter": counter, "count": count})  # type: ignore[arg-type]
            first: int = c.fetchone()[0]
            return first

    def head(self) -> int:
        """Position of the newest event; 0 for an empty log."""
        return self._head

    def wait_beyond(self, position: int, seconds: float) -> int:
        """The head, as soon as it is beyond the position or the time is over."""
        with self._written:
            self._written.wait_for(lambda: self._head > position, seconds)
            return self._head

    def close(self) -> None:
        """Finish what was queued and close the files."""
        self._writer.close()
        self.reading.datastore.close()
        self._writing.datastore.close()

    def _create(self, chance: Chance) -> None:
        try:
            self._writing.create_table()
            with self._writing.datastore.transaction(commit=True) as c:
                c.executemany("INSERT OR IGNORE INTO about VALUES (?, ?)", self._facts(chance))
                c.execute("PRAGMA synchronous")
                durability = c.fetchone()[0]
        except PersistenceError as broken:
            raise LogIsUnavailable(f"the log cannot be opened: {broken}") from broken
        assert durability == FULL, f"synchronous is {durability}, not {FULL}: events could be lost"

    def _facts(self, chance: Chance) -> list[tuple[str, str]]:
        return [
            ("log", chance.token(8).hex()),
            ("generation", "1"),
            ("schema", str(schema.VERSION)),
        ]

    def _fetch(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        try:
            return self.reading.fetch(statement, values)
        except PersistenceError as failed:
            raise LogIsUnavailable(f"the log cannot be read: {failed}") from failed

    def _commit(self, changes: Sequence[Prepared], whole: bool) -> list[Appended | Refusal]:
        tail = self._tail()
        outcomes: Any = self._writing.insert_events(changes, tail=tail, whole=whole)  # type: ignore[arg-type]
        with self._written:
            self._head = tail.position
            self._written.notify_all()
        return list(outcomes)

    def _tail(self) -> Tail:
        rows = self._fetch("SELECT shard, position FROM shards", ())
        shards = [0] * SHARDS
        for shard, position in rows:
            shards[shard] = position
        return Tail(self._head, self.generation, as_text(self._clock.now()), shards)
