"""What a round costs: the kernel alone, and the exact model with its deterministic limit.

CPU milliseconds of this process after warm-up, over seeded random batches; the share of the kernel's
plans that cost exactly the optimum, an unproven one counted as a miss.
"""

import random
import statistics
import time
from typing import Any

from services.assignment.engine.exact import cp_sat
from services.assignment.engine.form.columns import column
from services.assignment.engine.form.curve import quadratic, rising
from services.assignment.engine.form.curves import curves
from services.assignment.engine.form.problem import NEVER_TOUGH, Problem, arcs_of, unlimited
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.proving import PROOF_LIMIT
from services.assignment.engine.search import pipeline

SIZES = ((1, 12), (3, 12), (5, 12), (10, 12), (20, 12), (20, 60), (50, 200))
PROVED_UP_TO = 20
BATCHES = 25
STEPS = 2_000
LONG_ENOUGH = 4.0
"""Deterministic time in which the optimum is looked for, to judge the kernel by."""


def run() -> dict[str, Any]:
    """Figures by size of the batch."""
    cp_sat.load()
    return {f"{tickets} × {agents}": measured(tickets, agents) for tickets, agents in SIZES}


def measured(tickets: int, agents: int) -> dict[str, Any]:
    """One size: CPU of kernel and proof, pairs, and how often the kernel was optimal."""
    problems = [batch(tickets, agents, seed) for seed in range(BATCHES)]
    found, kernel_ms = timed(lambda p: pipeline.solve(p, seed=1, units=STEPS), problems)
    figures: dict[str, Any] = {
        "pairs": round(statistics.mean(len(p.arc_agent) for p in problems)),
        "kernel_cpu_ms_p50": kernel_ms,
    }
    if tickets > PROVED_UP_TO or agents > 12:
        return figures
    pairs = list(zip(problems, found, strict=True))
    _, proof_ms = timed(
        lambda each: cp_sat.prove(each[0], each[1].owners, limit=PROOF_LIMIT, seed=1), pairs
    )
    optimal = [is_optimal(problem, plan.owners) for problem, plan in pairs]
    return figures | {
        "proof_cpu_ms_p50": proof_ms,
        "kernel_optimal_share": round(statistics.mean(optimal), 3),
    }


def timed(call: Any, inputs: list[Any]) -> tuple[list[Any], float]:
    """The results and the median CPU milliseconds of a call."""
    results, spent = [], []
    for each in inputs:
        began = time.process_time()
        results.append(call(each))
        spent.append((time.process_time() - began) * 1000)
    return results, round(statistics.median(spent), 2)


def is_optimal(problem: Problem, owners: tuple[int, ...]) -> bool:
    """Whether the plan costs what the best one does; an unproven best does not count."""
    best = cp_sat.prove(problem, owners, limit=LONG_ENOUGH, seed=1)
    return best.proven and judge(problem, best.owners).cost == judge(problem, owners).cost


def batch(tickets: int, agents: int, seed: int) -> Problem:
    """Tickets that half of the agents may take, two thirds of whom have room."""
    dice = random.Random(seed * 1_000 + tickets * 10 + agents)
    eligible = [
        [agent for agent in range(agents) if dice.random() < 0.5] or [0] for _ in range(tickets)
    ]
    start, agent = arcs_of(eligible)
    return Problem(
        tickets=tuple(f"ticket-{n:03}" for n in range(tickets)),
        agents=tuple(f"person-{n:03}" for n in range(agents)),
        arc_start=start,
        arc_agent=agent,
        arc_minutes=column(1_000 * dice.randint(5, 90) for _ in agent),
        terms={
            "delay": column(dice.randint(0, 60_000) for _ in agent),
            "fit": column(dice.randint(0, 30_000) for _ in agent),
        },
        risk=column(dice.choice((1, 1, 1, 4)) for _ in range(tickets)),
        waiting=column([0] * tickets),
        toughness=column(100 * dice.randint(3, 50) for _ in range(tickets)),
        tough_from=NEVER_TOUGH,
        slots=column(dice.choice((0, 1, 3)) for _ in range(agents)),
        minutes_free=unlimited(agents),
        tough_slots=unlimited(agents),
        load=column(1_000 * dice.randint(0, 240) for _ in range(agents)),
        lead=column(100 * dice.randint(-40, 40) for _ in range(agents)),
        lead_cap=unlimited(agents),
        load_curve=curves([rising(full=480_000, weight=40_000)] * agents),
        lead_curve=curves([quadratic(unit=1_500, weight=60_000, reach=20)] * agents),
        sides=(),
    )
