"""Reads a source's rows, whatever is wrong with some of them: those are reported, the rest goes on."""

import csv
import gzip
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import IO, Any

from services.intake.channels.imports.statement import Statement
from shared.eventlog.port import Refusal

NOBODY = frozenset({"", "?", "NULL", "None", "nan"})
"""What sources write where there is nobody and nothing."""
LONGEST_FIELD = 4_000_000

Row = dict[str, str]


class SourceIsUnreadable(Refusal):
    """The file is not what the format expects."""


@dataclass(slots=True)
class Reading:
    """One file of a source, being read."""

    path: Path
    zone: tzinfo = UTC
    rows: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)
    """Line number and reason of each row that was left out."""


def rows(reading: Reading, needed: Iterable[str]) -> Iterator[tuple[int, Row]]:
    """Line number and fields of each row; refuses a file without the columns the format needs."""
    csv.field_size_limit(LONGEST_FIELD)
    with opened(reading.path) as file:
        table = csv.DictReader(file)
        missing = [name for name in needed if name not in (table.fieldnames or ())]
        if missing:
            raise SourceIsUnreadable(
                f"{reading.path.name} has no column {missing[0]!r}; it has {table.fieldnames}. "
                "Is it the right format?"
            )
        for row in table:
            reading.rows += 1
            yield table.line_num, row


def opened(path: Path) -> IO[str]:
    """The file as text, unpacked if need be; bytes that are no text become �."""
    try:
        raw = gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")
    except OSError as missing:
        raise SourceIsUnreadable(f"{path} cannot be read: {missing.strerror}") from missing
    return io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")


def stated(
    reading: Reading, needed: Iterable[str], state: Callable[[int, Row], Iterable[Statement]]
) -> Iterator[Statement]:
    """The statements of every row that holds together; the others are put on the rejects' list."""
    for line, row in rows(reading, needed):
        try:
            if None in row or None in row.values():
                raise ValueError("it has more or fewer fields than the head line")
            yield from state(line, row)
        except (ValueError, KeyError) as wrong:
            reading.rejected.append((line, str(wrong)))


def nobody(value: str) -> str | None:
    """The value, or None where the source says there is none."""
    return None if value.strip() in NOBODY else value.strip()


def named(column: str, value: str) -> tuple[str, str] | None:
    """A person or team as the column names them."""
    name = nobody(value)
    return (column, name) if name else None


def instant(text: str, zone: tzinfo, form: str | None = None) -> str:
    """A moment as ISO text in UTC; without a zone of its own it is read in the source's."""
    moment: Any = datetime.strptime(text, form) if form else datetime.fromisoformat(text)  # noqa: DTZ007
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC).isoformat(timespec="microseconds")  # type: ignore[no-any-return]
