"""What the search costs and how near it comes: CPU of this process, as reference milliseconds and as ratio.

A reference millisecond is CPU × 741 / (the least CPU of HiGHS simplex on the ordinary batch of 1,000 × 200,
seed 1, in the same run), so that figures of different machines compare. Gaps are against the largest bound
that is kept with the instance (`kept_bounds`, counted anew by a test), or else against the search's own.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

import numpy as np

from services.assignment.engine.form.plan import WAITING, Bound, BoundKind, Found
from services.assignment.engine.search.budget import units_of
from tests.bench import small
from tests.bench.bounds import certificate_of
from tests.bench.instances import KINDS, arriving
from tests.bench.timing import best_timed, timed

REFERENCE_MS, ANCHORS = 741, 3
MICRO_TICKETS, MICRO_AGENTS, MICRO_BUDGET = (1, 5, 20, 50), 2_000, 0.1
BULK = (
    ("ordinary", 1_000, 500, (1, 2, 3), (15, 100, 1_000)),
    ("ordinary", 1_000, 200, (1, 2), (15, 100, 1_000)),
    ("tight", 1_000, 500, (1,), (15, 100)),
    ("islands", 1_000, 500, (1,), (15, 100)),
    ("skills against load", 1_000, 500, (1,), (15, 100)),
    ("overloaded", 1_000, 200, (1,), (100,)),
    ("ordinary", 5_000, 1_000, (1,), (100, 500)),
    ("ordinary", 20_000, 2_000, (1,), (250, 500)),
)
RIVALS = ("glop", "pdlp", "cp_sat", "cp_sat_hinted", "flow", "linear_sum_assignment")
GROWING = ((500, 100), (1_000, 200), (2_000, 400), (5_000, 800), (10_000, 1_200), (20_000, 2_000))
UNITS_FOR_THOUSAND_ARCS = 185
"""What a budget of 250 ms is for 20,000 × 2,000."""


def run() -> dict[str, Any]:
    """The anchor, then micro-batches, small and bulk ones, rivals, growth and memory."""
    anchors = [rival("highs", "ordinary", 1_000, 200, 1) for _ in range(ANCHORS)]
    anchor = min(anchors, key=lambda each: each["solve_ms"])
    to_reference = REFERENCE_MS / anchor["solve_ms"]
    return {
        "highs_simplex": anchor,
        "reference_ms_for_each_cpu_ms": round(to_reference, 3),
        "micro": {str(n): micro(n, to_reference) for n in MICRO_TICKETS},
        "bulk": dict(bulk(to_reference)),
        "small": small.run(),
        "against_highs": against_rivals(anchor),
        "against_flow": against_flow(),
        "growth": growth(to_reference),
        "memory_mb": memory(),
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
                        against_bound(found, kind, tickets, agents, s)
                        for s, (found, _) in done.items()
                    ],
                    "risk": [(f.cost.risk, f.bounds.risk.value) for f, _ in done.values()],
                    "waiting": [f.owners.count(WAITING) for f, _ in done.values()],
                },
            )


def against_rivals(anchor: dict[str, Any]) -> dict[str, Any]:
    """The least CPU in which the search is as good as HiGHS and rounding, and what rivals take for it.

    `times_slower`: a rival's CPU, of building its model too, by that of the search. A rival whose rounded
    plan costs more than that of HiGHS never came to its gap; its time is told all the same.
    """
    cpu_ms = until_as_good(anchor["minutes"], "ordinary", 1_000, 200, range(2, 100))
    told: dict[str, Any] = {"cpu_ms": round(cpu_ms, 2)}
    told["times_faster_than_highs"] = round(anchor["solve_ms"] / cpu_ms, 1)
    for name in RIVALS:
        figures = rival(name, "ordinary", 1_000, 200, 1)
        spent = figures["build_ms"] + figures["solve_ms"]
        told[name] = figures | {
            "as_good": figures["minutes"] <= anchor["minutes"],
            "times_slower": round(spent / cpu_ms, 1),
        }
    return told


def until_as_good(minutes: int, kind: str, tickets: int, agents: int, budgets: range) -> float:
    """CPU milliseconds of the smallest of the budgets with which the plan costs no more than that."""
    problem = KINDS[kind](tickets, agents, 1)
    for budget in budgets:
        found, milliseconds = best_timed(problem, units_of(budget))
        if found.cost.minutes <= minutes:
            return milliseconds
    raise AssertionError(f"{budgets[-1]} ms do not bring the search to {minutes} milli-minutes")


def against_flow() -> dict[str, Any]:
    """CPU until it is as good as SimpleMinCostFlow and rounding, what that leaves waiting apart."""
    flow = rival("flow", "ordinary", 20_000, 2_000, 1)
    flow_ms = flow["build_ms"] + flow["solve_ms"]
    placed = flow["minutes"] - flow["waiting"]
    cpu_ms = until_as_good(placed, "ordinary", 20_000, 2_000, range(200, 1_000, 10))
    return {
        "flow_ms": round(flow_ms),
        "cpu_ms": round(cpu_ms),
        "times_faster": round(flow_ms / cpu_ms, 1),
    }


def growth(to_reference: float) -> dict[str, Any]:
    """CPU by arcs, with a budget that grows as they do, and the exponent: the slope of both logarithms."""
    points = []
    for tickets, agents in GROWING:
        problem = KINDS["ordinary"](tickets, agents, 1)
        arcs = len(problem.arc_agent)
        _, milliseconds = best_timed(problem, arcs * UNITS_FOR_THOUSAND_ARCS // 1_000)
        points.append((arcs, to_reference * milliseconds))
    exponent = np.polyfit(*np.log(points).T, 1)[0]
    return {
        "exponent": round(float(exponent), 3),
        "reference_ms": {f"{arcs} arcs": round(spent, 1) for arcs, spent in points},
    }


def memory() -> dict[str, int]:
    """Megabytes above what is loaded, at 20,000 × 2,000, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.peak", "ordinary", "20000", "2000", "1"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    figures: dict[str, int] = json.loads(told.splitlines()[-1])
    return figures


def against_bound(found: Found, kind: str, *size: int) -> tuple[float | None, str]:
    """Per cent above the largest bound there is, the levels above apart, and how that was found."""
    kept = certificate_of(kind, *size)
    known = [found.bounds.minutes]
    if kept is not None:
        known.append(Bound(kept.bound, BoundKind.KNAPSACKS))
    best = max(known, key=lambda each: each.value)
    gap = round(100 * (found.cost.minutes - best.value) / best.value, 2) if best.value > 0 else None
    return gap, best.kind.value
