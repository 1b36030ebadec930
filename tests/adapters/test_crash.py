"""Killed at any moment, a desk has everything it acknowledged, once, and nothing half."""

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from shared.clock import SystemChance, SystemClock
from shared.eventlog.choice import Opened, Purpose, opened
from shared.eventlog.verify import verify
from shared.settings import Settings
from tests.adapters.crashing import AT_ONCE

ROOT = Path(__file__).parents[2]
LIVES = 8


def one_life(home: Path, life: str, seconds: float) -> set[str]:
    """Let a desk write for so long, kill it, and tell what it had acknowledged."""
    desk = subprocess.Popen(
        [sys.executable, "-m", "tests.adapters.crashing", str(home), life],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    assert desk.stdout
    first = desk.stdout.readline()
    time.sleep(seconds)
    desk.kill()
    rest = desk.stdout.read()
    desk.wait()
    return {line for line in (first + rest).split("\n")[:-1] if line.startswith(life)}


def judge(desk: Opened, acknowledged: set[str]) -> None:
    """Nothing lost, nothing doubled, no bulk append cut in two, every word readable."""
    events = desk.log.read(after=0, limit=1_000_000)
    times = Counter(each.command for each in events)
    assert acknowledged <= times.keys()
    assert set(times.values()) == {1}
    bulks = Counter(name.rpartition("-")[0] for name in times if "-bulk-" in name)
    assert set(bulks.values()) <= {AT_ONCE}
    found = verify(desk.log, seals=desk.seals)  # type: ignore[arg-type]
    assert found.sound, found.findings


@pytest.mark.slow
def test_a_desk_killed_again_and_again_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    dice, acknowledged = random.Random(3), set[str]()
    for life in range(LIVES):
        acknowledged |= one_life(tmp_path, f"life{life}", dice.uniform(0.02, 0.4))
        settings = Settings(home=tmp_path)
        with opened(settings, Purpose.DESK, clock=SystemClock(), chance=SystemChance()) as desk:
            judge(desk, acknowledged)
    assert len(acknowledged) > 100 * LIVES
