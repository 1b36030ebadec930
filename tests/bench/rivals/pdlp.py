"""PDLP, the first-order solver of OR-Tools, with its tolerances as they come."""

from services.assignment.engine.form.problem import Problem
from tests.bench.rivals.library import solved_by
from tests.bench.rivals.rounding import Fractions


def solve(problem: Problem) -> Fractions:
    """The relaxed plan."""
    return solved_by("PDLP", problem)
