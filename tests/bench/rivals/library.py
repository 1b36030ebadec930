"""OR-Tools' linear solvers, one thread, given the program as its own message."""

import time

import numpy as np
from ortools.linear_solver import linear_solver_pb2, pywraplp

from services.assignment.engine.form.problem import Problem
from tests.bench.rivals.linear import Program, program
from tests.bench.rivals.rounding import Fractions


def solved_by(solver: str, problem: Problem) -> Fractions:
    """The relaxed plan by the solver of that name, with CPU milliseconds of building and solving."""
    began = time.process_time()
    model = message_of(program(problem))
    library = pywraplp.Solver.CreateSolver(solver)
    library.LoadModelFromProto(model)
    built = time.process_time()
    status = library.Solve()
    solved = time.process_time()
    assert status in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE), status
    arcs = library.variables()[: len(problem.arc_agent)]
    share = np.array([each.solution_value() for each in arcs])
    return Fractions(share, 1000 * (built - began), 1000 * (solved - built))


def message_of(stated: Program) -> linear_solver_pb2.MPModelProto:
    """The program as OR-Tools reads it."""
    model = linear_solver_pb2.MPModelProto()
    for cost, upper in zip(stated.cost.tolist(), stated.upper.tolist(), strict=True):
        model.variable.add(lower_bound=0.0, upper_bound=upper, objective_coefficient=cost)
    starts = stated.start.tolist()
    for row, (low, high) in enumerate(zip(stated.low.tolist(), stated.high.tolist(), strict=True)):
        entries = slice(starts[row], starts[row + 1])
        model.constraint.add(
            lower_bound=low,
            upper_bound=high,
            var_index=stated.index[entries].tolist(),
            coefficient=stated.value[entries].tolist(),
        )
    return model
