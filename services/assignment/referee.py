"""Judges any plan from scratch, trusting neither the kernel nor the exact model that made it."""

import msgspec

from services.assignment.curve import Curve
from services.assignment.problem import WAITING, Cost, Owners, Problem


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan costs, by rule, and which bans it breaks."""

    cost: Cost
    terms: dict[str, int]
    """Milli-minutes by rule; the values sum to the cost's minutes."""
    breaches: tuple[str, ...]


def judge(problem: Problem, owners: Owners) -> Verdict:
    """The verdict on a plan."""
    terms = dict.fromkeys((*problem.terms, "load", "rotation"), 0)
    load, lead, given = list(problem.load), list(problem.lead), [0] * len(problem.agents)
    breaches: list[str] = []
    risk = 0
    for ticket, agent in enumerate(owners):
        if agent == WAITING:
            risk += problem.risk[ticket]
            continue
        arc = next((a for a in problem.arcs(ticket) if problem.arc_agent[a] == agent), None)
        if arc is None:
            breaches.append(f"{problem.tickets[ticket]} may not go to {problem.agents[agent]}")
            continue
        for name, column in problem.terms.items():
            terms[name] += column[arc]
        load[agent] += problem.arc_minutes[arc]
        lead[agent] += problem.toughness[ticket]
        given[agent] += 1
    for agent, name in enumerate(problem.agents):
        if given[agent] > problem.slots[agent]:
            breaches.append(f"{name} gets {given[agent]} tickets, {problem.slots[agent]} fit")
        terms["load"] += added(problem.load_curve[agent], problem.load[agent], load[agent])
        terms["rotation"] += added(problem.lead_curve[agent], problem.lead[agent], lead[agent])
    cost = Cost(risk, 0, sum(terms.values()))
    return Verdict(cost=cost, terms=terms, breaches=tuple(breaches))


def added(curve: Curve, before: int, after: int) -> int:
    """What a curve adds between two points."""
    return curve.cost(after) - curve.cost(before)
