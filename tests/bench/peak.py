"""`python -m tests.bench.peak KIND TICKETS AGENTS SEED`: megabytes that a batch takes above what is loaded.

The kernel is compiled and tried out before. Told with the batch made, and at the most while it is solved;
Linux only, where a process can have its peak forgotten.
"""

import json
import sys
from pathlib import Path

from services.assignment.engine.search import compiling, pipeline
from services.assignment.engine.search.budget import units_of
from shared.settings import Settings
from tests.bench.instances import KINDS

BUDGET = 500
"""Milliseconds of search."""
PROCESS = Path("/proc/self")
FORGET_THE_PEAK = "5"


def kilobytes(field: str) -> int:
    """A figure of this process's memory: `VmRSS` now, `VmHWM` at its peak."""
    lines = (PROCESS / "status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(field)).split()[1])


def main() -> None:
    """Make the batch, solve it, and tell what each took."""
    kind, (tickets, agents, seed) = sys.argv[1], map(int, sys.argv[2:])
    compiling.load(Settings().kernel)
    loaded = kilobytes("VmRSS")
    problem = KINDS[kind](tickets, agents, seed)
    made = kilobytes("VmRSS")
    (PROCESS / "clear_refs").write_text(FORGET_THE_PEAK)
    pipeline.solve(problem, seed=1, units=units_of(BUDGET))
    told = {
        "loaded": loaded,
        "with_the_batch": made - loaded,
        "while_solving": kilobytes("VmHWM") - loaded,
    }
    print(json.dumps({name: size // 1024 for name, size in told.items()}))


if __name__ == "__main__":
    main()
