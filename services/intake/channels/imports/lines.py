"""Reads records out of a file of separated values, whatever is wrong with some of its lines.

A quote that is never closed swallows the lines after it. So when a record of several lines does not
fit, only its first line is given up and the others are read again.
"""

import csv
import gzip
import io
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from shared.eventlog.port import RequestIsUnclear

LONGEST_FIELD = 1_000_000
DELIMITERS = ",;\t|"
GZIP = b"\x1f\x8b"
WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How text of two bytes a character begins."""

Reject = Callable[[int, str], None]
"""Told the line number and the reason of what is left out."""


class SourceIsUnreadable(RequestIsUnclear):
    """The file is not what the format expects."""


class Lines:
    """Lines of a file; those of the record being read can be given back."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self._record: list[str] = []
        self.number = 0
        """Of the line read last, from 1."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._file)
        self._record.append(line)
        self.number += 1
        return line

    def begin_record(self) -> int:
        """The number of the line on which the next record begins."""
        self._record.clear()
        return self.number + 1

    def give_back(self) -> None:
        """Read all lines of the record again but its first."""
        back = self._record[1:]
        self._again.extendleft(reversed(back))
        self.number -= len(back)


class Records:
    """The records of one file, the head line apart."""

    def __init__(self, path: Path, *, encoding: str | None, delimiter: str | None) -> None:
        csv.field_size_limit(LONGEST_FIELD)
        self.path = path
        self._raw = self._opened()
        self._lines = Lines(text_of(self._raw, encoding))
        head = self._first_line()
        self._delimiter = delimiter or max(DELIMITERS, key=head.count)
        self.columns = [
            name.strip() for name in next(csv.reader([head], delimiter=self._delimiter))
        ]

    def rows(self, reject: Reject) -> Iterator[tuple[int, list[str]]]:
        """Line number and fields of every record that has as many fields as the head line."""
        try:
            yield from self._rows(reject)
        except (OSError, EOFError, zlib.error, UnicodeError) as broken:
            reject(self._lines.number + 1, f"the file breaks off here: {broken}")

    def done(self) -> int:
        """Bytes of the file that have been read."""
        return self._raw.tell()

    def close(self) -> None:
        """Close the file."""
        self._raw.close()

    def _rows(self, reject: Reject) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(self._lines, delimiter=self._delimiter)
        width = len(self.columns)
        while True:
            line = self._lines.begin_record()
            fields, wrong = next_record(reader)
            if fields is None and wrong is None:
                return
            if fields and len(fields) == width:
                yield line, fields
            elif fields != []:
                reject(line, wrong or f"it has {len(fields or ())} fields, the head line {width}")
                self._lines.give_back()
                reader = csv.reader(self._lines, delimiter=self._delimiter)

    def _opened(self) -> IO[bytes]:
        try:
            return self.path.open("rb")
        except OSError as missing:
            raise SourceIsUnreadable(
                f"{self.path} cannot be read: {missing.strerror}; is the name right?"
            ) from missing

    def _first_line(self) -> str:
        try:
            return next(self._lines)
        except StopIteration:
            why = "it is empty"
        except (OSError, EOFError, zlib.error, UnicodeError) as broken:
            why = str(broken)
        self._raw.close()
        raise SourceIsUnreadable(f"{self.path.name} has no head line: {why}")


def next_record(reader: Iterator[list[str]]) -> tuple[list[str] | None, str | None]:
    """The next record, or what is wrong with it; neither at the end."""
    try:
        return next(reader, None), None
    except csv.Error as wrong:
        return None, f"{wrong}; is a quote not closed?"


def text_of(raw: IO[bytes], encoding: str | None) -> IO[str]:
    """The file as text, unpacked if it is packed; undecodable bytes are left for each row to show."""
    start = raw.read(2)
    raw.seek(0)
    binary: IO[bytes] = gzip.GzipFile(fileobj=raw) if start == GZIP else raw  # type: ignore[assignment]
    name = encoding or ("utf-16" if start in WIDE else "utf-8-sig")
    try:
        return io.TextIOWrapper(binary, encoding=name, errors="surrogateescape", newline="")
    except LookupError as unknown:
        raise SourceIsUnreadable(f"encoding {name!r} is unknown; try utf-8 or cp1252") from unknown
