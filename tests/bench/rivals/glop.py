"""GLOP, the simplex of OR-Tools."""

from services.assignment.engine.form.problem import Problem
from tests.bench.rivals.library import solved_by
from tests.bench.rivals.rounding import Fractions


def solve(problem: Problem) -> Fractions:
    """The relaxed plan."""
    return solved_by("GLOP", problem)
