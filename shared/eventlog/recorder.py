"""The library's application recorder over our own tables: positions, shards, hashes, idempotency.

The library's own table uses positions again after a deletion and knows neither time nor actor. What
it offers is kept: its transactions and error classes, and its two ways of reading, by stream and by
position, so that whatever is written for the library can read this log.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor

from shared.eventlog import schema
from shared.eventlog.admission import Done, End, Tail
from shared.eventlog.datastore import PinnedDatastore
from shared.eventlog.envelope import encode, shard_of
from shared.eventlog.port import Appended, Refusal
from shared.eventlog.prepare import Prepared
from shared.vocabulary.identity import StreamId

FOREVER = 2**62
Outcome = Appended | Refusal


class Recorder(SQLiteApplicationRecorder):
    """Reads with the library's calls; writes only changes that were prepared."""

    def __init__(self, datastore: PinnedDatastore) -> None:
        super().__init__(datastore, events_table_name="events")
        self._pool = datastore.pinned

    def construct_create_table_statements(self) -> list[str]:
        return list(schema.TABLES)

    def fetch(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """All rows of one statement, read on the thread's own connection."""
        return self._pool.reader().fetch(statement, values)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """A stream's events with versions in (gt, lte], oldest first unless `desc`."""
        until = FOREVER if lte is None else lte
        rows = self.fetch(schema.HISTORY, (str(originator_id), gt or 0, until))
        rows = rows[::-1] if desc else rows
        return [StoredEvent(r[1], r[2], r[3], r[13]) for r in rows[:limit]]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """At most `limit` events from a position on, of some topics if any are named."""
        after = (start or 0) - (1 if inclusive_of_start and start else 0)
        until = FOREVER if stop is None else stop
        if topics:
            asked = encode(list(topics)).decode()
            rows = self.fetch(schema.READ_TOPICS, (after, until, asked, limit))
        else:
            rows = self.fetch(schema.READ, (after, until, limit))
        return [Notification(r[1], r[2], r[3], r[13], r[0]) for r in rows]

    def max_notification_id(self) -> int:
        """Position of the newest event; 0 for an empty log."""
        return max((row[0] for row in self.fetch(schema.LAST_POSITION)), default=0)

    def _insert_events(  # type: ignore[override]
        self,
        c: SQLiteCursor,
        stored_events: Sequence[Any],
        *,
        tail: Tail,
        whole: bool,
        counters: dict[str, int],
        **_: Any,
    ) -> list[Outcome]:
        """Admit prepared changes and store what they add; `whole`: one refusal refuses all."""
        look_up(c, tail, stored_events)
        outcomes = [admitted(tail, change, whole=whole) for change in stored_events]
        store(c, tail)
        c.executemany(schema.SAVE_COUNTER, list(counters.items()))
        return outcomes


def look_up(c: SQLiteCursor, tail: Tail, changes: Sequence[Prepared]) -> None:
    """Fetch the log's end and what the changes touch: ends of streams, command ids, names."""
    c.execute(schema.LAST_POSITION)
    tail.position = max((row[0] for row in c.fetchall()), default=0)
    c.execute(schema.SHARDS_ENDS)
    for shard, position in c.fetchall():
        tail.shards[shard] = position
    writes = [write for change in changes for write in change.writes]
    c.execute(schema.ENDS, (encode({write.stream for write in writes}).decode(),))
    for stream, version, position, link in c.fetchall():
        tail.ends[stream] = End(version, position, link, shard_of(stream))
    c.execute(schema.DONE, (encode([change.command for change in changes]).decode(),))
    for done in c.fetchall():
        tail.commands[done[0]] = Done(*done)
    names = [name for write in writes for name in write.names]
    if names:
        c.execute(schema.NAMED_PAIRS, (encode(names).decode(),))
        for kind, name, stream in c.fetchall():
            tail.names[kind, name] = StreamId(stream)


def admitted(tail: Tail, change: Prepared, *, whole: bool) -> Outcome:
    """What became of a change; a refusal is raised where it has to undo the others too."""
    try:
        return tail.admit(change)
    except Refusal as refused:
        if whole:
            raise
        return refused


def store(c: SQLiteCursor, tail: Tail) -> None:
    """Write everything the admitted changes add; ids in order, to touch fewer pages."""
    c.executemany(schema.INSERT_EVENT, tail.new_events)
    shards = {row[schema.SHARD] for row in tail.new_events}
    c.executemany(schema.SAVE_SHARD, [(shard, tail.shards[shard]) for shard in shards])
    c.executemany(schema.SAVE_NAME, tail.new_names)
    c.executemany(schema.SAVE_COMMAND, sorted(tail.new_commands))
