"""Writes what a batch changes: reads the lines it touches in one query, folds in memory, writes at once."""

import json
import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from services.projections.fold import BEHIND, EventIsUnreadable, Fold, Line, Parked, Past, in_short
from services.projections.retelling import Version, retold
from services.projections.rows.forks import fork
from services.projections.rows.sums import Sums
from services.projections.view import History, View
from shared.eventlog.port import Cursor
from shared.eventlog.recorded import Recorded, Unreadable
from shared.vocabulary.identity import StreamId, kind_of

R = TypeVar("R", bound=msgspec.Struct)
Told = Recorded[Any]
POSITION = attrgetter("position")
UNTOLD = "cannot be told in the order of its times"
FORGET_TIMES = """
    UPDATE past SET since_at = NULL, until_at = NULL, fork_at = NULL WHERE key = ?"""


class Keyed(NamedTuple):
    """An event and the key whose line it changes."""

    key: str
    told: Told
    why: str | None
    """Why it cannot be folded; then its stream stands for its key."""


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
        keyed = self._keyed(events)
        if not keyed:
            return 0
        keys = {each.key for each in keyed}
        fold = Fold(self.view, self._lines(db, keys), self._stopped(db, keys))
        for key, told, why in keyed:
            if why is None:
                fold.take(key, told)
            else:
                fold.park(key, told, why)
        self._note_sources(db, keyed)
        self._store(db, fold, keyed[-1].told.position)
        db.executemany("INSERT OR IGNORE INTO parked VALUES (?, ?, ?, ?)", fold.parked)
        return len(fold.parked)

    def refold(self, db: sqlite3.Connection, key: str, cursor: Cursor) -> None:
        """Fold a key again from its first event, as far as the view has come.

        So are the keys that its parked events turn out to belong to, once they can be read.
        """
        for each in sorted({key, *self._found_out(db, key)}):
            self._take_out(db, each)
            events = self._events(db, each)
            self.fold(db, [e for e in events if e.position <= cursor.positions[e.shard]])

    def _found_out(self, db: sqlite3.Connection, key: str) -> set[str]:
        """The keys of events that were parked before it was known whose they are."""
        rows = db.execute("SELECT position, stream FROM parked WHERE key = ?", (key,)).fetchall()
        positions = {position for position, _ in rows}
        told = [each for of in {stream for _, stream in rows} for each in self._history(of)]
        keyed = self._keyed(each for each in told if each.position in positions)
        self._note_sources(db, keyed)
        return {each.key for each in keyed}

    def _take_out(self, db: sqlite3.Connection, key: str) -> None:
        """Leave nothing of a key but where its events come from."""
        for table in ("now", "past", "retold", "parked"):
            db.execute(f"DELETE FROM {table} WHERE key = ?", (key,))
        if self._sums:
            self._sums.remove(db, key, [each.position for each in self._events(db, key)])

    def _keyed(self, events: Iterable[Told]) -> list[Keyed]:
        """The events that concern the view, each with its key.

        Where that cannot be known, its stream stands for it, with the reason.
        """
        keyed = (
            self._key_of(told)
            for told in events
            if type(told.event) in self._reads or self._concerns(told)
        )
        return [each for each in keyed if each is not None]

    def _key_of(self, told: Told) -> Keyed | None:
        try:
            key = self.view.key(told)
        except Exception as poison:
            return Keyed(told.stream, told, in_short(poison))
        if key is not None:
            return Keyed(key, told, None)
        if isinstance(told.event, Unreadable):
            return Keyed(told.stream, told, in_short(EventIsUnreadable(told.event.why)))
        return None

    def _concerns(self, told: Told) -> bool:
        """Whether an event that cannot be read stands in a stream the view is folded from."""
        return isinstance(told.event, Unreadable) and kind_of(told.stream) in self._kinds

    def _stopped(self, db: sqlite3.Connection, keys: set[str]) -> set[str]:
        """Those of the keys of which an event is parked."""
        rows = db.execute(
            "SELECT DISTINCT key FROM parked WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(keys)),),
        )
        return {row[0] for row in rows}

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
            self._stop_short(db, fold, key, events, f"{UNTOLD}: {in_short(poison)}")
            return
        db.executemany(self._retell, [(key, *told) for told in map(filed_by_time, past.versions)])
        if self._sums:
            self._sums.mark(db, [each.position for each in events])
            self._sums.correct(db, key, past.corrections)

    def _stop_short(
        self, db: sqlite3.Connection, fold: Fold[R], key: str, events: list[Told], why: str
    ) -> None:
        """Fold a key only as far as its past can be told by time, and park the rest.

        An event more leaves what could not be told untellable, so the first one is found by halves.
        """
        tellable = bisect_left(
            range(len(events)), True, key=lambda n: not self._can_tell(events[: n + 1])
        )
        self._take_out(db, key)
        self.fold(db, events[:tellable])
        first, *later = events[tellable:]
        behind = [Parked(key, each.position, each.stream, BEHIND) for each in later]
        behind += [each._replace(why=BEHIND) for each in fold.parked if each.key == key]
        others = [each for each in fold.parked if each.key != key]
        fold.parked = [*others, Parked(key, first.position, first.stream, why), *behind]

    def _can_tell(self, events: list[Told]) -> bool:
        try:
            retold(self.view, events)
        except Exception:
            return False
        return True

    def _events(self, db: sqlite3.Connection, key: str) -> list[Told]:
        """Everything the key was folded from and may still be, in order of position."""
        rows = db.execute("SELECT stream FROM sources WHERE key = ?", (key,)).fetchall()
        streams = dict.fromkeys((key, *(row[0] for row in rows)))
        told = [each for stream in streams for each in self._history(StreamId(stream))]
        keyed = self._keyed(told)
        return sorted((each.told for each in keyed if each.key == key), key=POSITION)

    def _note_sources(self, db: sqlite3.Connection, keyed: Sequence[Keyed]) -> None:
        """Remember the streams of keys that are folded from others than their own."""
        others = {(key, told.stream) for key, told, _ in keyed if key != told.stream}
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
