"""Puts statements in the order of their time, on disk, however large the source is."""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import msgspec

from services.intake.channels.imports.statement import Statement

AT_ONCE = 5_000


class Staging:
    """A temporary file of statements; read back by time, then by line."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="evenhand-import-")
        self._db = sqlite3.connect(Path(self._folder.name) / "staged", isolation_level=None)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute("CREATE TABLE staged (at TEXT, line INTEGER, statement BLOB)")

    def take(self, statements: Iterable[Statement]) -> None:
        """Stage all of them."""
        encode = msgspec.msgpack.encode
        rows = ((each.at, each.line, encode(each)) for each in statements)
        self._db.execute("BEGIN")
        while batch := list(islice(rows, AT_ONCE)):
            self._db.executemany("INSERT INTO staged VALUES (?, ?, ?)", batch)
        self._db.execute("COMMIT")

    def in_order(self) -> Iterator[Statement]:
        """Every statement, oldest first."""
        decoder = msgspec.msgpack.Decoder(Statement)
        ordered = "SELECT statement FROM staged ORDER BY at, line, rowid"
        for (packed,) in self._db.execute(ordered):
            yield decoder.decode(packed)

    def close(self) -> None:
        """Remove the file."""
        self._db.close()
        self._folder.cleanup()
