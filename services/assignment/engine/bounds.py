"""Bounds that a search has at hand: each ticket alone, and what its dual prices prove."""

import numpy as np

from services.assignment.engine.kernel.alone import CHOSEN, OVERFLOW, PLACED, STUCK, each_alone
from services.assignment.engine.kernel.carried import nothing_given
from services.assignment.engine.kernel.certify import certified
from services.assignment.engine.kernel.market import largest
from services.assignment.engine.kernel.prices import Prices
from services.assignment.engine.kernel.tables import Tables, heavier_than_overflow
from services.assignment.engine.plan import Bound, BoundKind, Bounds, Cost
from services.assignment.engine.problem import Problem

ROUNDED = 2
"""Milli-minutes that flooring two curves may take off a ticket's cost after others were given."""


def alone(problem: Problem, tables: Tables, cost: Cost) -> Bounds:
    """Each ticket alone; on each level for plans that cost on those above what this one does.

    Where the plan has the least risk, no ticket that carries risk and has somebody with room can wait in
    another such plan.
    """
    sums = np.zeros(4, dtype=np.int64)
    spare = ROUNDED if len(problem.tickets) > 1 else 0
    each_alone(tables, nothing_given(problem, tables), spare, sums)
    risk = int(sums[STUCK]) // heavier_than_overflow(problem)
    least_risk = risk == cost.risk
    overflow = int(sums[OVERFLOW]) if least_risk else 0
    minutes = int(sums[PLACED] if least_risk else sums[CHOSEN])
    kind = BoundKind.EACH_ALONE
    return Bounds(Bound(risk, kind), Bound(overflow, kind), Bound(minutes, kind))


def priced(problem: Problem, tables: Tables, prices: Prices, bounds: Bounds) -> Bounds:
    """The bounds with the minutes that these prices prove, where that is more."""
    standing = nothing_given(problem, tables)
    minutes, points = largest(tables, standing)
    value = int(certified(tables, standing, prices, minutes, points))
    if value <= bounds.minutes.value:
        return bounds
    return Bounds(bounds.risk, bounds.overflow, Bound(value, BoundKind.DUAL_PRICES))
