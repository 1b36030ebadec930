"""What the search costs and how near it comes: CPU of this process, as reference milliseconds and as ratio.

A reference millisecond is CPU × 741 / (CPU of HiGHS simplex on the ordinary batch of 1,000 × 200, seed 1, in
the same run), so that figures of different machines compare. Gaps are against the largest bound that is
stored for the instance (`bounds.json`), or where none is stored against the search's own.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from services.assignment.engine.form.plan import Found
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.search import pipeline
from services.assignment.engine.search.budget import units_of
from tests.bench.instances import KINDS, arriving

REFERENCE_MS = 741
BOUNDS = Path(__file__).parent / "bounds.json"
REPEATS = 5
MICRO_TICKETS, MICRO_AGENTS, MICRO_BUDGET = (1, 5, 20, 50), 2_000, 0.1
BULK = (
    ("ordinary", 1_000, 500, (1, 2, 3), (15, 100, 1_000)),
    ("ordinary", 1_000, 200, (1, 2), (15, 100, 1_000)),
    ("tight", 1_000, 500, (1,), (15, 100)),
    ("islands", 1_000, 500, (1,), (15, 100)),
    ("skills against load", 1_000, 500, (1,), (15, 100)),
    ("overloaded", 1_000, 200, (1,), (100,)),
    ("ordinary", 5_000, 1_000, (1,), (100, 500)),
    ("ordinary", 20_000, 2_000, (1,), (250, 500, 600)),
)


def run() -> dict[str, Any]:
    """The anchor, then micro-batches, bulk batches and growth."""
    anchor = rival("highs", "ordinary", 1_000, 200, 1)
    to_reference = REFERENCE_MS / anchor["solve_ms"]
    return {
        "highs_simplex": anchor,
        "reference_ms_for_each_cpu_ms": round(to_reference, 3),
        "micro": {str(n): micro(n, to_reference) for n in MICRO_TICKETS},
        "bulk": dict(bulk(to_reference)),
        "against_highs": against_highs(anchor),
        "against_flow": against_flow(),
    }


def rival(name: str, kind: str, *sizes: int) -> dict[str, Any]:
    """A library solver in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.rivals", name, kind, *map(str, sizes)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    figures: dict[str, Any] = json.loads(told.splitlines()[-1])
    return figures


def micro(tickets: int, to_reference: float) -> dict[str, float]:
    """Reference milliseconds of a few tickets among many agents."""
    problems = [arriving(tickets, MICRO_AGENTS, seed) for seed in (1, 2)]
    spent = sorted(
        to_reference * timed(problem, units_of(MICRO_BUDGET), seed)[1]
        for problem in problems
        for seed in range(100)
    )
    return {"p50": round(statistics.median(spent), 3), "p99": round(spent[-2], 3)}


def bulk(to_reference: float) -> Iterable[tuple[str, dict[str, Any]]]:
    """Each batch at each budget: gaps by seed, and the median of reference milliseconds."""
    for kind, tickets, agents, seeds, budgets in BULK:
        problems = {seed: KINDS[kind](tickets, agents, seed) for seed in seeds}
        for budget in budgets:
            done = {s: best_timed(problem, units_of(budget)) for s, problem in problems.items()}
            yield (
                f"{kind} {tickets} × {agents}, {budget} ms",
                {
                    "arcs": len(problems[seeds[0]].arc_agent),
                    "reference_ms": round(
                        to_reference * statistics.median(ms for _, ms in done.values()), 1
                    ),
                    "gap_percent": [
                        gap(found, name(kind, tickets, agents, s)) for s, (found, _) in done.items()
                    ],
                    "risk": [(f.cost.risk, f.bounds.risk.value) for f, _ in done.values()],
                },
            )


def against_highs(anchor: dict[str, Any]) -> dict[str, Any]:
    """The least CPU in which the search is as good as HiGHS and rounding, and how much faster that is."""
    problem = KINDS["ordinary"](1_000, 200, 1)
    for budget in range(2, 100):
        found, milliseconds = best_timed(problem, units_of(budget))
        if found.cost.minutes <= anchor["minutes"]:
            return {
                "cpu_ms": round(milliseconds, 2),
                "times_faster": round(anchor["solve_ms"] / milliseconds, 1),
            }
    raise AssertionError("the search does not come to the gap of HiGHS and rounding in 100 ms")


def against_flow() -> dict[str, Any]:
    """CPU until it is as good as SimpleMinCostFlow and rounding, what that leaves waiting apart."""
    flow = rival("flow", "ordinary", 20_000, 2_000, 1)
    flow_ms = flow["build_ms"] + flow["solve_ms"]
    problem = KINDS["ordinary"](20_000, 2_000, 1)
    for budget in range(250, 1_000, 50):
        found, milliseconds = best_timed(problem, units_of(budget))
        if found.cost.minutes <= flow["minutes"] - flow["waiting"]:
            faster = round(flow_ms / milliseconds, 1)
            return {
                "flow_ms": round(flow_ms),
                "cpu_ms": round(milliseconds),
                "times_faster": faster,
            }
    raise AssertionError("the search does not come to the gap of the flow and rounding in a second")


def best_timed(problem: Problem, units: int) -> tuple[Found, float]:
    """The plan, and the least CPU milliseconds of a few runs: others on the machine only add to it."""
    runs = [timed(problem, units, 1) for _ in range(REPEATS)]
    found = runs[0][0]
    verdict = judge(problem, found.owners)
    assert verdict.cost == found.cost
    assert not verdict.breaches
    return found, min(milliseconds for _, milliseconds in runs)


def timed(problem: Problem, units: int, seed: int) -> tuple[Found, float]:
    """One run."""
    began = time.process_time_ns()
    found = pipeline.solve(problem, seed=seed, units=units)
    return found, (time.process_time_ns() - began) / 1e6


def gap(found: Found, instance: str) -> float | None:
    """Per cent above the largest bound there is, the levels above apart."""
    stored = json.loads(BOUNDS.read_text()).get(instance, {"minutes": 0})["minutes"]
    bound = max(stored, found.bounds.minutes.value)
    return round(100 * (found.cost.minutes - bound) / bound, 2) if bound > 0 else None


def name(kind: str, tickets: int, agents: int, seed: int) -> str:
    """What an instance is called where its bound is stored."""
    return f"{kind} {tickets} {agents} {seed}"
