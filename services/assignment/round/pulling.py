"""The list a team pulls from: its waiting tickets in the solver's order, for one agent at a time.

The order is that in which a round would give them to this agent, were they alone and had room for one: what
is about to break its promise first, then what keeps them below the fairness cap, then by how many minutes
better it is to begin a ticket than to leave it, in the same prices as every deal
(held by tests/assignment/test_pulling.py).
"""

import msgspec

from services.assignment import rulebook
from services.assignment.engine.form.plan import WAITING
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.search.weighing import Weighing
from services.assignment.problem.compile import Compiled
from services.assignment.situation.standing import Frozen
from shared.vocabulary.identity import PersonId, TeamId, TicketId
from shared.vocabulary.words import Way


class Pullable(msgspec.Struct, frozen=True, kw_only=True):
    """One ticket of the list."""

    ticket: TicketId
    minutes: int
    """Milli-minutes by which beginning it is better than leaving it."""


def line(desk: Frozen, team: TeamId, agent: PersonId) -> list[Pullable]:
    """What the agent may pull of the team's list, the first first; nothing where they have no room."""
    stated = Compiled(as_if_dealt(desk, team))
    problem = stated.problem
    if agent not in problem.agents:
        return []
    who = problem.agents.index(agent)
    weighing = Weighing(problem, (WAITING,) * len(problem.tickets))
    ranked = []
    for index, place in enumerate(stated.places):
        mine = [each for each in weighing.best(index, len(problem.agents)) if each.agent == who]
        if mine and place.seat is None:
            ranked.append((rank(problem, index, who, mine[0].cost), place.ticket.id))
    return [Pullable(ticket=ticket, minutes=-cost) for (_, _, cost), ticket in sorted(ranked)]


def rank(problem: Problem, ticket: int, who: int, cost: int) -> tuple[int, int, int]:
    """The change of the plan's cost if the agent begins the ticket: the least is the first."""
    lead, most = int(problem.lead[who]), int(problem.lead_cap[who])
    overflow = max(0, lead + int(problem.toughness[ticket]) - most) - max(0, lead - most)
    return -int(problem.risk[ticket]), overflow, cost - int(problem.waiting[ticket])


def as_if_dealt(desk: Frozen, team: TeamId) -> Frozen:
    """The same desk if the team were dealt its tickets, and nothing else waited."""
    tickets = tuple(each for each in desk.tickets if each.team == team and each.helps is None)
    dealt = msgspec.structs.replace(desk.given_by(team), way=Way.DEALT)
    return msgspec.structs.replace(desk, tickets=tickets, giving={**desk.giving, team: dealt})


def why_none(desk: Frozen, team: TeamId, agent: PersonId) -> str:
    """Why there is nothing they may pull now."""
    dealt = as_if_dealt(desk, team)
    who = next((each for each in dealt.agents if each.id == agent), None)
    if who is None:
        return "only agents pull"
    for ticket in dealt.tickets:
        if told := rulebook.ruled_out(ticket, who, dealt):
            return f"none of its tickets may be theirs now, the first hurdle is “{told[0]}”"
    return "its list is empty"
