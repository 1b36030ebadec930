"""The plan as a small file beside the views: ids and moments only, and nothing is lost with it."""

from pathlib import Path

import msgspec
import structlog

from services.assignment.tentative.planning import TentativePlan

trail = structlog.get_logger(__name__)


class KeptPlan:
    """The file with the last plan. Without a file there is none."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._read: tuple[tuple[int, int], TentativePlan | None] | None = None
        """The file's inode and time of change, and what it said."""

    def keep(self, plan: TentativePlan) -> None:
        """Replace the file at once, so that nobody reads half of it."""
        assert self._file is not None, "only a file can be written"
        self._file.parent.mkdir(parents=True, exist_ok=True)
        beside = self._file.with_suffix(".new")
        beside.write_bytes(msgspec.json.encode(plan))
        beside.replace(self._file)

    def read(self) -> TentativePlan | None:
        """The last plan; None where there is none, or where it cannot be read, which is told once."""
        if self._file is None:
            return None
        try:
            state = self._file.stat()
            seen = (state.st_ino, state.st_mtime_ns)
            if self._read is None or self._read[0] != seen:
                self._read = seen, self._decoded(self._file.read_bytes())
        except FileNotFoundError:
            return None
        return self._read[1]

    def _decoded(self, told: bytes) -> TentativePlan | None:
        try:
            return msgspec.json.decode(told, type=TentativePlan)
        except msgspec.DecodeError:
            trail.exception(
                "the plan of who would get what waits cannot be read; the next replaces it"
            )
            return None
