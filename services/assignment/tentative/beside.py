"""Keeps the planning process going beside the desk: begun, watched, begun again, and ended with it.

Whatever becomes of the process, dealing knows nothing of it. One that dies or says nothing for too long is
ended, told of in one line, and begun anew after a rest.
"""

import select
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import structlog

from shared.settings import Settings

COMMAND = (sys.executable, "-m", "services.assignment.tentative.following")
SILENT = 120.0
"""Seconds without a word after which the process counts as hung."""
FIRST_REST, LONGEST_REST = 1.0, 300.0
"""Seconds before it is begun again; each rest in a row is twice as long as the one before."""
trail = structlog.get_logger(__name__)


class Beside:
    """The thread that looks after the process."""

    def __init__(
        self,
        settings: Settings,
        *,
        command: Sequence[str] = COMMAND,
        silent: float = SILENT,
        rest: float = FIRST_REST,
    ) -> None:
        # Absolute, for the process runs elsewhere.
        whole = {"home": settings.home.resolve(), "kernel": settings.kernel.resolve()}
        settings = settings.model_copy(update=whole)
        self._command = (*command, settings.model_dump_json())
        self._silent, self._rest = silent, rest
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = threading.Event()
        self._one_at_a_time = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="tentative", daemon=True)

    def begin(self) -> None:
        """Begin; once only."""
        self._thread.start()

    def close(self) -> None:
        """End at once, the process first."""
        with self._one_at_a_time:
            self._ended.set()
            if self._process:
                self._process.kill()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        rest = self._rest
        while not self._ended.is_set():
            began = time.monotonic()
            why = self._once()
            if self._ended.is_set():
                return
            trail.error(
                "who would get what waits is not planned for a while", why=why, seconds=rest
            )
            self._ended.wait(rest)
            lasted = time.monotonic() - began > LONGEST_REST
            rest = self._rest if lasted else min(2 * rest, LONGEST_REST)

    def _once(self) -> str:
        """One life of the process; why it ended."""
        try:
            process = self._begun()
        except OSError as failed:
            return f"the process cannot be begun ({failed.strerror})"
        if process is None:
            return "the desk closes"
        with process:
            try:
                return self._watched(process)
            finally:
                process.kill()

    def _begun(self) -> subprocess.Popen[bytes] | None:
        """The process; None where the desk closes already."""
        with self._one_at_a_time:
            if self._ended.is_set():
                return None
            # A session of its own: Ctrl-C is for the desk, which ends this process itself. Its standard
            # input is only held open, so that it ends by itself when the desk is killed.
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
                cwd=Path(__file__).parents[3],
            )  # fmt: skip
            return self._process

    def _watched(self, process: subprocess.Popen[bytes]) -> str:
        """Listen to it until it is silent."""
        assert process.stdout is not None, "it was asked for"
        while select.select([process.stdout], [], [], self._silent)[0]:
            if not process.stdout.read1(4_096):  # type: ignore[attr-defined]
                return f"the process ended with {process.wait()}"
        return f"the process said nothing for {self._silent:.0f} seconds"
