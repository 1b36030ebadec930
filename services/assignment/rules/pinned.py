"""Pinned: a ticket that a supervisor pinned to an agent goes to them and to nobody else."""

from services.assignment.situation.standing import Frozen, Standing, WaitingTicket

NAME = "pinned"


def concerns(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether it is pinned to anybody."""
    return ticket.pinned_to is not None


def ban(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str | None:
    """Why this agent must not get it now, if they must not."""
    if ticket.pinned_to in (None, agent.id):
        return None
    return "is not the one to whom the ticket is pinned"
