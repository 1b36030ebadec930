"""A run of the search and its CPU: of this process, all threads, user and system."""

import time

from services.assignment.engine.form.plan import Found
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.search import pipeline

REPEATS = 5


def timed(problem: Problem, units: int, seed: int) -> tuple[Found, float]:
    """One run, and its CPU milliseconds."""
    began = time.process_time_ns()
    found = pipeline.solve(problem, seed=seed, units=units)
    return found, (time.process_time_ns() - began) / 1e6


def best_timed(problem: Problem, units: int) -> tuple[Found, float]:
    """The plan, and the least CPU milliseconds of a few runs: others on the machine only add to it."""
    runs = [timed(problem, units, 1) for _ in range(REPEATS)]
    found = runs[0][0]
    verdict = judge(problem, found.owners)
    assert verdict.cost == found.cost
    assert not verdict.breaches
    return found, min(milliseconds for _, milliseconds in runs)
