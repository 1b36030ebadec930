"""Lines of a view with their past: each holds from one position to another, and between two times."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from services.projections.rows.sqlite import ViewFile
from services.projections.view import View
from shared.eventlog.envelope import as_text
from shared.eventlog.port import Cursor
from shared.eventlog.recorded import Recorded, Unreadable

R = TypeVar("R", bound=msgspec.Struct)
At = int | datetime | None
"""A position: what was known then. A time: what had happened by then. None: now."""


@dataclass(slots=True)
class Line(Generic[R]):
    """The newest version of a line while a batch is folded."""

    row: R | None
    since: int
    latest: str
    """The latest time any of its events told; earlier ones later in the log make it disordered."""
    stored: bool


class Lines(Generic[R]):
    """A view's lines in a file of their own, or in memory (`folder=None`)."""

    EVERYTHING = "SELECT key, since, data FROM lines WHERE until IS NULL ORDER BY key"

    def __init__(self, view: View[R], folder: Path | None) -> None:
        self.view = view
        self._decoder = msgspec.msgpack.Decoder(view.row)
        self._kinds = view.column_kinds or {}
        self._readable: tuple[type[Any], ...] = (*view.reads, Unreadable)
        self.file = ViewFile(folder / view.file if folder else None, self._schema())

    def _schema(self) -> str:
        columns = "".join(f", {name} {kind}" for name, kind in self._kinds.items())
        indexes = "".join(
            f"CREATE INDEX IF NOT EXISTS by_{i} ON lines ({names}) WHERE until IS NULL;"
            for i, names in enumerate(self.view.indexes)
        )
        return f"""
        CREATE TABLE IF NOT EXISTS lines (
            key TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER, since_at TEXT NOT NULL,
            until_at TEXT, latest TEXT NOT NULL, data BLOB{columns}, PRIMARY KEY (key, since)
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS lines_until ON lines (until, since);
        CREATE TABLE IF NOT EXISTS disordered (key TEXT PRIMARY KEY) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS amounts (
            who TEXT NOT NULL, day TEXT NOT NULL, amounts BLOB NOT NULL, PRIMARY KEY (who, day)
        ) WITHOUT ROWID;
        {indexes}"""

    def apply(self, events: Iterable[Recorded[Any]], cursor: Cursor) -> None:
        """Fold a batch; lines, sums and cursor change together."""
        events = [each for each in events if isinstance(each.event, self._readable)]
        keyed = [(key, each) for each in events if (key := self.view.key(each)) is not None]
        with self.file.batch(cursor) as db:
            folded = Fold(self, db, {key for key, _ in keyed})
            for key, told in keyed:
                folded.take(key, told)
            folded.store()

    def get(self, key: str, at: At = None) -> R | None:
        """One line as of a moment."""
        return next(iter(self.select("key = ?", (key,), at=at)), None)

    def select(
        self, where: str, values: tuple[Any, ...] = (), *, at: At = None, tail: str = ""
    ) -> list[R]:
        """Lines that meet the condition as of a moment; a time leaves disordered keys to `refold`."""
        held, bounds = holding(at)
        rows = self.file.fetch(
            f"SELECT data FROM lines WHERE {held} AND data IS NOT NULL AND ({where}) {tail}",
            (*bounds, *values),
        )
        return [self._decoder.decode(row[0]) for row in rows]

    def count(self, where: str, values: tuple[Any, ...] = ()) -> int:
        """How many lines meet the condition now."""
        statement = (
            f"SELECT count(*) FROM lines WHERE until IS NULL AND data IS NOT NULL AND ({where})"
        )
        number: int = self.file.fetch(statement, values)[0][0]
        return number

    def disordered(self) -> list[str]:
        """Keys whose events were not recorded in the order of their times."""
        return [row[0] for row in self.file.fetch("SELECT key FROM disordered")]

    def amounts(self) -> dict[tuple[str, str], tuple[int, ...]]:
        """The sums over all lines by (person, day)."""
        rows = self.file.fetch("SELECT who, day, amounts FROM amounts")
        return {(who, day): tuple(json.loads(amounts)) for who, day, amounts in rows}

    def everything(self) -> dict[str, R]:
        """All lines that hold now, by key."""
        rows = self.file.fetch(
            "SELECT key, data FROM lines WHERE until IS NULL AND data IS NOT NULL"
        )
        return {key: self._decoder.decode(data) for key, data in rows}


def holding(at: At) -> tuple[str, tuple[Any, ...]]:
    """The condition under which a line held at a moment."""
    if at is None:
        return "until IS NULL", ()
    if isinstance(at, int):
        return "since <= ? AND (until IS NULL OR until > ?)", (at, at)
    text = as_text(at)
    return (
        "since_at <= ? AND (until_at IS NULL OR until_at > ?) "
        "AND key NOT IN (SELECT key FROM disordered)",
        (text, text),
    )


