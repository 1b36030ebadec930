"""Compares two builds of a view row by row at one position, without stopping whoever writes one of them."""

import heapq
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import msgspec

from services.projections.rows.sqlite import HELD, READING, Shape, as_cursor, connected

MOST_NAMED = 20
Row = tuple[Any, ...]


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """What two builds of a view have at one position."""

    position: int
    rows: int
    differing: int
    first: tuple[str, ...]
    """The first keys that differ."""


def compared(live: Path, anew: Path, shape: Shape, position: int) -> Compared:
    """Every row of both builds as of the position, side by side.

    Where both end there, also what later events may still change: rows as told by time.
    """
    rows, differing, first = 0, 0, []
    with closing(connected(live, READING)) as one, closing(connected(anew, READING)) as other:
        one.execute("BEGIN")
        ends = {through(db) for db in (one, other)} == {position}
        for statement in (*shape.compared, *(shape.compared_at_the_end if ends else ())):
            for key, same in paired(
                rows_at(one, statement, position), rows_at(other, statement, position)
            ):
                rows += 1
                if not same:
                    differing += 1
                    first.append(str(key))
                    del first[MOST_NAMED:]
    return Compared(position=position, rows=rows, differing=differing, first=tuple(first))


def through(db: sqlite3.Connection) -> int | None:
    """Up to where a build has come, as this transaction sees it."""
    held = as_cursor(db.execute(HELD).fetchall())
    return held.through if held else None


def rows_at(db: sqlite3.Connection, statement: str, position: int) -> Iterator[Row]:
    """The rows of a statement in order, a few at a time."""
    values = {"at": position} if ":at" in statement else {}
    return iter(db.execute(statement, values))


def paired(one: Iterator[Row], other: Iterator[Row]) -> Iterator[tuple[Any, bool]]:
    """Each id of two ordered sequences of rows, and whether both tell the same of it."""
    merged = heapq.merge(one, other, key=itemgetter(0))
    for key, rows in groupby(merged, key=itemgetter(0)):
        both = list(rows)
        yield key, len(both) == 2 and both[0] == both[1]
