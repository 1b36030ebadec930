"""Beside a learner: a mentor sits beside whoever learns by a ticket, if the policy asks for it."""

from services.assignment.ruling.tying import SeatBeside, Takers
from services.assignment.situation.effort import is_learnable, levels_above
from services.assignment.situation.standing import Frozen

NAME = "beside a learner"


def concerns(desk: Frozen) -> bool:
    """Whether any ticket of the round could be learned by."""
    policy = desk.policy
    return policy.growth.mentor_beside and any(is_learnable(t.need, policy) for t in desk.tickets)


def ties(desk: Frozen, takers: Takers) -> list[SeatBeside]:
    """A mentor's seat beside each ticket that a learner could be given.

    A learner beside whom nobody could sit keeps the ticket only where the rule “mentor” found one on
    shift; they ask instead of sitting together.
    """
    agents = {agent.id: agent for agent in desk.agents}
    seats = []
    for ticket in desk.tickets:
        levels = {p: levels_above(ticket, agents[p].profile) for p in takers[ticket.id]}
        mentors = tuple(p for p in takers[ticket.id] if levels[p] >= 0)
        beside = {p: mentors for p in takers[ticket.id] if levels[p] < 0 and mentors}
        if beside:
            percent = desk.policy.growth.mentor_percent
            seats.append(SeatBeside(ticket.id, "mentor", percent, beside))
    return seats
