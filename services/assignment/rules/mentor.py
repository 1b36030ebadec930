"""Mentor: who is a level short of a ticket gets it only to learn, with somebody at hand to ask.

Learning needs a ticket that neither presses nor is tough, a mentor on shift who can do it and has room,
and a week in which the learner had few such tickets: guide first, then let them try.
"""

from services.assignment.ruling.pressing import is_imminent, is_tough, weight
from services.assignment.situation.effort import is_learnable, levels_above
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket, free_places

NAME = "mentor"


def concerns(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether anybody could be a level short of it and still be asked."""
    return is_learnable(ticket.need, desk.policy)


def ban(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str | None:
    """Why this agent must not get it now, if they must not."""
    if levels_above(ticket, agent.profile) >= 0:
        return None
    if presses(ticket, desk):
        return f"would have to learn {ticket.need.name} first, and the ticket presses"
    if agent.learned >= desk.policy.growth.tickets_a_week:
        return f"has learned by {agent.learned} tickets this week"
    if not any(may_mentor(ticket, other, desk) for other in desk.agents if other.id != agent.id):
        return f"would have to learn {ticket.need.name} first, and no mentor is at hand"
    return None


def presses(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether there is no time to learn by it, or it is too hard to."""
    policy = desk.policy
    urgent = weight(ticket, policy) >= policy.assignment.urgent_factor
    return urgent or is_tough(ticket, policy) or is_imminent(ticket, desk)


def may_mentor(ticket: WaitingTicket, other: Standing, desk: Frozen) -> bool:
    """Whether the other can do the ticket, works now and has room to be asked."""
    return (
        levels_above(ticket, other.profile) >= 0
        and other.profile.tier >= ticket.need.tier
        and other.shift is not None
        and other.away is None
        and free_places(other, desk.policy) > 0
    )
