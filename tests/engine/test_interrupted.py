"""Ctrl-C belongs to the desk, whatever the exact model has been asked."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROVES_THEN_IS_INTERRUPTED = """
import os, signal, time
from services.assignment.engine.exact import cp_sat
from services.assignment.engine.form.plan import WAITING
from tests.bench.rounds import batch
heard = []
signal.signal(signal.SIGINT, lambda *_: heard.append("Ctrl-C"))
problem = batch(10, 12, 4)
cp_sat.prove(problem, (WAITING,) * len(problem.tickets), limit=1.0, seed=1)
os.kill(os.getpid(), signal.SIGINT)
time.sleep(0.1)
print(*heard)
"""


def test_whoever_closes_the_desk_is_heard_after_a_proof_as_before() -> None:
    told = subprocess.run(
        [sys.executable, "-c", PROVES_THEN_IS_INTERRUPTED],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stdout.strip()) == (0, "Ctrl-C"), told.stderr
