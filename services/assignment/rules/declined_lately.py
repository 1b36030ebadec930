"""Declined lately: whoever declined a ticket, or let its offer lapse, is left in peace for a while."""

from datetime import timedelta

from services.assignment.situation.standing import Frozen, Standing, WaitingTicket

NAME = "declined lately"


def concerns(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether anybody ever turned it down."""
    return bool(ticket.turned_down)


def ban(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str | None:
    """Why this agent must not get it now, if they must not."""
    when = ticket.turned_down.get(agent.id)
    if when is None:
        return None
    again = when + timedelta(minutes=desk.policy.giving.again_minutes)
    if desk.now >= again:
        return None
    return f"turned it down and is not asked again before {again:%H:%M} UTC"
