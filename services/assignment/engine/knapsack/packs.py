"""What each agent could be packed with: their pairs, limits and curves, in cells of load."""

from math import gcd
from typing import NamedTuple

import numpy as np

from services.assignment.engine.form.columns import Column
from services.assignment.engine.form.curve import Curve
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.kernel.tables import Lines, frozen, lines

MOST_CELLS = 4_096
"""Cells of load that one agent's room is divided into, at most."""
MOST_COUNTED = 12
"""Slots up to which tickets are counted; with more of them minutes are what binds."""


class Packs(NamedTuple):
    """Arcs by agent; a ticket weighs whole cells, rounded down, so that no bound is too high."""

    start: Column
    """Agent a's arcs are start[a] up to, not including, start[a + 1]."""
    arc: Column
    """The arc's place in the problem."""
    ticket: Column
    weight: Column
    points: Column
    """By ticket."""
    tough: Column
    cell: int
    """Milli-minutes of a cell of load."""
    cell_start: Column
    """Agent a's cells are cell_start[a] up to, not including, cell_start[a + 1]."""
    cost_of_cell: Column
    """By cell: what so much more load costs its agent."""
    slots: Column
    tough_slots: Column
    room_for_points: Column
    lead: Column
    lead_line: Column
    """The line of `lead_lines` that the agent stands on."""
    above: Column
    """Milli-points above the cap, or below."""
    lead_lines: Lines


def packs(problem: Problem, *, priced: bool, most_cells: int = MOST_CELLS) -> Packs:
    """The problem by agent. `priced`: whether the load curve counts."""
    order = np.argsort(problem.arc_agent, kind="stable")
    counts = np.bincount(problem.arc_agent, minlength=len(problem.agents))
    start = np.r_[0, np.cumsum(counts)]
    ticket = np.repeat(np.arange(len(problem.tickets)), np.diff(problem.arc_start))[order]
    minutes = problem.arc_minutes[order]
    rooms = [room(problem, a, minutes[start[a] : start[a + 1]]) for a in range(len(counts))]
    cell = cell_of(minutes, max(rooms, default=0), most_cells)
    load = [loads(problem, a, most, cell, priced) for a, most in enumerate(rooms)]
    lead_curves = [problem.lead_curve[agent] for agent in range(len(counts))]
    return Packs(
        start=whole(start),
        arc=whole(order),
        ticket=whole(ticket),
        weight=whole(minutes // cell),
        points=whole(problem.toughness),
        tough=whole(problem.tough()),
        cell=cell,
        cell_start=whole(np.r_[0, np.cumsum([len(each) for each in load])]),
        cost_of_cell=whole(np.array([cost for each in load for cost in each])),
        slots=whole(problem.slots),
        tough_slots=whole(problem.tough_slots),
        room_for_points=whole(
            np.array([c.room(int(problem.lead[a])) for a, c in enumerate(lead_curves)])
        ),
        lead=whole(problem.lead),
        lead_line=whole(standing_lines(problem, lead_curves)),
        above=whole(problem.lead - problem.lead_cap),
        lead_lines=lines(problem.lead_curve),
    )


def whole(values: "np.ndarray[tuple[int], np.dtype[np.generic]]") -> Column:
    """The values as a read-only column."""
    return frozen(values.astype(np.int64))


def room(problem: Problem, agent: int, minutes: Column) -> int:
    """Milli-minutes that can come to the agent at most."""
    most = np.sort(minutes)[::-1][: int(min(problem.slots[agent], len(minutes)))]
    load = problem.load_curve[agent].room(int(problem.load[agent]))
    return min(int(problem.minutes_free[agent]), load, int(most.sum()))


def cell_of(minutes: Column, most: int, most_cells: int) -> int:
    """Milli-minutes of a cell: what all tickets are multiples of, or more where that is too fine."""
    exact = gcd(*minutes.tolist()) or 1
    return max(exact, -(-most // most_cells))


def loads(problem: Problem, agent: int, most: int, cell: int, priced: bool) -> list[int]:
    """By cell: what the agent's load costs there, or wherever above it costs least."""
    curve, load = problem.load_curve[agent], int(problem.load[agent])
    cells = most // cell + 1
    if not priced:
        return [0] * cells
    before, lowest = curve.cost(load), bottom(curve)
    return [at_least(curve, load + index * cell, lowest) - before for index in range(cells)]


def bottom(curve: Curve) -> int:
    """The x from which the curve falls no more."""
    falling = sum(slope < 0 for slope in curve.slopes)
    return ([-(10**18), *curve.knots, curve.end])[falling] if falling else -(10**18)


def at_least(curve: Curve, x: int, lowest: int) -> int:
    """No more than what the curve costs at x or beyond."""
    return curve.cost(x) if x >= lowest else curve.cost(lowest) - 1


def standing_lines(problem: Problem, curves: list[Curve]) -> Column:
    """The line each agent's lead stands on, by its place among all lines."""
    several = problem.lead_curve
    first = several.line_start[several.which]
    return first + np.array(
        [c.lines(int(x), int(x)).start for c, x in zip(curves, problem.lead, strict=True)],
        dtype=np.int64,
    )
