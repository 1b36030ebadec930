"""Turns the rows of one file into statements, each known again by what it says."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from hashlib import blake2b
from operator import itemgetter
from pathlib import Path

import msgspec

from services.intake.channels.imports.format import Format, Instant, Table, nobody
from services.intake.channels.imports.lines import Records, Reject, SourceIsUnreadable
from services.intake.channels.imports.statement import Statement

Pick = Callable[[list[str]], tuple[str, ...]]
"""Takes the fields of the declared columns out of a record; there are always two or more."""
BETWEEN = "\x1f"
TELL_EVERY = 2_000
MOST_NAMED = 12
"""Columns named to somebody whose table has others."""


class Found(msgspec.Struct, frozen=True, gc=False):
    """A statement and where it was found."""

    statement: Statement
    line: int
    identity: bytes
    """Of its row: a digest (keyed BLAKE2, so that nobody can guess words by trying) of what it says."""
    part: int
    """0 for the row itself, 1 and more for what it implies."""
    opening: bool = False


@dataclass(slots=True)
class Reading:
    """One file of a source, being read."""

    path: Path
    format: Format
    secret: bytes
    reject: Reject
    zone: tzinfo = UTC
    encoding: str | None = None
    rows: int = 0

    def found(self, tell: Callable[[int], None]) -> Iterator[Found]:
        """Everything the file states; `tell` is told the bytes read now and then.

        Raises `SourceIsUnreadable` for a file that is none of the format's tables.
        """
        delimiter = self.format.tables[0].delimiter
        records = Records(self.path, encoding=self.encoding, delimiter=delimiter)
        try:
            yield from self._found(records, tell)
        finally:
            records.close()

    def _found(self, records: Records, tell: Callable[[int], None]) -> Iterator[Found]:
        table = table_of(self.path, self.format, records.columns)
        columns, pick = picked(table, records.columns)
        instant = self._instant()
        opened: set[str] = set()
        for line, fields in records.rows(self._reject):
            self.rows += 1
            if self.rows % TELL_EVERY == 0:
                tell(records.done())
            row = dict(zip(columns, pick(fields), strict=True))
            try:
                yield from self._stated(table, row, line, instant, opened)
            except (ValueError, OverflowError) as wrong:
                self.reject(line, reason(wrong))

    def _stated(
        self, table: Table, row: dict[str, str], line: int, instant: Instant, opened: set[str]
    ) -> Iterator[Found]:
        row[table.key] = row[table.key].strip()
        if nobody(row[table.key]) is None:
            raise ValueError(f"{table.key} is empty; expected the ticket's key")
        values = list(row.values())
        said = BETWEEN.join(values).encode()
        if len(values) > len(table.needed):
            said = BETWEEN.join(values[: len(table.needed)]).encode()
        identity = self._digest(table.kind, said)
        statements = list(table.state(row, instant))
        opening = table.opening(row, instant) if table.opening else None
        if statements[0].key not in opened:
            yield from self._opening(opening, line, opened)
        implied = 0
        for each in statements:
            implied += not each.counts
            yield Found(each, line, identity, 0 if each.counts else implied)

    def _opening(self, opening: Statement | None, line: int, opened: set[str]) -> Iterator[Found]:
        if opening is None:
            return
        opened.add(opening.key)
        began = msgspec.structs.replace(opening, counts=False)
        identity = self._digest("opening", opening.key.encode())
        yield Found(began, line, identity, 0, opening=True)

    def _digest(self, kind: str, said: bytes) -> bytes:
        key = kind.encode() + b"\x1f" + said
        return blake2b(key, key=self.secret, digest_size=16).digest()

    def _reject(self, line: int, why: str) -> None:
        self.rows += 1
        self.reject(line, why)

    def _instant(self) -> Instant:
        moment, zone = self.format.moment, self.zone

        @lru_cache(maxsize=65_536)
        def instant(text: str) -> str | None:
            if nobody(text) is None:
                return None
            return in_utc(moment(text.strip()), zone)

        return instant


def in_utc(moment: datetime, zone: tzinfo) -> str:
    """A moment as ISO text in UTC; without a zone of its own it is read in the source's."""
    aware = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    return aware.astimezone(UTC).isoformat(timespec="microseconds")


def table_of(path: Path, form: Format, columns: list[str]) -> Table:
    """Which of the format's tables the file is."""
    for table in form.tables:
        if set(table.needed) <= set(columns):
            return table
    if any(not name.isprintable() for name in columns):
        raise SourceIsUnreadable(
            f"{path.name} holds no text: its first line is no line of column names; expected CSV, as it "
            "is or packed"
        )
    nearest = min(form.tables, key=lambda each: len(set(each.needed) - set(columns)))
    missing = [name for name in nearest.needed if name not in columns]
    raise SourceIsUnreadable(
        f"{path.name} has no column {missing[0]!r}; it has {in_short(columns)}. Is it the right format?"
    )


def in_short(columns: Sequence[str]) -> str:
    """The first columns a table has."""
    more = len(columns) - MOST_NAMED
    return ", ".join(columns[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def picked(table: Table, columns: list[str]) -> tuple[tuple[str, ...], Pick]:
    """The declared columns, those that are not there last, and what picks their fields."""
    there = [name for name in table.optional if name in columns]
    absent = [name for name in table.optional if name not in columns]
    pick: Pick = itemgetter(*(columns.index(name) for name in (*table.needed, *there)))
    empty = ("",) * len(absent)
    return (*table.needed, *there, *absent), (lambda row: pick(row) + empty) if absent else pick


def reason(wrong: Exception) -> str:
    """Why a row was left out."""
    if isinstance(wrong, UnicodeEncodeError):
        return "it is not text in the file's encoding; try --encoding cp1252"
    return str(wrong)
