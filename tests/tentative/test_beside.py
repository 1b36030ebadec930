"""The planning process is begun, ended and begun again beside the desk, and leaves nothing behind."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from services.assignment.tentative.beside import Beside
from shared.settings import Settings

DIES = "import os, sys; open({trace!r}, 'a').write(f'{{os.getpid()}}\\n'); sys.exit(7)"
HANGS = "import os, time; open({trace!r}, 'a').write(f'{{os.getpid()}}\\n'); time.sleep(600)"


def lives(trace: Path) -> list[int]:
    return [int(each) for each in trace.read_text().splitlines()] if trace.exists() else []


def until(holds: Callable[[], object]) -> None:
    """Ten seconds at most."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def looking(tmp_path: Path, program: str, *, silent: float = 60) -> tuple[Beside, Path]:
    trace = tmp_path / "trace"
    command = (sys.executable, "-c", program.format(trace=str(trace)))
    begun = Beside(Settings(home=tmp_path), command=command, silent=silent, rest=0.01)
    begun.begin()
    return begun, trace


@pytest.mark.parametrize(
    ("program", "why"), [(DIES, "ended with 7"), (HANGS, "said nothing")], ids=["dies", "hangs"]
)
def test_a_process_that_dies_or_hangs_is_told_of_and_begun_again(
    tmp_path: Path, program: str, why: str
) -> None:
    with capture_logs() as told:
        looked, trace = looking(tmp_path, program, silent=2)
        until(lambda: len(lives(trace)) >= 2)
        looked.close()
    assert why in told[0]["why"]
    assert not any(map(is_alive, lives(trace)))


def test_it_ends_with_the_desk_at_once(tmp_path: Path) -> None:
    looked, trace = looking(tmp_path, HANGS)
    until(lambda: lives(trace))
    began = time.monotonic()
    looked.close()
    assert time.monotonic() - began < 5
    assert not is_alive(lives(trace)[0])


def test_closing_what_never_began_is_no_harm(tmp_path: Path) -> None:
    never = Beside(Settings(home=tmp_path))
    never.close()
    never.begin()
    never.close()
    assert not (tmp_path / "tentative.json").exists()
