"""Week of learning: nobody learns by more tickets a week than the policy says, this round's included."""

from services.assignment.ruling.tying import AtMost, Takers
from services.assignment.situation.effort import is_learnable, levels_above
from services.assignment.situation.standing import Frozen, free_places
from shared.vocabulary.identity import PersonId, TicketId

NAME = "week of learning"


def concerns(desk: Frozen) -> bool:
    """Whether several tickets of the round could be learned by."""
    return sum(is_learnable(ticket.need, desk.policy) for ticket in desk.tickets) > 1


def ties(desk: Frozen, takers: Takers) -> list[AtMost]:
    """For each agent whom the round could give more than is left of their week: what is left."""
    above = learned_by(desk, takers)
    tied = []
    for agent in desk.agents:
        tickets = tuple(above.get(agent.id, ()))
        left = desk.policy.growth.tickets_a_week - agent.learned
        if 0 < left < min(len(tickets), free_places(agent, desk.policy)):
            tied.append(AtMost(tickets, (agent.id,), left))
    return tied


def learned_by(desk: Frozen, takers: Takers) -> dict[PersonId, list[TicketId]]:
    """By agent: the tickets that they could be given and would learn by."""
    agents = {agent.id: agent for agent in desk.agents}
    above: dict[PersonId, list[TicketId]] = {}
    for ticket in desk.tickets:
        if is_learnable(ticket.need, desk.policy):
            for person in takers[ticket.id]:
                if levels_above(ticket, agents[person].profile) < 0:
                    above.setdefault(person, []).append(ticket.id)
    return above
