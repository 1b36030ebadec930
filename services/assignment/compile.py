"""Rulebook and frozen situation to one numeric problem, and who was ruled out by what."""

import msgspec

from services.assignment import rulebook
from services.assignment.problem import Problem
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
    start = [0]
    for indices in pairs:
        start.append(start[-1] + len(indices))
    return Problem(
        tickets=tuple(ticket.id for ticket in desk.tickets),
        agents=tuple(agent.id for agent in desk.agents),
        arc_start=tuple(start),
        arc_agent=tuple(index for indices in pairs for index in indices),
        arc_minutes=tuple(rulebook.LOAD.added(ticket) for ticket, _ in arcs),
        terms={rule.NAME: priced(rule.price, arcs, desk) for rule in rulebook.PRICES},
        toughness=tuple(rulebook.LEAD.added(ticket) for ticket in desk.tickets),
        risk=tuple(rulebook.RISK(ticket, desk) for ticket in desk.tickets),
        slots=tuple(max(0, agent.limit - agent.in_work) for agent in desk.agents),
        load=tuple(rulebook.LOAD.carried(agent) for agent in desk.agents),
        lead=tuple(rulebook.LEAD.carried(agent) for agent in desk.agents),
        load_curve=tuple(rulebook.LOAD.curve(agent, desk) for agent in desk.agents),
        lead_curve=tuple(rulebook.LEAD.curve(agent, desk) for agent in desk.agents),
    )


def priced(
    price: rulebook.Price, arcs: list[tuple[WaitingTicket, Standing]], desk: Frozen
) -> tuple[int, ...]:
    """One price rule over all arcs."""
    return tuple(price(ticket, agent, desk) for ticket, agent in arcs)
