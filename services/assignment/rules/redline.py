"""Redline: an agent who must not work for a requester or on a service never gets such a ticket."""

from services.assignment.standing import Frozen, Standing, WaitingTicket

NAME = "redline"


def ban(ticket: WaitingTicket, agent: Standing, _: Frozen) -> str | None:
    """Why this agent must not get it, if they must not."""
    for requester, service in agent.redlines:
        towards = requester is None or requester == ticket.requester
        around = service is None or service == ticket.service
        if towards and around:
            return "is kept from it by a redline"
    return None
