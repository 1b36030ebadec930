"""OR-Tools' SimpleMinCostFlow: minutes flow from tickets to agents, and may be split between them.

Loads are priced by their pieces exactly; tough tickets pass a layer that prices points by the mean number
of points a minute, since a flow carries one kind of unit only. This is the better of two ways to state it
(assignment.md 2.1).
"""

import time

import numpy as np
from ortools.graph.python import min_cost_flow

from services.assignment.engine.form.problem import Problem
from tests.bench.rivals.linear import pieces
from tests.bench.rivals.rounding import Fractions

MILLI = 1_000


def solve(problem: Problem) -> Fractions:
    """The flow as shares of each arc, with CPU milliseconds of building and solving."""
    began = time.process_time()
    tickets, agents = len(problem.tickets), len(problem.agents)
    ticket = np.repeat(np.arange(tickets), np.diff(problem.arc_start))
    arc_minutes = problem.arc_minutes // MILLI
    minutes = np.zeros(tickets, dtype=np.int64)
    minutes[ticket] = arc_minutes
    tough = problem.tough()
    points_a_minute = problem.toughness.sum() / MILLI / max(1, int(minutes[tough].sum()))
    load = pieces(problem.load_curve, problem.load, problem.minutes_free)
    lead = pieces(problem.lead_curve, problem.lead, np.full(agents, int(problem.toughness.sum())))
    agent, hard, sink = tickets, tickets + agents, tickets + 2 * agents
    there = np.where(tough[ticket], hard, agent) + problem.arc_agent
    tails = np.concatenate([ticket, np.arange(tickets), hard + lead.agent, agent + load.agent])
    heads = np.concatenate([
        there, np.full(tickets, sink), agent + lead.agent, np.full(len(load.agent), sink)
    ])  # fmt: skip
    room = np.concatenate([arc_minutes, minutes, np.ceil(lead.width / points_a_minute), load.width])
    costs = np.concatenate([
        problem.prices() // np.maximum(arc_minutes, 1), problem.waiting // np.maximum(minutes, 1),
        lead.slope * points_a_minute, load.slope,
    ])  # fmt: skip
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        tails, heads, room.astype(np.int64), costs.astype(np.int64)
    )
    supplies = np.r_[minutes, -minutes.sum()]
    flow.set_nodes_supplies(np.r_[np.arange(tickets), sink], supplies)
    built = time.process_time()
    flow.solve()
    solved = time.process_time()
    share = flow.flows(np.arange(len(ticket))) / np.maximum(arc_minutes, 1)
    return Fractions(share, 1000 * (built - began), 1000 * (solved - built))