class Fold(Generic[R]):
    """A batch in the making: the lines it touches, and what it changes."""

    def __init__(self, lines: "Lines[R]", db: Any, keys: set[str]) -> None:
        self.lines, self.view, self.db = lines, lines.view, db
        asked = json.dumps(sorted(keys))
        rows = db.execute(
            "SELECT key, since, latest, data FROM lines "
            "WHERE until IS NULL AND key IN (SELECT value FROM json_each(?))",
            (asked,),
        )
        decode = lines._decoder.decode
        self.open: dict[str, Line[R]] = {
            key: Line(decode(data) if data else None, since, latest, True)
            for key, since, latest, data in rows
        }
        self.before = {key: line.row for key, line in self.open.items()}
        parked = db.execute(
            "SELECT DISTINCT key FROM parked WHERE key IN (SELECT value FROM json_each(?))",
            (asked,),
        )
        self.parked = {row[0] for row in parked}
        self.closed: list[tuple[Any, ...]] = []
        self.opened: list[tuple[Any, ...]] = []
        self.failures: list[tuple[str, int, str]] = []
        self.disordered: set[str] = set()
        self.overtaken: dict[tuple[str, int], R | None] = {}

    def take(self, key: str, told: Recorded[Any]) -> None:
        """One event; a poisonous one parks itself and everything after it for its key."""
        if key in self.parked:
            self.failures.append((key, told.position, "an earlier event of it is parked"))
            return
        line = self.open.get(key)
        try:
            if isinstance(told.event, Unreadable):
                raise ValueError(told.event.why)
            row = self.view.evolve(line.row if line else None, told)
        except Exception as poison:
            self.parked.add(key)
            self.failures.append((key, told.position, f"{type(poison).__name__}: {poison}"))
            return
        self._change(key, line, row, told)

    def _change(self, key: str, line: Line[R] | None, row: R | None, told: Recorded[Any]) -> None:
        at = as_text(told.at)
        if line and at < line.latest:
            self.disordered.add(key)
        if line is None and row is None:
            return
        latest = max(at, line.latest) if line else at
        if line and row == line.row:
            line.latest = latest
            return
        if line:
            self._close(key, line, told.position, at)
        self.open[key] = Line(row, told.position, latest, False)
        self.opened.append((key, told.position, at))

    def _close(self, key: str, line: Line[R], position: int, at: str) -> None:
        self.closed.append((position, at, key, line.since))
        if not line.stored:
            self.overtaken[key, line.since] = line.row

    def store(self) -> None:
        """Write everything the batch changed."""
        names = list(self.lines._kinds)
        marks = ", ".join("?" * (5 + len(names)))
        columns = "".join(f", {name}" for name in names)
        self.db.executemany(
            f"INSERT INTO lines (key, since, since_at, latest, data{columns}) VALUES ({marks})",
            [self._stored(key, since, at, names) for key, since, at in self.opened],
        )
        self.db.executemany(
            "UPDATE lines SET until = ?, until_at = ? WHERE key = ? AND since = ?", self.closed
        )
        self.db.executemany("INSERT OR IGNORE INTO parked VALUES (?, ?, ?)", self.failures)
        self.db.executemany(
            "INSERT OR IGNORE INTO disordered VALUES (?)", [(key,) for key in self.disordered]
        )
        self._store_amounts()

    def _stored(self, key: str, since: int, at: str, names: list[str]) -> tuple[Any, ...]:
        line = self.open[key]
        row = line.row if line.since == since else self.overtaken[key, since]
        columns = self.view.columns(row) if row is not None else {}
        data = msgspec.msgpack.encode(row) if row is not None else None
        return (key, since, at, line.latest, data, *(columns.get(name) for name in names))

    def _store_amounts(self) -> None:
        moved: dict[tuple[str, str], list[int]] = {}
        for key, line in self.open.items():
            if line.row is not self.before.get(key):
                self._count(moved, self.before.get(key), -1)
                self._count(moved, line.row, 1)
        for (who, day), change in moved.items():
            if any(change):
                self._add(who, day, change)

    def _count(self, moved: dict[tuple[str, str], list[int]], row: R | None, sign: int) -> None:
        amounts = self.view.amounts(row) if row is not None else {}
        for place, values in amounts.items():
            held = moved.setdefault(place, [0] * len(values))
            held[:] = [h + sign * v for h, v in zip(held, values, strict=True)]

    def _add(self, who: str, day: str, change: list[int]) -> None:
        row = self.db.execute(
            "SELECT amounts FROM amounts WHERE who = ? AND day = ?", (who, day)
        ).fetchone()
        held = json.loads(row[0]) if row else [0] * len(change)
        new = json.dumps([h + c for h, c in zip(held, change, strict=True)])
        self.db.execute("INSERT OR REPLACE INTO amounts VALUES (?, ?, ?)", (who, day, new))
