"""The audit trail's own lines: one for each event, as it was told, sealed words and all."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from services.projections.instants import BEGINNING, NEVER, day_of, instant, moment
from services.projections.rows.asof import told_by
from services.projections.rows.file import ViewFile
from services.projections.rows.schema import CURSOR
from services.projections.rows.sqlite import Shape
from services.projections.view import Trail
from shared.eventlog.codec import decode, encode
from shared.eventlog.moment import At
from shared.eventlog.port import Cursor
from shared.eventlog.recorded import Recorded, Unreadable
from shared.events.declaration import Event
from shared.vocabulary.identity import Actor, StreamId

TABLES = (
    *CURSOR,
    """CREATE TABLE IF NOT EXISTS entries (
        position INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL,
        topic TEXT NOT NULL, at INTEGER NOT NULL, "by" TEXT NOT NULL,
        recorded_at INTEGER NOT NULL, cause TEXT, data BLOB NOT NULL)""",
    "CREATE TABLE IF NOT EXISTS days (day INTEGER PRIMARY KEY, events INTEGER NOT NULL)",
)
INDEXES = (
    "CREATE INDEX IF NOT EXISTS entries_of ON entries (stream, version)",
    "CREATE INDEX IF NOT EXISTS entries_at ON entries (at, position)",
)
COMPARED = """
    SELECT position, stream, version, topic, at, "by", recorded_at, cause, data
    FROM entries WHERE position <= :at ORDER BY position"""
DAYS = "SELECT day, events FROM days ORDER BY day"
COLUMNS = 'position, stream, version, topic, at, "by", recorded_at, cause, data'


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the audit trail."""

    position: int
    stream: StreamId
    version: int
    event: Event
    at: datetime
    by: Actor
    recorded_at: datetime
    cause: str | None


class EntryKeeper:
    """Writes entries in the caller's transaction."""

    def fold(self, db: sqlite3.Connection, events: Iterable[Recorded[Any]]) -> int:
        """Keep a batch; nothing is ever parked, for nothing is left out."""
        rows = [stored(told) for told in events]
        db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        db.executemany(
            "INSERT INTO days VALUES (?, ?) "
            "ON CONFLICT (day) DO UPDATE SET events = events + excluded.events",
            sorted(Counter(day_of(row[4]) for row in rows).items()),
        )
        return 0


class Entries:
    """The trail in a file of its own, or in memory (`folder=None`)."""

    def __init__(self, view: Trail, folder: Path | None, *, writes: bool = True) -> None:
        self.view = view
        self._keeper = EntryKeeper()
        self.file = ViewFile(folder, trail_shape(view), writes=writes)

    def fold(self, events: Iterable[Recorded[Any]], cursor: Cursor) -> int:
        """Keep a batch; entries and cursor change together."""
        with self.file.batch(cursor) as db:
            return self._keeper.fold(db, events)

    def of(self, stream: StreamId, *, at: At = None) -> list[Entry]:
        """A stream's events as of a moment, oldest first."""
        held, bounds = told_by(at)
        return self._read(f"stream = ? AND {held} ORDER BY version", (stream, *bounds))

    def newest(self, *, before: int | None, limit: int, at: At = None) -> list[Entry]:
        """The whole desk's events, newest first, older than the one at the position `before`.

        As of a time the newest are those that happened last, else those that were recorded last.
        """
        if isinstance(at, datetime):
            return self._happened_last(before, limit, instant(at))
        below = NEVER if before is None else before
        known = NEVER if at is None else at
        return self._read(
            "position < ? AND position <= ? ORDER BY position DESC LIMIT ?", (below, known, limit)
        )

    def happened_by(self, positions: Sequence[int], at: datetime) -> list[int]:
        """Those of the positions whose events had happened by a time."""
        rows = self.file.fetch(
            "SELECT position FROM entries "
            "WHERE position IN (SELECT value FROM json_each(?)) AND at <= ?",
            (json.dumps(list(positions)), instant(at)),
        )
        return [row[0] for row in rows]

    def days(self) -> list[tuple[date, int]]:
        """How many events happened on each day of UTC, oldest first; for a slider over time."""
        rows = self.file.fetch("SELECT day, events FROM days ORDER BY day")
        return [((BEGINNING + timedelta(days=day)).date(), events) for day, events in rows]

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    def _happened_last(self, before: int | None, limit: int, by: int) -> list[Entry]:
        place = (by, NEVER)
        if before is not None:
            rows = self.file.fetch("SELECT at, position FROM entries WHERE position = ?", (before,))
            place = min([place, *rows])
        return self._read(
            "(at, position) < (?, ?) ORDER BY at DESC, position DESC LIMIT ?", (*place, limit)
        )

    def _read(self, condition: str, values: tuple[Any, ...]) -> list[Entry]:
        rows = self.file.fetch(f"SELECT {COLUMNS} FROM entries WHERE {condition}", values)
        return [entry(row) for row in rows]


def trail_shape(trail: Trail) -> Shape:
    """What the trail's file is made of."""
    return Shape(
        name=trail.name,
        version=trail.version,
        tables=TABLES,
        indexes=INDEXES,
        compared=(COMPARED,),
        compared_at_the_end=(DAYS,),
    )


def stored(told: Recorded[Any]) -> tuple[Any, ...]:
    """The row of an event; one that cannot be read is kept as it came."""
    event = told.event
    raw = isinstance(event, Unreadable)
    return (
        told.position,
        told.stream,
        told.version,
        event.topic if raw else event.TOPIC,
        instant(told.at),
        told.by,
        instant(told.recorded_at),
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
        at=moment(row[4]),
        by=Actor(row[5]),
        recorded_at=moment(row[6]),
        cause=row[7],
    )
