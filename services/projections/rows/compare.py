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

from services.projections.rows.sqlite import READING, connected

MOST_NAMED = 20
Row = tuple[Any, ...]


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """What two builds of a view have at one position."""

    position: int
    rows: int
    differing: int
    first: tuple[str, ...]
    """The first keys that differ."""


def compared(live: Path, anew: Path, statements: tuple[str, ...], position: int) -> Compared:
    """Every row of both builds as of the position, side by side."""
    rows, differing, first = 0, 0, []
    with closing(connected(live, READING)) as one, closing(connected(anew, READING)) as other:
        for statement in statements:
            for key, same in paired(
                told(one, statement, position), told(other, statement, position)
            ):
                rows += 1
                if not same:
                    differing += 1
                    first.append(str(key))
                    del first[MOST_NAMED:]
    return Compared(position=position, rows=rows, differing=differing, first=tuple(first))


def told(db: sqlite3.Connection, statement: str, position: int) -> Iterator[Row]:
    """The rows of a statement in order, a few at a time."""
    return iter(db.execute(statement, {"at": position}))


def paired(one: Iterator[Row], other: Iterator[Row]) -> Iterator[tuple[Any, bool]]:
    """Each id of two ordered sequences of rows, and whether both tell the same of it."""
    merged = heapq.merge(one, other, key=itemgetter(0))
    for key, rows in groupby(merged, key=itemgetter(0)):
        both = list(rows)
        yield key, len(both) == 2 and both[0] == both[1]
