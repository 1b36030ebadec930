"""The file of rows that were left out: which line of which file, and why; never the row's own words."""

import csv
from pathlib import Path
from typing import IO, Any


class Rejects:
    """Written as rows are left out; there is no file where none was."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.count = 0
        self._file: IO[str] | None = None
        self._table: Any = None
        if path:
            path.unlink(missing_ok=True)

    def add(self, file: str, line: int, why: str) -> None:
        """One more row."""
        self.count += 1
        if self.path and self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8", newline="")
            self._table = csv.writer(self._file)
            self._table.writerow(("file", "line", "reason"))
        if self._file:
            self._table.writerow((file, line, why))

    def close(self) -> None:
        """Finish the file."""
        if self._file:
            self._file.close()
