"""OR-Tools' linear sum assignment: every ticket to one of its agents' places, each dearer than the last.

A place costs what the ticket adds after as many tickets of the mean length as there are places before it.
Waiting and empty places are matched by a mirror of the graph, which keeps it sparse: beside every ticket
stands a node to wait at, beside every place one that fills it, and what is not used is matched across.
"""

import time

import numpy as np
from ortools.graph.python import linear_sum_assignment

from services.assignment.engine.form.columns import Column
from services.assignment.engine.form.problem import Problem
from tests.bench.rivals.rounding import Fractions

PLACES = 8
"""For each agent."""


def solve(problem: Problem) -> Fractions:
    """The matching as whole shares, with CPU milliseconds of building and solving."""
    began = time.process_time()
    tickets = len(problem.tickets)
    places = PLACES * len(problem.agents)
    ticket = np.repeat(np.arange(tickets), np.diff(problem.arc_start))
    costs = np.stack([cost_at(problem, ticket, place) for place in range(PLACES)], axis=1)
    left = np.repeat(ticket, PLACES)
    right = (problem.arc_agent[:, None] * PLACES + np.arange(PLACES)).ravel()
    every, place = np.arange(tickets), np.arange(places)
    tails = np.concatenate([left, every, tickets + right, tickets + place])
    heads = np.concatenate([right, places + every, places + left, place])
    priced = np.concatenate([
        costs.ravel(), problem.waiting, np.zeros(len(right) + places, dtype=np.int64)
    ])  # fmt: skip
    matching = linear_sum_assignment.SimpleLinearSumAssignment()
    matching.add_arcs_with_cost(tails, heads, priced)
    built = time.process_time()
    status = matching.solve()
    solved = time.process_time()
    assert status == matching.OPTIMAL, status
    chosen = np.array([matching.right_mate(node) for node in range(tickets)])
    agent = np.where(chosen < places, chosen // PLACES, -1)
    share = (problem.arc_agent == agent[ticket]).astype(float)
    return Fractions(share, 1000 * (built - began), 1000 * (solved - built))


def cost_at(problem: Problem, ticket: Column, place: int) -> Column:
    """By arc: milli-minutes at an agent who was given so many tickets of the mean length before."""
    agents = range(len(problem.agents))
    before = place * int(problem.arc_minutes.mean())
    load = [problem.load_curve[a] for a in agents]
    lead = [problem.lead_curve[a] for a in agents]
    told = problem.prices().copy()
    rows = zip(
        problem.arc_agent.tolist(), problem.arc_minutes.tolist(), ticket.tolist(), strict=True
    )
    for arc, (agent, minutes, of) in enumerate(rows):
        told[arc] += load[agent].marginal(int(problem.load[agent]) + before, minutes)
        told[arc] += lead[agent].marginal(int(problem.lead[agent]), int(problem.toughness[of]))
    return told
