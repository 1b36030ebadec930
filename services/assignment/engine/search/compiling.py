"""Compiles the kernel beside the deciding, and lets this process go over to it when that is done.

The cache belongs to one state of the sources, one Python and one numba: numba itself would not notice a
change in a step that another one calls. `python -m services.assignment.engine.search.compiling FOLDER`
fills it.
"""

import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from services.assignment.engine.kernel.step import Mode, Step, mode
from services.assignment.engine.search.trying_out import try_out
from shared.garbage_pauses import paused_while_loading

SOURCES = tuple(
    Path(__file__).parents[1] / name for name in ("kernel", "knapsack", "form/curve.py")
)
POLITE = 10
"""Niceness of the process that compiles."""
trail = structlog.get_logger(__name__)


class Compiling:
    """Compiling in a thread: in a process of its own where the cache is empty, then loading it.

    `first` is done before it is loaded, while the process compiles.
    """

    def __init__(self, folder: Path, *, first: Callable[[], None] | None = None) -> None:
        self._folder, self._first = folder, first
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._go_over, name="compiling", daemon=True)

    def begin(self) -> None:
        """Begin; once only."""
        self._child = None if is_full(self._folder) else began(self._folder)
        self._thread.start()

    def wait(self) -> None:
        """Until this process runs compiled, or it is known that it cannot."""
        self._thread.join()

    def close(self) -> None:
        """Give up, if it is not done; no process is left behind."""
        if self._child and self._child.poll() is None:
            self._child.terminate()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _go_over(self) -> None:
        if self._first:
            self._first()
        if self._child and self._child.wait():
            trail.error("the kernel was not compiled; deciding goes on interpreted",
                        ended=self._child.returncode, folder=str(self._folder))  # fmt: skip
            return
        with paused_while_loading():
            load(self._folder)


@contextmanager
def compiling_beside(folder: Path) -> Iterator[None]:
    """For as long as the block lasts the kernel is compiled beside it, and the process goes over to it."""
    begun = Compiling(folder)
    begun.begin()
    try:
        yield
    finally:
        begun.close()


def began(folder: Path) -> subprocess.Popen[bytes]:
    """A process that fills the cache; its own words go where this process's do."""
    command = [sys.executable, "-m", __spec__.name if __spec__ else __name__, str(folder)]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd=Path(__file__).parents[4])


def load(folder: Path) -> None:
    """Read the compiled kernel, or compile it here; from then on the whole process runs compiled."""
    compile_into(folder)
    Mode.compiled = True


def compile_into(folder: Path) -> None:
    """Run every step once in its compiled form, in this thread only, and mark the cache as full."""
    import numba
    from numba.extending import typeof_impl

    place = place_of(folder)
    place.mkdir(parents=True, exist_ok=True)
    numba.config.CACHE_DIR = str(place)  # type: ignore[attr-defined]
    typeof_impl.register(Step)(lambda each, context: typeof_impl(each.compiled, context))
    mode.compiled = True
    try:
        try_out()
    finally:
        del mode.compiled
    (place / "full").touch()


def is_full(folder: Path) -> bool:
    """Whether the cache for these sources is there."""
    return (place_of(folder) / "full").exists()


def place_of(folder: Path) -> Path:
    """Where the cache for this state of the sources and tools lies."""
    from importlib.metadata import version

    told = hashlib.sha256(f"{sys.version} {version('numba')} {version('llvmlite')}".encode())
    for source in SOURCES:
        for file in sorted(source.glob("*.py")) if source.is_dir() else [source]:
            state = file.stat()
            told.update(f"{file} {state.st_mtime_ns} {state.st_size}".encode())
    return folder / told.hexdigest()[:16]


if __name__ == "__main__":
    os.nice(POLITE)
    compile_into(Path(sys.argv[1]))
