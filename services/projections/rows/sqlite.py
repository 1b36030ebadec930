"""Connections to view files, and what such a file is made of.

`synchronous=NORMAL` is safe here: after a power cut rows and cursor fall back together, and the feed
tells the rest again.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from shared.eventlog.port import Cursor

BUSY_SECONDS = 10
LASTING = ("journal_mode=WAL", "synchronous=NORMAL")
GROWING = ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-65536")
"""A build that is interrupted is thrown away, so nothing of it has to be safe before it is whole."""
READING = ("query_only=ON",)
HELD = "SELECT cursor FROM cursor"
BESIDE = ("synchronous=NORMAL",)
"""To write to a file that is there, which another process follows."""


@dataclass(frozen=True)
class Shape:
    """What the file of a view is made of."""

    name: str
    version: int
    tables: tuple[str, ...]
    indexes: tuple[str, ...]
    """Made last when a view is built anew."""
    compared: tuple[str, ...]
    """Statements that tell its rows as of the position `:at`, each row after an id, in its order."""
    compared_at_the_end: tuple[str, ...] = ()
    """The same for what the events after a position may change of what was before it."""

    @property
    def stem(self) -> str:
        """What its files are called up to the number of the build."""
        return f"{self.name}.v{self.version}"


def connected(path: Path | None, pragmas: tuple[str, ...]) -> sqlite3.Connection:
    """A connection in which transactions begin only when told to."""
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode={'rw' if pragmas in (READING, BESIDE) else 'rwc'}"
        if path
        else ":memory:",
        uri=path is not None,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
        timeout=BUSY_SECONDS,
    )
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def cursor_in(path: Path) -> Cursor | None:
    """How far a view's file has come; None for a new one."""
    with closing(connected(path, READING)) as db:
        return as_cursor(db.execute(HELD).fetchall())


def as_cursor(rows: list[Any]) -> Cursor | None:
    """The cursor that a file holds, if it holds one."""
    held = rows[0][0] if rows else None
    return msgspec.msgpack.decode(held, type=Cursor) if held else None
