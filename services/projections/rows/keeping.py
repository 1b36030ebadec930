"""Writes what a batch changes: reads the lines it touches in one query, folds in memory, writes at once."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from services.projections.fold import Fold, Line, Parked, Past
from services.projections.retelling import Version, retold
from services.projections.rows.forks import fork
from services.projections.rows.sums import Sums
from services.projections.view import History, View
from shared.eventlog.port import Cursor
from shared.eventlog.recorded import Recorded, Unreadable
from shared.vocabulary.identity import StreamId, kind_of

R = TypeVar("R", bound=msgspec.Struct)
Told = Recorded[Any]
FORGET_TIMES = """
    UPDATE past SET since_at = NULL, until_at = NULL, fork_at = NULL WHERE key = ?"""


class Keeper(Generic[R]):
    """Keeps a view's lines; every method that writes does so in the caller's transaction."""

    def __init__(self, view: View[R], history: History) -> None:
        self.view = view
        self._history = history
        self._reads = frozenset(view.reads)
        self._kinds = frozenset(event.STREAM for event in view.reads)
        self._decode = msgspec.msgpack.Decoder(view.row).decode
        columns: tuple[str, ...] = view.columns._fields  # type: ignore[attr-defined]
        names = "".join(f", {name}" for name in columns)
        marks = ", ?" * len(columns)
        replaced = "".join(f", {name} = excluded.{name}" for name in columns)
        self._touched = (
            f"SELECT key, since, since_at, data{names} FROM now "
            "WHERE key IN (SELECT value FROM json_each(?))"
        )
        self._hold = (
            f"INSERT INTO now (key, since, since_at, data{names}) VALUES (?, ?, ?, ?{marks}) "
            "ON CONFLICT (key) DO UPDATE SET since = excluded.since, "
            f"since_at = excluded.since_at, data = excluded.data{replaced}"
        )
        self._overtake = f"INSERT INTO past VALUES (?, ?, ?, ?, ?, ?, ?, ?{marks})"
        self._retell = f"INSERT INTO retold VALUES (?, ?, ?, ?, ?{marks})"
        self._sums = Sums(view.measures, lambda _, __: []) if view.measures else None

    def fold(self, db: sqlite3.Connection, events: Iterable[Told]) -> int:
        """Fold a batch, in order of position within each key; how many events were parked."""
        keyed, parked = self._keyed(events)
        if keyed:
            stopped = {row[0] for row in db.execute("SELECT DISTINCT key FROM parked")}
            fold = Fold(self.view, self._lines(db, {key for key, _ in keyed}), stopped)
            for key, told in keyed:
                fold.take(key, told)
            self._note_sources(db, keyed)
            self._store(db, fold, keyed[-1][1].position)
            parked += fold.parked
        db.executemany("INSERT OR IGNORE INTO parked VALUES (?, ?, ?, ?)", parked)
        return len(parked)

    def refold(self, db: sqlite3.Connection, key: str, cursor: Cursor) -> None:
        """Fold one key again from its first event, as far as the view has come."""
        events = [e for e in self._events(db, key) if e.position <= cursor.positions[e.shard]]
        for table in ("now", "past", "retold", "parked"):
            db.execute(f"DELETE FROM {table} WHERE key = ?", (key,))
        if self._sums:
            self._sums.remove(db, key, [each.position for each in events])
        self.fold(db, events)

    def _keyed(self, events: Iterable[Told]) -> tuple[list[tuple[str, Told]], list[Parked]]:
        keyed: list[tuple[str, Told]] = []
        parked: list[Parked] = []
        for told in events:
            if type(told.event) not in self._reads and not self._concerns(told):
                continue
            try:
                key = self.view.key(told)
            except Exception as poison:
                why = f"{type(poison).__name__}: {poison}"
                parked.append(Parked(told.stream, told.position, told.stream, why))
                continue
            if key is not None:
                keyed.append((key, told))
        return keyed, parked

    def _concerns(self, told: Told) -> bool:
        """Whether an event that cannot be read stands in a stream the view is folded from."""
        return isinstance(told.event, Unreadable) and kind_of(told.stream) in self._kinds

    def _lines(self, db: sqlite3.Connection, keys: set[str]) -> dict[str, Line[R]]:
        rows = db.execute(self._touched, (json.dumps(sorted(keys)),))
        decode = self._decode
        return {
            row[0]: Line(decode(row[3]) if row[3] else None, row[3], row[4:], row[1], row[2])
            for row in rows
        }

    def _store(self, db: sqlite3.Connection, fold: Fold[R], through: int) -> None:
        db.executemany(self._overtake, map(filed, fold.past))
        lines = fold.lines
        changed = [(key, lines[key]) for key in sorted(fold.changed)]
        db.executemany(
            self._hold,
            [(k, line.since, line.since_at, line.data, *line.listed) for k, line in changed],
        )
        if self._sums:
            self._sums.add(db, fold.done, fold.disordered)
        for key in sorted(fold.disordered):
            self._tell_again(db, fold, key, through)

    def _tell_again(self, db: sqlite3.Connection, fold: Fold[R], key: str, through: int) -> None:
        """Put the key's past by time in the place of what it was."""
        db.execute("UPDATE now SET since_at = NULL WHERE key = ?", (key,))
        db.execute(FORGET_TIMES, (key,))
        db.execute("DELETE FROM retold WHERE key = ?", (key,))
        not_told = {each.position for each in fold.parked if each.key == key}
        events = [
            each
            for each in self._events(db, key)
            if each.position <= through and each.position not in not_told
        ]
        try:
            past = retold(self.view, events)
        except Exception as poison:
            why = f"cannot be told in the order of its times: {type(poison).__name__}: {poison}"
            fold.parked.append(Parked(key, events[-1].position, events[-1].stream, why))
            return
        db.executemany(self._retell, [(key, *told) for told in map(filed_by_time, past.versions)])
        if self._sums:
            self._sums.mark(db, [each.position for each in events])
            self._sums.correct(db, key, past.corrections)

    def _events(self, db: sqlite3.Connection, key: str) -> list[Told]:
        """Everything the key was folded from and may still be, in order of position."""
        rows = db.execute("SELECT stream FROM sources WHERE key = ?", (key,)).fetchall()
        streams = dict.fromkeys((key, *(row[0] for row in rows)))
        told = [each for stream in streams for each in self._history(StreamId(stream))]
        keyed, _ = self._keyed(told)
        return sorted((each for of, each in keyed if of == key), key=lambda each: each.position)

    def _note_sources(self, db: sqlite3.Connection, keyed: Sequence[tuple[str, Told]]) -> None:
        """Remember the streams of keys that are folded from others than their own."""
        others = {(key, told.stream) for key, told in keyed if key != told.stream}
        if others:
            db.executemany("INSERT OR IGNORE INTO sources VALUES (?, ?)", sorted(others))


def filed(past: Past) -> tuple[Any, ...]:
    """The row of a version that was overtaken."""
    since_at, until_at = past.since_at, past.until_at
    in_time = None if since_at is None or until_at is None else fork(since_at, until_at)
    place = fork(past.since, past.until)
    return (*past[:5], place, in_time, past.data, *past.listed)


def filed_by_time(version: Version) -> tuple[Any, ...]:
    """The row of a version told in the order of its times, after its key."""
    place = fork(version.since_at, version.until_at)
    return (version.since_at, version.until_at, place, version.data, *version.listed)
