"""A log in memory with the rules of every other: for tests, and for asking what would have been."""

import threading
from collections.abc import Sequence
from typing import Any

from shared.clock import Chance, Clock
from shared.eventlog.admission import Tail, told_again
from shared.eventlog.envelope import as_text
from shared.eventlog.port import Appended, Change
from shared.eventlog.prepare import Prepared, prepared
from shared.eventlog.recorded import Recorded
from shared.eventlog.rows import recorded
from shared.sealing.port import Seals
from shared.vocabulary.identity import StreamId


class MemoryLog:
    """Keeps events for as long as the process lives."""

    generation = 1

    def __init__(self, *, seals: Seals, clock: Clock, chance: Chance) -> None:
        self.id = chance.token(8).hex()
        self._seals, self._clock = seals, clock
        self._tail = Tail(0, self.generation, as_text(clock.now()))
        self._counters: dict[str, int] = {}
        self._written = threading.Condition()

    def append(self, change: Change) -> Appended:
        """Take the change. Raises the refusals of the port."""
        ready = prepared(change, self._seals)
        with self._written:
            self._tail.recorded_at = as_text(self._clock.now())
            appended = self._tail.admit(ready)
            self._written.notify_all()
            return appended

    def append_all(self, changes: Sequence[Change]) -> list[Appended]:
        """Take all of the changes, or none."""
        ready = [prepared(change, self._seals) for change in changes]
        with self._written:
            return self._admit(ready)

    def answered(self, command: str, *, fingerprint: bytes | None = None) -> Appended | None:
        """What the request with that id was told; None if it never was carried out."""
        done = self._tail.commands.get(command)
        return told_again(command, done, fingerprint) if done else None

    def history(
        self, stream: StreamId, *, after: int = 0, until: int | None = None
    ) -> list[Recorded[Any]]:
        """A stream's events with versions in (after, until], oldest first."""
        return [
            recorded(row)
            for row in self._tail.events
            if row[1] == stream and after < row[2] and (until is None or row[2] <= until)
        ]

    def read(
        self,
        *,
        after: int,
        limit: int,
        until: int | None = None,
        topics: frozenset[str] | None = None,
    ) -> list[Recorded[Any]]:
        """At most `limit` events with positions in (after, until], in order of position."""
        rows = self.read_rows(after=after, limit=self.head(), until=until)
        return [recorded(row) for row in rows if topics is None or row[3] in topics][:limit]

    def read_rows(self, *, after: int, limit: int, until: int | None = None) -> list[Any]:
        """The same as bare rows."""
        return list(self._tail.events[after:until][:limit])

    def named(self, kind: str, name: str) -> StreamId | None:
        """The stream that goes by that name."""
        return self._tail.names.get((kind, name))

    def reserve(self, counter: str, count: int) -> int:
        """The first of `count` numbers that nobody else will get."""
        with self._written:
            first = self._counters.get(counter, 1)
            self._counters[counter] = first + count
            return first

    def head(self) -> int:
        """Position of the newest event; 0 for an empty log."""
        return len(self._tail.events)

    def wait_beyond(self, position: int, seconds: float) -> int:
        """The head, as soon as it is beyond the position or the time is over."""
        with self._written:
            self._written.wait_for(lambda: self.head() > position, seconds)
            return self.head()

    def close(self) -> None:
        """Nothing is held open."""

    def _admit(self, changes: list[Prepared]) -> list[Appended]:
        self._tail.recorded_at = as_text(self._clock.now())
        before = self._mark()
        try:
            return [self._tail.admit(change) for change in changes]
        except BaseException:
            self._tail = before
            raise
        finally:
            self._written.notify_all()

    def _mark(self) -> Tail:
        tail = self._tail
        return Tail(
            tail.position, tail.generation, tail.recorded_at, list(tail.shards),
            {s: type(h)(h.version, h.position, h.link) for s, h in tail.heads.items()},
            dict(tail.commands), dict(tail.names), list(tail.events),
            list(tail.new_commands), list(tail.new_names),
        )  # fmt: skip
