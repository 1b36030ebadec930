"""`python -m tests.bench.rivals NAME KIND TICKETS AGENTS SEED`: one rival on one batch, as JSON."""

import importlib
import json
import resource
import sys

from services.assignment.engine.judging.referee import judge
from tests.bench.instances import KINDS
from tests.bench.rivals.rounding import rounded


def main() -> None:
    """Solve, round, and tell what it cost."""
    name, kind, *numbers = sys.argv[1:]
    tickets, agents, seed = map(int, numbers)
    problem = KINDS[kind](tickets, agents, seed)
    rival = importlib.import_module(f"tests.bench.rivals.{name}")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    relaxed = rival.solve(problem)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    verdict = judge(problem, rounded(problem, relaxed.share))
    figures = {
        "build_ms": relaxed.build_ms,
        "solve_ms": relaxed.solve_ms,
        "extra_mb": grown // 1024,
    }
    print(json.dumps(figures | {"minutes": verdict.cost.minutes, "waiting": verdict.waiting}))


if __name__ == "__main__":
    main()
