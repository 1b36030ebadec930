"""The library's application recorder over our own tables: positions, shards, hashes, idempotency.

The library's own table re-uses positions after a deletion and knows neither time nor actor. What it
offers is kept: the connection pool, transactions with its error classes, histories by version, and
notifications by position.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor, SQLiteDatastore

from shared.eventlog import schema
from shared.eventlog.admission import Done, Head, Tail
from shared.eventlog.envelope import encode
from shared.eventlog.port import Appended, Refusal
from shared.eventlog.prepare import Prepared
from shared.vocabulary.identity import StreamId

FOREVER = 2**62


@dataclass(frozen=True)
class StoredRow(StoredEvent):
    """A stored event with the whole row it came from."""

    row: Any = None


class Recorder(SQLiteApplicationRecorder):
    """Reads with the library's calls; writes only changes that were prepared."""

    def __init__(self, datastore: SQLiteDatastore) -> None:
        super().__init__(datastore, events_table_name="events")

    def construct_create_table_statements(self) -> list[str]:
        return list(schema.TABLES)

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
        return [StoredRow(r[1], r[2], r[3], r[13], row=r) for r in rows[:limit]]

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
        rows = self.fetch(schema.READ, (after, stop or FOREVER, limit))
        chosen = [row for row in rows if not topics or row[3] in topics]
        return [Notification(r[1], r[2], r[3], r[13], r[0]) for r in chosen]

    def _max_notification_id(self, c: SQLiteCursor) -> int:
        c.execute("SELECT max(position) FROM events")
        return c.fetchone()[0] or 0

    def fetch(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        """All rows of one statement, read in one transaction."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(statement, values)
            rows: list[Any] = cursor.fetchall()
            return rows

    def _insert_events(  # type: ignore[override]
        self, c: SQLiteCursor, stored_events: Sequence[Any], *, tail: Tail, whole: bool, **_: Any
    ) -> list[Appended | Refusal]:
        """Admit prepared changes and store what they add; `whole`: one refusal refuses all."""
        look_up(c, tail, stored_events)
        outcomes = [admitted(tail, change, whole=whole) for change in stored_events]
        store(c, tail)
        return outcomes


def look_up(c: SQLiteCursor, tail: Tail, changes: Sequence[Prepared]) -> None:
    """Fetch what the changes touch: heads of streams, command ids, names; a query each."""
    writes = [write for change in changes for write in change.writes]
    c.execute(schema.HEADS, (encode({write.stream for write in writes}).decode(),))
    tail.heads |= {StreamId(s): Head(v, p, link) for s, v, p, link in c.fetchall()}
    c.execute(schema.DONE, (encode([change.command for change in changes]).decode(),))
    tail.commands |= {command: Done(bytes(f), p, bytes(a)) for command, f, p, a in c.fetchall()}
    asked = [(each.kind, each.name) for write in writes for each in write.names]
    if asked:
        c.execute(schema.NAMED, (encode(asked).decode(),))
        tail.names |= {(kind, name): StreamId(stream) for kind, name, stream in c.fetchall()}


def admitted(tail: Tail, change: Prepared, *, whole: bool) -> Appended | Refusal:
    """What became of a change; a refusal is raised where it has to undo the others too."""
    try:
        return tail.admit(change)
    except Refusal as refused:
        if whole:
            raise
        return refused


def store(c: SQLiteCursor, tail: Tail) -> None:
    """Write everything the admitted changes add."""
    c.executemany(schema.INSERT_EVENT, tail.events)
    streams = {row[1] for row in tail.events}
    heads = [(s, tail.heads[StreamId(s)]) for s in streams]
    c.executemany(schema.SAVE_HEAD, [(s, h.version, h.position, h.link) for s, h in heads])
    shards = {row[4] for row in tail.events}
    c.executemany(schema.SAVE_SHARD, [(shard, tail.shards[shard]) for shard in shards])
    c.executemany(schema.SAVE_NAME, tail.new_names)
    done = [(command, tail.commands[command]) for command in tail.new_commands]
    c.executemany(schema.SAVE_COMMAND, [(k, d.fingerprint, d.position, d.answer) for k, d in done])
