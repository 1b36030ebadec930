"""From a relaxed plan to a real one: each ticket to its largest share, what does not fit placed anew.

One pass of moves follows, as a kindness to every rival; it is not counted in their time.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from services.assignment.engine.form.plan import Owners
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.kernel.carried import NONE, fits, nothing_given, place, take_off
from services.assignment.engine.kernel.greedy import best_arc
from services.assignment.engine.kernel.tables import tables


class Fractions(NamedTuple):
    """A relaxed plan."""

    share: npt.NDArray[np.float64]
    """By arc: how much of its ticket goes over it."""
    build_ms: float
    solve_ms: float


def rounded(problem: Problem, share: npt.NDArray[np.float64]) -> Owners:
    """The real plan nearest to it, the dearest to leave waiting first."""
    whole = tables(problem)
    carried = nothing_given(problem, whole)
    order = np.argsort(-problem.waiting, kind="stable").tolist()
    for ticket in order:
        arcs = problem.arcs(ticket)
        if len(arcs) and share[arcs.start : arcs.stop].max() > 1e-6:
            arc = arcs.start + int(share[arcs.start : arcs.stop].argmax())
            if fits.written(whole, carried, arc, ticket):
                place(whole, carried, ticket, arc)
    for ticket in [t for t in order if carried.arc[t] == NONE] + order:
        take_off(whole, carried, ticket)
        place(whole, carried, ticket, best_arc(whole, carried, ticket))
    return tuple(np.append(problem.arc_agent, NONE)[carried.arc].tolist())
