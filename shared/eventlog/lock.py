"""One writer at a time: whoever holds this lock may write the embedded log."""

import fcntl
import os
from pathlib import Path
from typing import IO


class DeskIsRunning(Exception):
    """Another process writes these files."""


class WriterLock:
    """Held for as long as the process lives; given back by the system, even after a kill."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Take the lock, or raise `DeskIsRunning` with the holder's process id."""
        descriptor = os.open(self.path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
        file = os.fdopen(descriptor, "a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            file.close()
            raise DeskIsRunning(
                f"process {holder} already writes the desk in {self.path.parent}; stop it first, "
                "or set EVENHAND_HOME to another folder"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def give_back(self) -> None:
        """Let another process write."""
        if self._file:
            self._file.close()
            self._file = None
