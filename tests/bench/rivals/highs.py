"""HiGHS, simplex, one thread; its CPU on one instance is the measure of the machine."""

import time

import highspy
import numpy as np

from services.assignment.engine.form.problem import Problem
from tests.bench.rivals.linear import program
from tests.bench.rivals.rounding import Fractions


def solve(problem: Problem) -> Fractions:
    """The relaxed plan, with CPU milliseconds of building the model and of solving it."""
    began = time.process_time()
    stated = program(problem)
    highs = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("solver", "simplex")):
        highs.setOptionValue(option, value)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(stated.cost), len(stated.low)
    model.col_cost_, model.col_lower_ = stated.cost, np.zeros(len(stated.cost))
    model.col_upper_, model.row_lower_, model.row_upper_ = stated.upper, stated.low, stated.high
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = stated.start, stated.index
    model.a_matrix_.value_ = stated.value
    highs.passModel(model)
    built = time.process_time()
    highs.run()
    solved = time.process_time()
    share = np.array(highs.getSolution().col_value)[: len(problem.arc_agent)]
    return Fractions(share, 1000 * (built - began), 1000 * (solved - built))
