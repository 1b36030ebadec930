"""Week of learning: nobody learns by more tickets a week than the policy says, this round's included."""

from services.assignment.effort import levels_above
from services.assignment.standing import Frozen, Standing, free_places
from services.assignment.tying import AtMost, Takers
from shared.vocabulary.identity import TicketId

NAME = "week of learning"


def concerns(desk: Frozen) -> bool:
    """Whether several tickets of the round could be learned by."""
    learnable = [ticket for ticket in desk.tickets if ticket.need.name and ticket.need.level > 1]
    return desk.policy.growth.learning and len(learnable) > 1


def ties(desk: Frozen, takers: Takers) -> list[AtMost]:
    """For each agent whom the round could give more than is left of their week: what is left."""
    tied = []
    for agent in desk.agents:
        left = desk.policy.growth.tickets_a_week - agent.learned
        above = learned_by(agent, desk, takers)
        if 0 < left < min(len(above), free_places(agent, desk.policy)):
            tied.append(AtMost(above, (agent.id,), left))
    return tied


def learned_by(agent: Standing, desk: Frozen, takers: Takers) -> tuple[TicketId, ...]:
    """The tickets that the agent could be given and would learn by."""
    return tuple(
        ticket.id
        for ticket in desk.tickets
        if levels_above(ticket, agent.profile) < 0 and agent.id in takers[ticket.id]
    )
