"""CP-SAT as `cp_sat`, told of the plan of one greedy pass."""

from services.assignment.engine.form.problem import Problem
from services.assignment.engine.search.searching import Search
from tests.bench.rivals.cp_sat import solved_from
from tests.bench.rivals.rounding import Fractions


def solve(problem: Problem) -> Fractions:
    """The plan it comes to from there."""
    search = Search(problem, seed=1)
    search.place_in_order_of_need()
    return solved_from(problem, search.owners())
