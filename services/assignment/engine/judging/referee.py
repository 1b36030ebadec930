"""Judges any plan from scratch, trusting neither the kernel nor the exact model that made it."""

from collections.abc import Iterator

import msgspec

from services.assignment.engine.form.plan import WAITING, Cost, Owners
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.judging import lawful


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan costs, by rule, and which bans, limits and side rules it breaks."""

    cost: Cost
    terms: dict[str, int]
    """Milli-minutes by rule; with those of waiting tickets they sum to the cost's minutes."""
    waiting: int
    """Milli-minutes of the tickets that are left waiting."""
    breaches: tuple[str, ...]


class Given(msgspec.Struct):
    """What a plan gives one agent."""

    tickets: int = 0
    minutes: int = 0
    points: int = 0
    tough: int = 0


def judge(problem: Problem, owners: Owners) -> Verdict:
    """The verdict on a plan."""
    terms = dict.fromkeys((*problem.terms, "load", "rotation"), 0)
    given = [Given() for _ in problem.agents]
    breaches: list[str] = []
    risk = waiting = overflow = 0
    for ticket, agent in enumerate(owners):
        if agent == WAITING:
            risk += int(problem.risk[ticket])
            waiting += int(problem.waiting[ticket])
            continue
        arc = next((a for a in problem.arcs(ticket) if problem.arc_agent[a] == agent), None)
        if arc is None:
            breaches.append(f"{problem.tickets[ticket]} may not go to {name_of(problem, agent)}")
            continue
        for name, column in problem.terms.items():
            terms[name] += int(column[arc])
        give(given[agent], problem, ticket, arc)
    for agent, gets in enumerate(given):
        if not gets.tickets:
            continue
        breaches += breached(problem, agent, gets)
        load, lead = int(problem.load[agent]), int(problem.lead[agent])
        terms["load"] += problem.load_curve[agent].marginal(load, gets.minutes)
        terms["rotation"] += problem.lead_curve[agent].marginal(lead, gets.points)
        overflow += overflowing(problem, agent, gets.points)
    breaches += (words for _, words in lawful.broken(problem, owners))
    cost = Cost(risk, overflow, sum(terms.values()) + waiting)
    return Verdict(cost=cost, terms=terms, waiting=waiting, breaches=tuple(breaches))


def name_of(problem: Problem, agent: int) -> str:
    """The agent's id; a plan may name one there is not."""
    return problem.agents[agent] if 0 <= agent < len(problem.agents) else f"agent {agent}"


def give(gets: Given, problem: Problem, ticket: int, arc: int) -> None:
    """Count one ticket to its agent."""
    gets.tickets += 1
    gets.minutes += int(problem.arc_minutes[arc])
    gets.points += int(problem.toughness[ticket])
    gets.tough += int(problem.toughness[ticket] >= problem.tough_from)


def overflowing(problem: Problem, agent: int, points: int) -> int:
    """Milli-points that these add above the agent's cap."""
    above = int(problem.lead[agent] - problem.lead_cap[agent])
    return max(0, above + points) - max(0, above)


def breached(problem: Problem, agent: int, gets: Given) -> Iterator[str]:
    """Each limit of the agent that the plan goes beyond."""
    load, lead = problem.load_curve[agent], problem.lead_curve[agent]
    limits = (
        (gets.tickets, "tickets", int(problem.slots[agent])),
        (gets.minutes, "milli-minutes", int(problem.minutes_free[agent])),
        (gets.tough, "tough tickets", int(problem.tough_slots[agent])),
        (
            gets.minutes,
            "milli-minutes before the end of a load",
            load.room(int(problem.load[agent])),
        ),
        (gets.points, "milli-points before the end of a lead", lead.room(int(problem.lead[agent]))),
    )
    for got, what, fits in limits:
        if got > fits:
            yield f"{problem.agents[agent]} gets {got} {what}, {fits} fit"
