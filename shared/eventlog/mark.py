"""The head mark: how far the log had come, kept beside it, so that a tail cut off is noticed.

The log cannot witness against itself: cut after event 90, it is a perfect log of 90 events. The mark
is written after each commit and before anyone is answered, so it never promises what is not on disk.
It is one small block, overwritten in place and not synced: after a power cut it may be older than
the log, which is harmless, but never newer.
"""

import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from shared.eventlog.port import LogIsUnavailable

BYTES = 256


class MarkIsUnreadable(LogIsUnavailable):
    """The file beside the log is no head mark."""


class HeadMark(msgspec.Struct, frozen=True, kw_only=True):
    """The newest event of a log at some moment."""

    log: str
    generation: int
    position: int
    hash: str
    """Of that event, in hex; empty for an empty log."""


class MarkFile:
    """The mark on disk: the log's file name with `.head` after it."""

    @staticmethod
    def beside(log: Path) -> Path:
        """Where the mark of a log stands."""
        return log.with_name(f"{log.name}.head")

    def __init__(self, log: Path) -> None:
        self.path = self.beside(log)
        self._descriptor: int | None = None

    def read(self) -> HeadMark | None:
        """The mark as last written, None where there is none; raises `MarkIsUnreadable`."""
        if not self.path.exists():
            return None
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=HeadMark)
        except msgspec.MsgspecError as broken:
            raise MarkIsUnreadable(
                f"{self.path.name} is no head mark ({broken}); restore it, or remove it if the log "
                "was checked in another way"
            ) from broken

    def write(self, mark: HeadMark) -> None:
        """Overwrite the mark in one step; raises OSError."""
        if self._descriptor is None:
            self._descriptor = os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600)
        block = msgspec.json.encode(mark).ljust(BYTES - 1) + b"\n"
        os.pwrite(self._descriptor, block, 0)

    def close(self) -> None:
        """Close the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def contradiction(
    mark: HeadMark, *, log: str, generation: int, hash_at: Callable[[int], str | None]
) -> str | None:
    """What the mark remembers and the log does not have; None where the two agree.

    `hash_at` gives the hash of the event at a position, in hex, or None where there is none.
    """
    if mark.log != log:
        return f"the head mark is of log {mark.log}, this is log {log}: the file was exchanged"
    if mark.generation < generation or mark.position == 0:
        return None
    if mark.generation > generation:
        return (
            f"the log is of generation {generation}, but had reached generation "
            f"{mark.generation}: an older file was put in its place"
        )
    found = hash_at(mark.position)
    if found is None:
        return f"the log had reached event {mark.position}, which is missing: its tail was cut off"
    if found != mark.hash:
        return f"event {mark.position} is not the one that was recorded there"
    return None
