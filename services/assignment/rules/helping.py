"""Helping: whoever answers a raised hand can do what is asked, and is not the one who asks.

Nobody who said that they cannot come is asked again for the same hand. In a team that works in tiers, help
comes from a higher tier than that of who asks.
"""

from services.assignment.situation.effort import levels_above
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket
from shared.vocabulary.words import Helping

NAME = "helping"


def concerns(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether help is looked for rather than an owner."""
    return ticket.helps is not None


def ban(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str | None:
    """Why this agent must not be asked now, if they must not."""
    if ticket.helps is None:
        return None
    if ticket.helps == agent.id:
        return "is the one who asks"
    if agent.id in ticket.passed:
        return "said that they cannot come"
    if levels_above(ticket, agent.profile) < 0:
        return f"would have to learn {ticket.need.name} first"
    asks = next((each for each in desk.agents if each.id == ticket.helps), None)
    tiered = desk.given_by(ticket.asked_in).helping is Helping.TIERED
    if tiered and asks and agent.profile.tier <= asks.profile.tier:
        return "works in no higher tier than who asks"
    return None
