"""Offered: while somebody is asked whether they take a ticket, no round gives it to anybody else.

Anybody whom the rules let have it may still take it; that is never rude.
"""

from services.assignment.situation.standing import Frozen, Standing, WaitingTicket

NAME = "offered"


def concerns(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether anybody is asked just now."""
    return ticket.offered_to is not None


def ban(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str | None:
    """Why this agent must not get it now, if they must not."""
    if ticket.offered_to is None:
        return None
    if ticket.offered_to == agent.id:
        return "was offered it and has not answered"
    return "may take it, but it is offered to somebody else"
