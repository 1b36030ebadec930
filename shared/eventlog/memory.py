"""A log in memory with the rules of every other: for tests, and for asking what would have been."""

import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from shared.clock import Chance, Clock
from shared.eventlog.admission import Done, End, EventRow, Tail, repeats, told_again
from shared.eventlog.arrivals import Announced
from shared.eventlog.envelope import as_text
from shared.eventlog.port import Appended, Change
from shared.eventlog.prepare import Prepared, prepared
from shared.eventlog.recorded import Recorded
from shared.eventlog.rows import recorded
from shared.sealing.port import Seals
from shared.vocabulary.identity import SHARDS, StreamId


class MemoryLog:
    """Keeps events for as long as the process lives."""

    generation = 1

    def __init__(self, *, seals: Seals, clock: Clock, chance: Chance) -> None:
        self.id = chance.token(8).hex()
        self._seals, self._clock = seals, clock
        self._writing = threading.Lock()
        self._arrivals = Announced()
        self._rows: list[EventRow] = []
        self._streams: dict[str, list[EventRow]] = defaultdict(list)
        self._ends: dict[StreamId, End] = {}
        self._shards = [0] * SHARDS
        self._commands: dict[str, Done] = {}
        self._names: dict[tuple[str, str], StreamId] = {}
        self._counters: dict[str, int] = {}

    def append(self, change: Change) -> Appended:
        """Take the change. Raises the refusals of the port."""
        return self._admit([prepared(change, self._seals)])[0]

    def append_all(self, changes: Sequence[Change]) -> list[Appended]:
        """Take all of the changes, or none."""
        told = repeats(changes, self._commands)
        fresh = [prepared(each, self._seals) for each in changes if each.command not in told]
        appended = iter(self._admit(fresh))
        return [told.get(each.command) or next(appended) for each in changes]

    def answered(self, command: str, *, fingerprint: bytes | None = None) -> Appended | None:
        """What the request with that id was told; None if it never was carried out."""
        done = self._commands.get(command)
        return told_again(done, fingerprint) if done else None

    def history(
        self, stream: StreamId, *, after: int = 0, until: int | None = None
    ) -> list[Recorded[Any]]:
        """A stream's events with versions in (after, until], oldest first."""
        return [recorded(row) for row in self._streams.get(stream, [])[after:until]]

    def read(
        self,
        *,
        after: int,
        limit: int,
        until: int | None = None,
        topics: frozenset[str] | None = None,
    ) -> list[Recorded[Any]]:
        """At most `limit` events with positions in (after, until], in order of position."""
        rows = self._rows[after:until] if topics else self._rows[after:until][:limit]
        return [recorded(row) for row in rows if topics is None or row[3] in topics][:limit]

    def named(self, kind: str, name: str) -> StreamId | None:
        """The stream that goes by that name."""
        return self._names.get((kind, name))

    def named_all(self, kind: str, names: Sequence[str]) -> dict[str, StreamId]:
        """The streams that go by these names; a name nobody has is left out."""
        found = {name: self._names.get((kind, name)) for name in names}
        return {name: stream for name, stream in found.items() if stream}

    def kinds(self) -> list[str]:
        """Every kind of name that was ever given, in order."""
        return sorted({kind for kind, _ in self._names})

    def versions(self, streams: Sequence[StreamId]) -> dict[StreamId, int]:
        """The version of each stream that has events; the others are left out."""
        return {each: self._ends[each].version for each in streams if each in self._ends}

    def reserve(self, counter: str, count: int) -> int:
        """The first of `count` numbers that nobody else will get."""
        with self._writing:
            first = self._counters.get(counter, 1)
            self._counters[counter] = first + count
            return first

    def head(self) -> int:
        """Position of the newest event; 0 for an empty log."""
        return self._arrivals.head()

    def wait_beyond(self, position: int, seconds: float) -> int:
        """The head, as soon as it is beyond the position or the time is over."""
        return self._arrivals.wait_beyond(position, seconds)

    def close(self) -> None:
        """Let everyone go who waits for more."""
        self._arrivals.end()

    def _admit(self, changes: list[Prepared]) -> list[Appended]:
        with self._writing:
            tail = self._tail(changes)
            appended = [tail.admit(change) for change in changes]
            self._store(tail)
        return appended

    def _tail(self, changes: list[Prepared]) -> Tail:
        writes = [write for change in changes for write in change.writes]
        streams = {write.stream for write in writes} & self._ends.keys()
        return Tail(
            len(self._rows),
            self.generation,
            as_text(self._clock.now()),
            shards=list(self._shards),
            ends={stream: replace(self._ends[stream]) for stream in streams},
            commands={
                each.command: self._commands[each.command]
                for each in changes
                if each.command in self._commands
            },
            names={
                name: self._names[name]
                for write in writes
                for name in write.names
                if name in self._names
            },
        )

    def _store(self, tail: Tail) -> None:
        self._rows += tail.new_events
        for row in tail.new_events:
            self._streams[row[1]].append(row)
        self._ends |= tail.ends
        self._shards = tail.shards
        self._commands |= tail.commands
        self._names |= tail.names
        if tail.new_events:
            self._arrivals.announce(tail.position)
