"""A problem without its whole numbers: the linear program that library solvers are given.

One variable for each arc and each waiting ticket, and one for each piece of a curve; rows: every ticket
once, minutes and points as far as the pieces go, and places for tough tickets.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from services.assignment.engine.form.curve import UNIT
from services.assignment.engine.form.curves import Curves
from services.assignment.engine.form.problem import Problem

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
MILLI = 1_000.0


class Program(NamedTuple):
    """Least cost·x with low ≤ rows·x ≤ high and 0 ≤ x ≤ upper; rows sparse, one after the other.

    Minutes and points are stated whole, not in thousandths: solvers like numbers near 1.
    """

    cost: Floats
    upper: Floats
    start: Whole
    index: Whole
    value: Floats
    low: Floats
    high: Floats


class Pieces(NamedTuple):
    """The pieces of everybody's curve from where they stand."""

    agent: Whole
    width: Floats
    slope: Floats


def pieces(curves: Curves, standing: Whole, room: Whole) -> Pieces:
    """Each piece of each curve between where the agent stands and where their room ends."""
    lines = np.diff(curves.line_start)[curves.which]
    agent = np.repeat(np.arange(len(standing)), lines)
    first = np.repeat(curves.line_start[curves.which] - np.cumsum(lines) + lines, lines)
    line = first + np.arange(len(agent))
    since = np.where(np.isin(line, curves.line_start), -(10**15), np.r_[0, curves.until[:-1]][line])
    here = standing[agent]
    low, high = np.maximum(since, here), np.minimum(curves.until[line], here + room[agent])
    there = high > low
    width = (high - low)[there] / MILLI
    return Pieces(agent[there], width, curves.slope[line][there] / UNIT * MILLI)


def program(problem: Problem) -> Program:
    """The linear program of a problem."""
    tickets, agents, arcs = len(problem.tickets), len(problem.agents), len(problem.arc_agent)
    ticket = np.repeat(np.arange(tickets), np.diff(problem.arc_start))
    all_points = np.full(agents, int(problem.toughness.sum()))
    load = pieces(problem.load_curve, problem.load, problem.minutes_free)
    lead = pieces(problem.lead_curve, problem.lead, all_points)
    tough = np.flatnonzero(problem.tough()[ticket])
    loads, leads = arcs + tickets, arcs + tickets + len(load.agent)
    row = np.concatenate([
        ticket, np.arange(tickets), tickets + problem.arc_agent, tickets + load.agent,
        tickets + agents + problem.arc_agent[tough], tickets + agents + lead.agent,
        tickets + 2 * agents + problem.arc_agent[tough],
    ])  # fmt: skip
    column = np.concatenate([
        np.arange(arcs), arcs + np.arange(tickets), np.arange(arcs), loads + np.arange(len(load.agent)),
        tough, leads + np.arange(len(lead.agent)), tough,
    ])  # fmt: skip
    value = np.concatenate([
        np.ones(arcs + tickets), problem.arc_minutes / MILLI, -np.ones(len(load.agent)),
        problem.toughness[ticket][tough] / MILLI, -np.ones(len(lead.agent)), np.ones(len(tough)),
    ])  # fmt: skip
    order = np.argsort(row, kind="stable")
    start = np.r_[0, np.cumsum(np.bincount(row, minlength=tickets + 3 * agents))]
    none = np.full(3 * agents, -np.inf)
    return Program(
        cost=np.concatenate([problem.prices(), problem.waiting, load.slope, lead.slope]).astype(
            float
        ),
        upper=np.concatenate([np.ones(arcs + tickets), load.width, lead.width]),
        start=start,
        index=column[order],
        value=value[order],
        low=np.concatenate([np.ones(tickets), none]),
        high=np.concatenate([np.ones(tickets), np.zeros(2 * agents), problem.tough_slots]),
    )
