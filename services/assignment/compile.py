"""Rulebook and frozen situation to one numeric problem, and who was ruled out by what."""

import msgspec

from services.assignment import rulebook
from services.assignment.engine.checking import check
from services.assignment.engine.columns import Column, column
from services.assignment.engine.curves import curves
from services.assignment.engine.problem import NEVER_TOUGH, Problem, arcs_of, unlimited
from services.assignment.standing import Frozen, Standing, WaitingTicket
from shared.vocabulary.identity import PersonId, TicketId


class Compiled(msgspec.Struct, frozen=True, kw_only=True):
    """The problem and what it leaves unsaid."""

    problem: Problem
    ruled_out: dict[TicketId, dict[PersonId, tuple[str, str]]]
    """By ticket and agent: the first rule that said no, and its words."""


def compiled(desk: Frozen) -> Compiled:
    """The canonical problem of a round."""
    out = {
        ticket.id: {
            agent.id: verdict
            for agent in desk.agents
            if (verdict := rulebook.ruled_out(ticket, agent, desk))
        }
        for ticket in desk.tickets
    }
    pairs = [
        [index for index, agent in enumerate(desk.agents) if agent.id not in out[ticket.id]]
        for ticket in desk.tickets
    ]
    return Compiled(problem=stated(desk, pairs), ruled_out=out)


def stated(desk: Frozen, pairs: list[list[int]]) -> Problem:
    """The problem over these pairs of ticket and agents."""
    arcs = [
        (ticket, desk.agents[index])
        for ticket, indices in zip(desk.tickets, pairs, strict=True)
        for index in indices
    ]
    start, taker = arcs_of(pairs)
    tickets, agents = desk.tickets, desk.agents
    problem = Problem(
        tickets=tuple(ticket.id for ticket in tickets),
        agents=tuple(agent.id for agent in agents),
        arc_start=start,
        arc_agent=taker,
        arc_minutes=column(rulebook.LOAD.added(ticket) for ticket, _ in arcs),
        terms={rule.NAME: priced(rule.price, arcs, desk) for rule in rulebook.PRICES},
        risk=column(rulebook.RISK(ticket, desk) for ticket in tickets),
        waiting=column([0] * len(tickets)),
        toughness=column(rulebook.LEAD.added(ticket) for ticket in tickets),
        tough_from=NEVER_TOUGH,
        slots=column(max(0, agent.limit - agent.in_work) for agent in agents),
        minutes_free=unlimited(len(agents)),
        tough_slots=unlimited(len(agents)),
        load=column(rulebook.LOAD.carried(agent) for agent in agents),
        lead=column(rulebook.LEAD.carried(agent) for agent in agents),
        lead_cap=column(rulebook.CAP.caps(desk)),
        load_curve=curves([rulebook.LOAD.curve(agent, desk) for agent in agents]),
        lead_curve=curves([rulebook.LEAD.curve(agent, desk) for agent in agents]),
        sides=(),
    )
    check(problem)
    return problem


def priced(
    price: rulebook.Price, arcs: list[tuple[WaitingTicket, Standing]], desk: Frozen
) -> Column:
    """One price rule over all arcs."""
    return column(price(ticket, agent, desk) for ticket, agent in arcs)
