"""The audit trail's own lines: one for each event, as it was told, sealed words and all."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from services.projections.rows.lines import At
from services.projections.rows.sqlite import ViewFile
from services.projections.view import Trail
from shared.eventlog.codec import decode, encode
from shared.eventlog.envelope import as_text
from shared.eventlog.port import Cursor
from shared.eventlog.recorded import Recorded, Unreadable
from shared.eventlog.rows import when
from shared.events.declaration import Event
from shared.vocabulary.identity import Actor, StreamId

SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
    position INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL,
    topic TEXT NOT NULL, at TEXT NOT NULL, "by" TEXT NOT NULL, recorded_at TEXT NOT NULL,
    cause TEXT, data BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS entries_stream ON entries (stream, version);
"""
COLUMNS = 'position, stream, version, topic, at, "by", recorded_at, cause, data'


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the audit trail."""

    position: int
    stream: StreamId
    version: int
    event: Event
    at: Any
    by: Actor
    recorded_at: Any
    cause: str | None


class Entries:
    """The trail in a file of its own, or in memory (`folder=None`)."""

    EVERYTHING = "SELECT position, stream, version, topic, data FROM entries ORDER BY position"

    def __init__(self, view: Trail, folder: Path | None) -> None:
        self.view = view
        self.file = ViewFile(folder / view.file if folder else None, SCHEMA)

    def apply(self, events: Iterable[Recorded[Any]], cursor: Cursor) -> None:
        """Keep a batch."""
        with self.file.batch(cursor) as db:
            db.executemany(
                "INSERT OR IGNORE INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [stored(told) for told in events],
            )

    def of(self, stream: StreamId, *, at: At = None) -> list[Entry]:
        """A stream's events as of a moment, oldest first."""
        held, bounds = known(at)
        return self._read(f"stream = ? AND {held} ORDER BY version", (stream, *bounds))

    def newest(self, *, before: int | None, limit: int, at: At = None) -> list[Entry]:
        """The whole desk's events, newest first, below a position."""
        held, bounds = known(at)
        below = before if before is not None else 2**62
        return self._read(
            f"position < ? AND {held} ORDER BY position DESC LIMIT ?", (below, *bounds, limit)
        )

    def _read(self, condition: str, values: tuple[Any, ...]) -> list[Entry]:
        rows = self.file.fetch(f"SELECT {COLUMNS} FROM entries WHERE {condition}", values)
        return [entry(row) for row in rows]


def known(at: At) -> tuple[str, tuple[Any, ...]]:
    """The condition under which an event was known, or had happened, at a moment."""
    if at is None:
        return "1", ()
    return ("position <= ?", (at,)) if isinstance(at, int) else ("at <= ?", (as_text(at),))


def stored(told: Recorded[Any]) -> tuple[Any, ...]:
    """The row of an event; one that cannot be read is kept as it came."""
    event = told.event
    raw = isinstance(event, Unreadable)
    return (
        told.position,
        told.stream,
        told.version,
        event.topic if raw else event.TOPIC,
        as_text(told.at),
        told.by,
        as_text(told.recorded_at),
        told.cause,
        event.data if raw else encode(event),
    )


def entry(row: Any) -> Entry:
    """The line of a row."""
    return Entry(
        position=row[0],
        stream=StreamId(row[1]),
        version=row[2],
        event=decode(row[3], row[8]),
        at=when(row[4]),
        by=Actor(row[5]),
        recorded_at=when(row[6]),
        cause=row[7],
    )
