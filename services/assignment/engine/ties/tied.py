"""From a problem with side rules to a lawful plan: solved without them, mended, and solved around them."""

from services.assignment.engine.form.plan import Bounds, Cost, Found, Stopped, strongest
from services.assignment.engine.form.problem import Problem, without_sides
from services.assignment.engine.judging import lawful
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.kernel.carried import nothing_given
from services.assignment.engine.kernel.tables import tables
from services.assignment.engine.search import bounds, pipeline
from services.assignment.engine.ties import cells
from services.assignment.engine.ties.mending import mended


def solve(problem: Problem, *, seed: int, units: int) -> Found:
    """The best lawful plan found; what bounds the problem without its side rules bounds it too."""
    free = pipeline.solve(without_sides(problem), seed=seed, units=units)
    owners = free.owners
    if any(lawful.broken(problem, owners)):
        owners = cells.improved(problem, mended(problem, owners), wished=free.owners, seed=seed)
    cost = judge(problem, owners).cost
    known = strongest(cost, [(cost, alone(problem, cost)), (free.cost, free.bounds)])
    stopped = Stopped.PROVEN if known.meet(cost) else free.stopped
    return Found(owners=owners, cost=cost, bounds=known, units=free.units, stopped=stopped)


def alone(problem: Problem, cost: Cost) -> Bounds:
    """Each ticket alone, for plans that cost on the upper levels what this one does."""
    whole = tables(problem)
    return bounds.bounds_of(bounds.each_alone(problem, whole, nothing_given(problem, whole)), cost)
