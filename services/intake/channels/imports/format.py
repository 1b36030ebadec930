"""What a format says about its source: which tables it comes in, and what a row of each states.

A format is data and pure functions, so that a new one is one file that reads nothing itself.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from services.intake.channels.imports.statement import Named, Statement

Row = Mapping[str, str]
"""The declared columns of one row; an optional column that is not there is empty."""
NOBODY = frozenset({"", "?", "NULL", "None", "nan"})
"""What sources write where there is nobody and nothing."""


class Instant(Protocol):
    """Reads a moment in the source's zone: ISO 8601 in UTC, or None where the source says none."""

    def __call__(self, text: str) -> str | None:
        """Raises `ValueError` for what is no moment."""


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of file of a source."""

    kind: str
    key: str
    """Column of the ticket's key."""
    needed: tuple[str, ...]
    """Columns without which a file is not this table; they also tell two rows apart."""
    state: Callable[[Row, Instant], Iterable[Statement]]
    """What a row states: the row itself exactly once, and what it implies of other moments."""
    optional: tuple[str, ...] = ()
    opening: Callable[[Row, Instant], Statement | None] | None = None
    """How the ticket began, as its first row tells; None where a later row will have to."""
    delimiter: str | None = None
    """What stands between fields; None where the head line shows it."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of source."""

    tables: tuple[Table, ...]
    moment: Callable[[str], datetime] = datetime.fromisoformat
    """Reads a time as the source writes it; without a zone of its own it is read in the source's."""
    system: frozenset[str] = frozenset()
    """Accounts declared to be machines, as the source names them."""

    @property
    def opens(self) -> bool:
        """Whether one of its tables tells how tickets began."""
        return any(table.opening for table in self.tables)


@lru_cache(maxsize=65_536)
def nobody(value: str) -> str | None:
    """The value, or None where the source says there is none."""
    bare = value.strip()
    return None if bare in NOBODY else bare


def written(text: str) -> str | None:
    """What somebody wrote, also where it is but a question mark; None where they wrote nothing."""
    return text.strip() or None


@lru_cache(maxsize=65_536)
def named(column: str, value: str) -> Named:
    """A person or team as the column names them."""
    name = nobody(value)
    return (column, name) if name else None


def told(instant: Instant, row: Row, column: str) -> str:
    """The moment a column must tell."""
    moment = instant(row[column])
    if moment is None:
        raise ValueError(f"{column} is empty; expected a time")
    return moment


def whole(row: Row, column: str) -> int | None:
    """The whole number in a column; decimals such as `2.0` are cut."""
    return whole_number(row[column], column)


@lru_cache(maxsize=65_536)
def whole_number(text: str, column: str) -> int | None:
    """The whole number a cell holds, if it holds anything."""
    bare = nobody(text)
    if bare is None:
        return None
    try:
        return int(float(bare))
    except (ValueError, OverflowError):
        raise ValueError(f"{column} is {bare!r}; expected a whole number") from None


def hours(row: Row, column: str) -> int | None:
    """The hours in a column, as whole seconds."""
    text = nobody(row[column])
    if text is None:
        return None
    try:
        return round(float(text) * 3600)
    except (ValueError, OverflowError):
        raise ValueError(f"{column} is {text!r}; expected a number of hours") from None
