"""Week of learning: nobody learns by more tickets a week than the policy says, this round's included."""

from services.assignment.effort import levels_above
from services.assignment.standing import Frozen, free_places
from services.assignment.tying import AtMost, Takers
from shared.vocabulary.identity import PersonId, TicketId

NAME = "week of learning"


def concerns(desk: Frozen) -> bool:
    """Whether several tickets of the round could be learned by."""
    learnable = [ticket for ticket in desk.tickets if ticket.need.name and ticket.need.level > 1]
    return desk.policy.growth.learning and len(learnable) > 1


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
        if ticket.need.name and ticket.need.level > 1:
            for person in takers[ticket.id]:
                if levels_above(ticket, agents[person].profile) < 0:
                    above.setdefault(person, []).append(ticket.id)
    return above
