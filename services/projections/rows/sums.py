"""What people did, deed by deed and summed by day, so that a figure of any past moment costs a day's deeds.

A day's sums are kept apart for each block of positions. As of a position, whole blocks count as sums and
the rest of one block by deed; as of a time, whole days count as sums and the rest of one day by deed.
Deeds of lines that are told again by time are marked, and corrected by time.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from services.projections.fold import Amounts, Done
from services.projections.instants import DAY, day_of, instant, moment
from services.projections.retelling import Correction, plus
from shared.eventlog.moment import At

BLOCK = 8_192
"""Positions whose deeds are summed together."""
Fetch = Callable[[str, tuple[Any, ...]], list[Any]]
Who = dict[str, Amounts]
"""Sums by person."""


class DeedLine(NamedTuple):
    """What one person did by one event."""

    at: int
    key: str
    amounts: Amounts


class Sums:
    """The deeds of a view; every method that writes does so in the caller's transaction."""

    def __init__(self, measures: tuple[str, ...], fetch: Fetch) -> None:
        self.measures = measures
        self._fetch = fetch
        marks = ", ?" * len(measures)
        adds = ", ".join(f"{name} = {name} + excluded.{name}" for name in measures)
        self._names = ", ".join(measures)
        self._summed = ", ".join(f"sum({name})" for name in measures)
        self._insert = f"INSERT INTO deeds VALUES (?, ?, ?, ?, ?{marks})"
        self._add = (
            f"INSERT INTO daily VALUES (?, ?, ?, ?{marks}) "
            f"ON CONFLICT (day, who, block, retold) DO UPDATE SET {adds}"
        )
        self._correct = f"INSERT INTO corrections VALUES (?, ?, ?, ?{marks})"

    def add(self, db: sqlite3.Connection, done: Sequence[Done], retold: set[str]) -> None:
        """Keep what a batch did; `retold`: keys whose past is told by corrections."""
        marked = [(each, int(each.key in retold)) for each in done]
        db.executemany(
            self._insert,
            [(d.position, d.who, d.at, d.key, mark, *d.amounts) for d, mark in marked],
        )
        self._add_daily(db, ((d.position, d.who, d.at, mark, d.amounts) for d, mark in marked))

    def mark(self, db: sqlite3.Connection, positions: Iterable[int]) -> None:
        """From now on the deeds at these positions are told by corrections."""
        for position, who, at, _, _, *amounts in self._at(db, positions, retold=0):
            gone = tuple(-amount for amount in amounts)
            moved = ((position, who, at, 0, gone), (position, who, at, 1, tuple(amounts)))
            self._add_daily(db, moved)
            db.execute(
                "UPDATE deeds SET retold = 1 WHERE position = ? AND who = ?", (position, who)
            )

    def remove(self, db: sqlite3.Connection, key: str, positions: Sequence[int]) -> None:
        """Take out what a key's events did, to fold them again."""
        for mark in (0, 1):
            rows = self._at(db, positions, retold=mark)
            gone = [(p, who, at, mark, tuple(-a for a in rest)) for p, who, at, _, _, *rest in rows]
            self._add_daily(db, gone)
        db.executemany("DELETE FROM deeds WHERE position = ?", [(each,) for each in positions])
        db.execute("DELETE FROM corrections WHERE key = ?", (key,))

    def correct(self, db: sqlite3.Connection, key: str, corrections: list[Correction]) -> None:
        """Put these in the place of the key's corrections so far."""
        db.execute("DELETE FROM corrections WHERE key = ?", (key,))
        db.executemany(
            self._correct, [(key, c.who, c.at, c.since_at, *c.amounts) for c in corrections]
        )

    def since(self, first: datetime, at: At = None) -> Who:
        """Sums by person over whole days of UTC from `first`'s on, as of a moment."""
        day = day_of(instant(first))
        if at is None:
            return self._sum("SELECT who, {sums} FROM daily WHERE day >= ? GROUP BY who", (day,))
        if isinstance(at, int):
            return self._known(day, at)
        return self._happened(day, instant(at))

    def of(self, who: str, first: datetime, until: datetime, at: At = None) -> list[DeedLine]:
        """What somebody did in [first, until), as of a moment; in order of time."""
        start, end = instant(first), instant(until)
        told, values = deeds_told(at)
        rows = self._fetch(
            f"SELECT at, key, {self._names} FROM deeds "
            f"WHERE who = ? AND at >= ? AND at < ? AND {told} ORDER BY at, position",
            (who, start, end, *values),
        )
        if isinstance(at, datetime):
            rows += self._fetch(
                f"SELECT at, key, {self._summed} FROM corrections WHERE who = ? AND at >= ? "
                "AND at < ? AND since_at <= ? GROUP BY at, key",
                (who, start, end, instant(at)),
            )
        lines = [DeedLine(row[0], row[1], tuple(row[2:])) for row in rows]
        return sorted(lines, key=lambda line: line.at)

    def newest_day(self) -> date | None:
        """The last day of UTC on which anybody did anything; None before the first."""
        ((day,),) = self._fetch("SELECT max(day) FROM daily", ())
        return None if day is None else moment(day * DAY).date()

    def _known(self, day: int, position: int) -> Who:
        block = position // BLOCK
        whole = self._sum(
            "SELECT who, {sums} FROM daily WHERE day >= ? AND block < ? GROUP BY who", (day, block)
        )
        rest = self._sum(
            "SELECT who, {sums} FROM deeds WHERE position >= ? AND position <= ? AND at >= ? "
            "GROUP BY who",
            (block * BLOCK, position, day * DAY),
        )
        return both(whole, rest)

    def _happened(self, day: int, by: int) -> Who:
        midnight = day_of(by) * DAY
        whole = self._sum(
            "SELECT who, {sums} FROM daily WHERE day >= ? AND day < ? AND retold = 0 GROUP BY who",
            (day, day_of(by)),
        )
        rest = self._sum(
            "SELECT who, {sums} FROM (SELECT DISTINCT who FROM daily WHERE day >= ? AND day = ?) "
            "JOIN deeds USING (who) WHERE at >= ? AND at <= ? AND retold = 0 GROUP BY who",
            (day, day_of(by), midnight, by),
        )
        corrected = self._sum(
            "SELECT who, {sums} FROM corrections WHERE at >= ? AND since_at <= ? GROUP BY who",
            (day * DAY, by),
        )
        return both(both(whole, rest), corrected)

    def _sum(self, statement: str, values: tuple[Any, ...]) -> Who:
        rows = self._fetch(statement.format(sums=self._summed), values)
        return {row[0]: tuple(row[1:]) for row in rows}

    def _add_daily(
        self, db: sqlite3.Connection, done: Iterable[tuple[int, str, int, int, Amounts]]
    ) -> None:
        days: dict[tuple[int, str, int, int], Amounts] = {}
        for position, who, at, mark, amounts in done:
            place = (day_of(at), who, position // BLOCK, mark)
            days[place] = plus(days.get(place), amounts)
        db.executemany(self._add, [(*place, *amounts) for place, amounts in days.items()])

    def _at(self, db: sqlite3.Connection, positions: Iterable[int], *, retold: int) -> list[Any]:
        return db.execute(
            "SELECT * FROM deeds WHERE position IN (SELECT value FROM json_each(?)) AND retold = ?",
            (json.dumps(list(positions)), retold),
        ).fetchall()


def deeds_told(at: At) -> tuple[str, tuple[int, ...]]:
    """The condition under which a deed itself counts as of a moment."""
    if at is None:
        return "1", ()
    if isinstance(at, int):
        return "position <= ?", (at,)
    return "at <= ? AND retold = 0", (instant(at),)


def both(first: Who, second: Who) -> Who:
    """Two sums by person in one; people whose sums come to nothing are left out."""
    people = {who: plus(first.get(who), second.get(who) or ()) for who in first | second}
    return {who: amounts for who, amounts in people.items() if any(amounts)}
