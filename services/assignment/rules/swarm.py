"""Swarm: the hardest tickets are worked on by two tiers at once, an owner and a helper beside them.

The owner stays the owner; the helper comes from another tier, so that the first one learns and the second
knows what is asked. Where nobody of another tier has room, the ticket is worked on alone.
"""

from services.assignment.standing import Frozen
from services.assignment.tying import SeatBeside, Takers

NAME = "swarm"


def concerns(desk: Frozen) -> bool:
    """Whether any ticket of the round is swarmed."""
    least = desk.policy.together.swarm_from
    return least > 0 and any(ticket.toughness >= least for ticket in desk.tickets)


def ties(desk: Frozen, takers: Takers) -> list[SeatBeside]:
    """A helper's seat beside each swarmed ticket's owner."""
    together = desk.policy.together
    tier = {agent.id: agent.profile.tier for agent in desk.agents}
    seats = []
    for ticket in desk.tickets:
        if ticket.toughness >= together.swarm_from:
            who = takers[ticket.id]
            beside = {one: tuple(p for p in who if tier[p] != tier[one]) for one in who}
            beside = {one: others for one, others in beside.items() if others}
            if beside:
                seats.append(SeatBeside(ticket.id, "helper", together.helper_percent, beside))
    return seats
