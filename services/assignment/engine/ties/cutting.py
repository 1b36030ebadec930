"""Cuts a cell out of a problem: some tickets and agents, everything else fixed as a plan has it."""

from collections.abc import Collection, Iterator

import msgspec
import numpy as np

from services.assignment.engine.form.columns import Column, column
from services.assignment.engine.form.curves import Curves
from services.assignment.engine.form.plan import WAITING, Owners
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.form.sides import (
    Apart,
    Beside,
    Quota,
    Role,
    Side,
    Together,
    tickets_of,
)


class Cell(msgspec.Struct, frozen=True):
    """A part of a problem, a problem itself; its tickets and agents by their index in the whole."""

    problem: Problem
    tickets: tuple[int, ...]
    agents: tuple[int, ...]

    def owners_of(self, owners: Owners) -> Owners:
        """The part of a plan that is about the cell's tickets."""
        place = {agent: index for index, agent in enumerate(self.agents)}
        return tuple(place.get(owners[ticket], WAITING) for ticket in self.tickets)

    def put_into(self, owners: Owners, part: Owners) -> Owners:
        """The plan with the cell's tickets as this part has them."""
        whole = list(owners)
        for ticket, agent in zip(self.tickets, part, strict=True):
            whole[ticket] = WAITING if agent == WAITING else self.agents[agent]
        return tuple(whole)


def cut(
    problem: Problem, owners: Owners, tickets: Collection[int], agents: Collection[int]
) -> Cell:
    """The cell of these tickets and agents.

    Tickets of a `Together` or a `Role` belong into one cell, all or none. Every ticket of the cell waits
    or is with an agent of the cell.
    """
    inside, among = tuple(sorted(tickets)), tuple(sorted(agents))
    fixed = [WAITING if t in tickets else owner for t, owner in enumerate(owners)]
    given = standing(problem, fixed)
    arcs = kept(problem, fixed, inside, frozenset(among))
    start = np.cumsum([0, *(len(each) for each in arcs)])
    flat = np.array([arc for each in arcs for arc in each], dtype=np.int64)
    place = np.full(len(problem.agents), -1, dtype=np.int64)
    place[list(among)] = np.arange(len(among))
    limits = {name: column(given[name][list(among)]) for name in given}
    small = Problem(
        tickets=tuple(problem.tickets[t] for t in inside),
        agents=tuple(problem.agents[a] for a in among),
        arc_start=column(start),
        arc_agent=column(place[problem.arc_agent[flat]]),
        arc_minutes=column(problem.arc_minutes[flat]),
        terms={rule: column(each[flat]) for rule, each in problem.terms.items()},
        risk=column(problem.risk[list(inside)]),
        waiting=column(problem.waiting[list(inside)]),
        toughness=column(problem.toughness[list(inside)]),
        tough_from=problem.tough_from,
        **limits,
        lead_cap=column(problem.lead_cap[list(among)]),
        load_curve=of(problem.load_curve, among),
        lead_curve=of(problem.lead_curve, among),
        sides=tuple(within(problem, fixed, inside, among)),
    )
    return Cell(small, inside, among)


def of(curves: Curves, agents: tuple[int, ...]) -> Curves:
    """The curves of these agents."""
    return msgspec.structs.replace(curves, which=column(curves.which[list(agents)]))


def standing(problem: Problem, fixed: list[int]) -> dict[str, Column]:
    """Limits and standing of every agent, with what is fixed counted in."""
    columns = {
        name: getattr(problem, name).copy()
        for name in ("slots", "minutes_free", "tough_slots", "load", "lead")
    }
    for ticket, agent in enumerate(fixed):
        if agent != WAITING:
            arcs, points = problem.arcs(ticket), int(problem.toughness[ticket])
            arc = next(each for each in arcs if problem.arc_agent[each] == agent)
            columns["slots"][agent] -= 1
            columns["minutes_free"][agent] -= problem.arc_minutes[arc]
            columns["tough_slots"][agent] -= points >= problem.tough_from
            columns["load"][agent] += problem.arc_minutes[arc]
            columns["lead"][agent] += points
    return columns


def kept(
    problem: Problem, fixed: list[int], inside: tuple[int, ...], among: frozenset[int]
) -> list[list[int]]:
    """The arcs of each ticket of the cell, to agents of it from whom no fixed ticket keeps it apart."""
    elsewhere: dict[int, set[int]] = {}
    for side in problem.sides:
        if isinstance(side, Apart):
            taken = {fixed[ticket] for ticket in side.tickets}
            for ticket in side.tickets:
                elsewhere.setdefault(ticket, set()).update(taken)
    return [
        [
            arc
            for arc in problem.arcs(ticket)
            if (agent := int(problem.arc_agent[arc])) in among
            and agent not in elsewhere.get(ticket, ())
        ]
        for ticket in inside
    ]


def within(
    problem: Problem, fixed: list[int], inside: tuple[int, ...], among: tuple[int, ...]
) -> Iterator[Side]:
    """The side rules as far as they are about the cell, in its own indices."""
    ticket_of = {ticket: index for index, ticket in enumerate(inside)}
    agent_of = {agent: index for index, agent in enumerate(among)}
    for side in problem.sides:
        tickets = tuple(ticket_of[t] for t in tickets_of(side) if t in ticket_of)
        if not tickets:
            continue
        match side:
            case Together():
                yield Together(tickets)
            case Apart():
                yield Apart(tickets)
            case Role(ticket=ticket, seat=seat, beside=beside):
                listed = tuple(seats(beside, agent_of))
                yield Role(ticket_of[ticket], ticket_of[seat], listed)
            case Quota(agents=agents, most=most):
                used = sum(fixed[ticket] in agents for ticket in side.tickets)
                here = tuple(agent_of[agent] for agent in agents if agent in agent_of)
                yield Quota(tickets, here, most - used)


def seats(beside: tuple[Beside, ...], agent_of: dict[int, int]) -> Iterator[Beside]:
    """Who may sit beside whom, of the cell's agents; nobody where all who might are outside."""
    for each in beside:
        if each.owner in agent_of:
            seat = tuple(agent_of[agent] for agent in each.seat if agent in agent_of)
            yield Beside(agent_of[each.owner], seat)
