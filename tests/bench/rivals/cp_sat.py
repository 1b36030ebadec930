"""OR-Tools' CP-SAT on the exact model, one worker, told of no plan but the one in which everything waits."""

import time

import numpy as np

from services.assignment.engine.exact import cp_sat
from services.assignment.engine.form.plan import WAITING, Owners
from services.assignment.engine.form.problem import Problem
from tests.bench.rivals.rounding import Fractions

LIMIT = 8.0
"""Deterministic time for each level of the cost."""


def solve(problem: Problem) -> Fractions:
    """The plan it comes to within its limit."""
    return solved_from(problem, (WAITING,) * len(problem.tickets))


def solved_from(problem: Problem, hint: Owners) -> Fractions:
    """The plan it comes to from this one, with CPU milliseconds of building and solving in one."""
    cp_sat.load()
    began = time.process_time()
    owners = np.array(cp_sat.prove(problem, hint, limit=LIMIT, seed=1).owners)
    spent = time.process_time() - began
    ticket = np.repeat(np.arange(len(owners)), np.diff(problem.arc_start))
    return Fractions((problem.arc_agent == owners[ticket]).astype(float), 0.0, 1000 * spent)
