"""Puts what was found in the order of its time, on disk, however large the source is."""

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from services.intake.channels.imports.reading import Found
from services.intake.channels.imports.statement import TICKET, Statement
from shared.vocabulary.identity import IMPORT

AT_ONCE = 5_000
TABLES = """
    CREATE TABLE staged (key TEXT, at TEXT, place TEXT, file INTEGER, line INTEGER, found BLOB);
    CREATE TABLE snapshots AS SELECT * FROM staged;
    CREATE TABLE openings (key TEXT PRIMARY KEY, at TEXT, file INTEGER, requester INTEGER, found BLOB)
        WITHOUT ROWID;
    CREATE TABLE owners (key TEXT PRIMARY KEY, place TEXT, owner BLOB) WITHOUT ROWID;
"""
STAGE = "INSERT INTO staged VALUES (?, ?, ?, ?, ?, ?)"
STAGE_LAST = "INSERT INTO snapshots VALUES (?, ?, ?, ?, ?, ?)"
OPEN = """
    INSERT INTO openings VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET
        at = min(at, excluded.at),
        file = CASE WHEN excluded.requester > requester THEN excluded.file ELSE file END,
        found = CASE WHEN excluded.requester > requester THEN excluded.found ELSE found END,
        requester = max(requester, excluded.requester)
"""
OWN = """
    INSERT INTO owners VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET
        place = excluded.place, owner = excluded.owner
    WHERE excluded.place < place
"""
BY_KEY = "CREATE INDEX staged_by_key ON staged (key, at)"
PUT_LAST = """
    INSERT INTO staged SELECT key,
        max(at, coalesce((SELECT max(at) FROM staged WHERE staged.key = snapshots.key), at)),
        '~', file, line, found FROM snapshots
"""
IN_ORDER = """
    SELECT at, '' AS place, file, 0 AS line, found, owner
        FROM openings LEFT JOIN owners USING (key)
    UNION ALL SELECT at, place, file, line, found, NULL FROM staged
    ORDER BY 1, 2, 3, 4
"""
OPENING = "SELECT file, found, owner FROM openings LEFT JOIN owners USING (key) WHERE key = ?"


class Staged(msgspec.Struct, frozen=True, gc=False):
    """A statement whose turn has come."""

    statement: Statement
    file: int
    line: int
    command: str
    """Id under which it is recorded: its row, and its place among equal rows of the file."""
    row: str
    """Id of the row itself; where that is recorded, all it implies is."""
    opening: bool


class Staging:
    """A temporary file of statements; read back by time, then as the source numbers them."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="evenhand-import-")
        self._db = sqlite3.connect(Path(self._folder.name) / "staged", isolation_level=None)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.executescript(TABLES)
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Found).decode

    def take(self, found: Iterable[Found], file: int) -> None:
        """Stage all of them; the file's number tells its equal rows from another file's."""
        todo = iter(found)
        self._db.execute("BEGIN")
        while batch := list(islice(todo, AT_ONCE)):
            self._take(batch, file)
        self._db.execute("COMMIT")

    def put_last(self) -> None:
        """Put what a table of tickets says after everything else of each ticket."""
        if self._db.execute("SELECT 1 FROM snapshots LIMIT 1").fetchone():
            self._db.execute(BY_KEY)
            self._db.execute(PUT_LAST)

    def in_order(self) -> Iterator[Staged]:
        """Every statement, oldest first; openings before the rest of their instant."""
        equals, instant = Counter[tuple[int, bytes, int]](), ""
        for at, _, file, _, packed, owner in self._db.execute(IN_ORDER):
            if at != instant:
                equals.clear()
                instant = at
            found = self._decode(packed)
            same = (file, found.identity, found.part)
            yield self._staged(found, file, owner, nth=equals[same], at=at)
            equals[same] += 1

    def opening(self, key: str, at: str) -> Staged | None:
        """How the ticket began, for one whose first row is older than that, at the row's time."""
        row = self._db.execute(OPENING, (key,)).fetchone()
        return self._staged(self._decode(row[1]), row[0], row[2], nth=0, at=at) if row else None

    def close(self) -> None:
        """Remove the file."""
        self._db.close()
        self._folder.cleanup()

    def _take(self, batch: list[Found], file: int) -> None:
        todo: dict[str, list[tuple[Any, ...]]] = {STAGE: [], STAGE_LAST: [], OPEN: [], OWN: []}
        for found in batch:
            said, packed = found.statement, self._encode(found)
            if found.opening:
                todo[OPEN].append((said.key, said.at, file, said.requester is not None, packed))
                continue
            sql = STAGE_LAST if said.kind == TICKET and said.counts else STAGE
            todo[sql].append((said.key, said.at, said.order, file, found.line, packed))
            if said.first_owner_said:
                owner = msgspec.msgpack.encode(said.first_owner)
                todo[OWN].append((said.key, said.at + said.order, owner))
        for sql, rows in todo.items():
            self._db.executemany(sql, rows)

    def _staged(self, found: Found, file: int, owner: bytes | None, *, nth: int, at: str) -> Staged:
        said = found.statement
        if owner is not None:
            first = msgspec.msgpack.decode(owner, type=tuple[str, str] | None)
            said = msgspec.structs.replace(said, owner=first, owner_said=True)
        if said.at != at:
            said = msgspec.structs.replace(said, at=at)
        row = f"{IMPORT}/{found.identity.hex()}/0/{nth}"
        command = f"{IMPORT}/{found.identity.hex()}/{found.part}/{nth}" if found.part else row
        return Staged(said, file, found.line, command, row, found.opening)
