"""Bounds that a search has at hand: each ticket alone, and what its dual prices prove."""

from typing import NamedTuple

import numpy as np

from services.assignment.engine.form.plan import Bound, BoundKind, Bounds, Cost
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.kernel.alone import add_best_alone, add_each_alone
from services.assignment.engine.kernel.carried import MINUTES, UPPER, Carried, nothing_given
from services.assignment.engine.kernel.certify import certified
from services.assignment.engine.kernel.market import wanted_of
from services.assignment.engine.kernel.prices import Prices
from services.assignment.engine.kernel.tables import Tables, heavier_than_overflow

ROUNDED = 2
"""Milli-minutes that flooring two curves may take off a ticket's cost after others were given."""


class Alone(NamedTuple):
    """Sums over all tickets, each as if it were the only one of the batch."""

    stuck_risk: int
    """Risk of those for whom nobody has room."""
    overflow: int
    """The least above caps if every other pressing ticket is placed."""
    placed: int
    """The least milli-minutes in that case."""
    chosen: int
    """The same if pressing tickets may wait, too."""
    risk_kind: BoundKind = BoundKind.EACH_ALONE


def each_alone(problem: Problem, tables: Tables, standing: Carried) -> Alone:
    """Every ticket alone, with nothing given yet."""
    sums = np.zeros(4, dtype=np.int64)
    add_each_alone(tables, standing, ROUNDED if len(problem.tickets) > 1 else 0, sums)
    stuck, overflow, placed, chosen = sums.tolist()
    return Alone(stuck // heavier_than_overflow(problem), overflow, placed, chosen)


def of_one_place(problem: Problem, tables: Tables, standing: Carried) -> Bounds | None:
    """What the best plan costs where there is one place for all tickets; None where there are more.

    A desk with a queue is mostly asked about the one agent who has just become free.
    """
    takers = np.unique(problem.arc_agent)
    if len(takers) != 1 or problem.slots[takers[0]] != 1:
        return None
    best = np.zeros(2, dtype=np.int64)
    add_best_alone(tables, standing, best)
    upper = int(standing.total[UPPER] + best[0])
    risk, overflow = divmod(upper, heavier_than_overflow(problem))
    minutes = int(standing.total[MINUTES] + best[1])
    return Bounds(*(Bound(value, BoundKind.EACH_ALONE) for value in (risk, overflow, minutes)))


def bounds_of(alone: Alone, cost: Cost) -> Bounds:
    """What that proves, on each level for plans that cost on those above what this one does.

    Where the plan has the least risk, no ticket that carries risk and has somebody with room can wait in
    another such plan.
    """
    least_risk = alone.stuck_risk == cost.risk
    kind = BoundKind.EACH_ALONE
    return Bounds(
        Bound(alone.stuck_risk, alone.risk_kind),
        Bound(alone.overflow if least_risk else 0, kind),
        Bound(alone.placed if least_risk else alone.chosen, kind),
    )


def met(cost: Cost) -> Bounds:
    """Of a plan that was compared with every other one."""
    kind = BoundKind.EVERY_WAY
    return Bounds(Bound(cost.risk, kind), Bound(cost.overflow, kind), Bound(cost.minutes, kind))


def priced(problem: Problem, tables: Tables, prices: Prices, bounds: Bounds) -> Bounds:
    """The bounds with the minutes that these prices prove, where that is more."""
    standing = nothing_given(problem, tables)
    wanted = wanted_of(tables, standing)
    value = int(certified(tables, standing, prices, wanted.minutes, wanted.points))
    if value <= bounds.minutes.value:
        return bounds
    return Bounds(bounds.risk, bounds.overflow, Bound(value, BoundKind.DUAL_PRICES))
