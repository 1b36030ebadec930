"""More work than people: which tickets wait is a question of its own, asked before all others.

Only the risk of waiting counts in it, and then only how much room a plan takes up, so that tickets are
exchanged for shorter ones of the same risk until one more fits in. Its bound prices everybody's minutes
alike, at the risk a minute averts where room runs out: a knapsack over the whole desk, which no plan beats.
"""

import msgspec
import numpy as np

from services.assignment.engine.form.columns import Column, column
from services.assignment.engine.form.curve import UNIT
from services.assignment.engine.form.curves import Curves
from services.assignment.engine.form.problem import Problem, unlimited
from services.assignment.engine.kernel.carried import end_of, nothing_given
from services.assignment.engine.kernel.certify import certified
from services.assignment.engine.kernel.market import wanted_of
from services.assignment.engine.kernel.prices import Prices
from services.assignment.engine.kernel.tables import tables

A_RISK = 1_000_000
"""Milli-minutes that stand for a point of risk while a bound is counted."""


def only_room(problem: Problem) -> Problem:
    """The problem in which, after risk, nothing costs but the minutes that placed tickets take up."""
    return msgspec.structs.replace(
        free_of_cost(problem),
        terms={"room": problem.arc_minutes},
        waiting=column(np.zeros_like(problem.waiting)),
    )


def least_risk(problem: Problem) -> int:
    """No plan leaves less risk waiting; 0 at once where everything would fit in if all room were one."""
    room = minutes_room(problem)
    if not problem.risk.any() or shortest_minutes(problem).sum() <= room:
        return 0
    risky = msgspec.structs.replace(
        free_of_cost(problem),
        terms={},
        risk=column(np.zeros_like(problem.risk)),
        waiting=column(A_RISK * problem.risk),
    )
    flat_tables = tables(risky)
    standing = nothing_given(risky, flat_tables)
    wanted = wanted_of(flat_tables, standing)
    prices = alike(risky, room)
    bound = int(certified(flat_tables, standing, prices, wanted.minutes, wanted.points))
    return max(0, -(-bound // A_RISK))


def minutes_room(problem: Problem) -> int:
    """Milli-minutes that still fit in, all agents together."""
    before_end = np.maximum(end_of(problem.load_curve) - problem.load, 0)
    return int(np.minimum(problem.minutes_free, before_end).sum())


def alike(risky: Problem, room: int) -> Prices:
    """Every minute at the risk it averts in the last ticket that fits in, were all room one."""
    shortest = shortest_minutes(risky)
    density = risky.waiting * UNIT // np.maximum(shortest, 1)
    densest = np.argsort(-density, kind="stable")
    taken = np.cumsum(shortest[densest])
    last = min(int(np.searchsorted(taken, room)), len(densest) - 1)
    none = np.zeros(len(risky.agents), dtype=np.int64)
    return Prices(np.full_like(none, density[densest[last]]), none, none.copy(), none.copy())


def shortest_minutes(problem: Problem) -> Column:
    """By ticket: the milli-minutes of whoever would need least; 0 where nobody may have it."""
    some = np.diff(problem.arc_start) > 0
    shortest = np.zeros(len(problem.tickets), dtype=np.int64)
    if some.any():
        starts = problem.arc_start[:-1][some]
        shortest[some] = np.minimum.reduceat(problem.arc_minutes, starts)
    return shortest


def free_of_cost(problem: Problem) -> Problem:
    """The same room, with curves that end where they do and cost nothing, and no caps."""
    return msgspec.structs.replace(
        problem,
        lead_cap=unlimited(len(problem.agents)),
        load_curve=flat(problem.load_curve),
        lead_curve=flat(problem.lead_curve),
    )


def flat(curves: Curves) -> Curves:
    """Curves that end where these do and cost nothing."""
    none = column(np.zeros_like(curves.slope))
    return msgspec.structs.replace(curves, slope=none, base=none)
