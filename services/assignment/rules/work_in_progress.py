"""Work in progress: an agent is given what they can start, not a pile.

This is the last ban asked: agents who are only busy share in the entitlement of a ticket, as if they
had been free (assignment.md 0.8: leaving the busy out let the worst lag grow fourfold).
"""

from services.assignment.standing import Frozen, Standing, WaitingTicket

NAME = "work in progress"


def ban(_: WaitingTicket, agent: Standing, desk: Frozen) -> str | None:
    """Why this agent must not get it now, if they must not."""
    if agent.in_work < agent.limit:
        return None
    return f"has {agent.in_work} of {agent.limit} tickets in work"
