"""Refuses a problem whose columns do not fit together or whose numbers leave their ranges."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from services.assignment.engine.form import curves
from services.assignment.engine.form.columns import (
    LARGEST_MINUTES,
    LARGEST_PRICE,
    LARGEST_RISK,
    LARGEST_STANDING,
    LARGEST_TOUGHNESS,
    MOST_AGENTS,
    MOST_TICKETS,
    Range,
    refuse_outside,
    refuse_unless,
)
from services.assignment.engine.form.problem import Problem, named
from services.assignment.engine.form.sides import Quota, Role, Side, agents_of, tickets_of

RANGES = {
    "arc_minutes": Range(0, LARGEST_MINUTES),
    "risk": Range(0, LARGEST_RISK),
    "waiting": Range(0, LARGEST_PRICE),
    "toughness": Range(0, LARGEST_TOUGHNESS),
    "slots": Range(0, LARGEST_STANDING),
    "minutes_free": Range(0, LARGEST_STANDING),
    "tough_slots": Range(0, LARGEST_STANDING),
    "load": Range(-LARGEST_STANDING, LARGEST_STANDING),
    "lead": Range(-LARGEST_STANDING, LARGEST_STANDING),
    "lead_cap": Range(-LARGEST_STANDING, LARGEST_STANDING),
}
PRICES = Range(-LARGEST_PRICE, LARGEST_PRICE)


def check(problem: Problem) -> None:
    """Raises `ProblemIsMalformed`, which names field, index, value and what was expected."""
    refuse_too_many(problem)
    refuse_wrong_lengths(problem)
    refuse_unordered(problem.tickets, "tickets")
    refuse_unordered(problem.agents, "agents")
    refuse_dangling_arcs(problem)
    for field, values in named(problem):
        if field in RANGES:
            refuse_outside(values, field, RANGES[field])
        elif field.startswith("terms["):
            refuse_outside(values, field, PRICES)
    refuse_outside(problem.prices(), "the sum of all terms", PRICES)
    refuse_curves(problem)
    refuse_dangling_sides(problem)


def refuse_too_many(problem: Problem) -> None:
    """More than the ranges are made for."""
    tickets, agents = len(problem.tickets), len(problem.agents)
    refuse_unless(tickets <= MOST_TICKETS, f"it has {tickets} tickets, expected at most 10⁶")
    refuse_unless(agents <= MOST_AGENTS, f"it has {agents} agents, expected at most 10⁵")


def refuse_wrong_lengths(problem: Problem) -> None:
    """Columns that are not as long as what they speak of."""
    arcs, tickets, agents = len(problem.arc_agent), len(problem.tickets), len(problem.agents)
    by_ticket = dict.fromkeys(("risk", "waiting", "toughness"), tickets)
    by_agent = dict.fromkeys(("slots", "minutes_free", "tough_slots", "load", "lead"), agents)
    by_agent |= dict.fromkeys(("lead_cap", "load_curve.which", "lead_curve.which"), agents)
    expected = by_ticket | by_agent | {"arc_start": tickets + 1, "arc_minutes": arcs}
    for field, values in named(problem):
        wanted = arcs if field.startswith("terms[") else expected.get(field, len(values))
        refuse_unless(
            len(values) == wanted, f"{field} has {len(values)} entries, expected {wanted}"
        )


def refuse_unordered(ids: Sequence[str], field: str) -> None:
    """Ids that are not in canonical order, or come twice."""
    for index, (before, after) in enumerate(pairwise(ids), 1):
        refuse_unless(
            before < after,
            f"{field}[{index}] is {after!r} after {before!r}, expected ids that rise and differ",
        )


def refuse_dangling_arcs(problem: Problem) -> None:
    """Arcs to agents there are not, out of order, or not divided among the tickets."""
    start, agent = problem.arc_start, problem.arc_agent
    refuse_unless(
        start[0] == 0 and start[-1] == len(agent) and bool((np.diff(start) >= 0).all()),
        f"arc_start goes from {start[0]} to {start[-1]}, expected to rise from 0 to {len(agent)}",
    )
    dangling = (agent < 0) | (agent >= len(problem.agents))
    for arc in np.flatnonzero(dangling)[:1]:
        refuse_unless(False, f"arc_agent[{arc}] is {agent[arc]}, of {len(problem.agents)} agents")
    within = np.ones(max(0, len(agent) - 1), dtype=np.bool_)
    within[start[1:-1][(start[1:-1] > 0) & (start[1:-1] < len(agent))] - 1] = False
    for arc in np.flatnonzero((np.diff(agent) <= 0) & within)[:1]:
        refuse_unless(
            False,
            f"arc_agent[{arc + 1}] is {agent[arc + 1]} after {agent[arc]}, expected agents that rise "
            "within a ticket",
        )


def refuse_curves(problem: Problem) -> None:
    """Curves that are not convex, or too steep for where a plan can bring their agents."""
    most = np.minimum(problem.slots, len(problem.tickets))
    minutes = most * int(problem.arc_minutes.max(initial=0))
    points = most * int(problem.toughness.max(initial=0))
    load, lead = problem.load, problem.lead
    curves.check(problem.load_curve, "load_curve", low=load, high=load + minutes)
    curves.check(problem.lead_curve, "lead_curve", low=lead, high=lead + points)


def refuse_dangling_sides(problem: Problem) -> None:
    """Side rules over tickets or agents there are not."""
    for index, side in enumerate(problem.sides):
        for what, named_by, there in (
            ("ticket", tickets_of(side), len(problem.tickets)),
            ("agent", agents_of(side), len(problem.agents)),
        ):
            for each in named_by:
                refuse_unless(
                    0 <= each < there, f"sides[{index}] names {what} {each}, of {there} {what}s"
                )
        refuse_senseless_side(side, f"sides[{index}]")


def refuse_senseless_side(side: Side, name: str) -> None:
    """A side rule that contradicts itself or can be read in two ways."""
    tickets = tickets_of(side)
    refuse_unless(
        len(set(tickets)) == len(tickets) > 0,
        f"{name} names tickets {tickets}, expected at least one, and none of them twice",
    )
    match side:
        case Quota(agents=agents, most=most):
            refuse_unless(most >= 0, f"{name}.most is {most}, expected 0 or more")
            refuse_unless(
                len(set(agents)) == len(agents), f"{name}.agents names somebody twice: {agents}"
            )
        case Role(beside=beside):
            owners = [each.owner for each in beside]
            refuse_unless(
                len(set(owners)) == len(owners), f"{name}.beside names an owner twice: {owners}"
            )
            for index, each in enumerate(beside):
                refuse_unless(
                    each.owner not in each.seat,
                    f"{name}.beside[{index}] seats its owner {each.owner} beside themselves",
                )
