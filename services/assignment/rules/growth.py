"""Growth: a ticket somebody can learn by is worth more with them.

Who may learn by it is for the rule “mentor” to say; this says only that it is worth something, for skills
that few have are where no rule can share out fairly (assignment.md 4.5).
"""

from services.assignment.situation.effort import is_learnable, levels_above
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket

NAME = "growth"


def concerns(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether anybody could learn by it."""
    return is_learnable(ticket.need, desk.policy)


def price(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> int:
    """Milli-minutes for giving it to who learns nothing by it."""
    return 0 if levels_above(ticket, agent.profile) < 0 else desk.policy.growth.price


def words(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str:
    """What the agent learns."""
    if concerns(ticket, desk) and levels_above(ticket, agent.profile) < 0:
        return f"learns {ticket.need.name} by it"
    return "learns nothing by it"
