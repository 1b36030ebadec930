"""Work in progress: an agent is given what they can start, not a pile.

Agents who are only busy share in the entitlement of a ticket, as if they had been free (assignment.md
0.8: leaving the busy out let the worst lag grow fourfold).
"""

from services.assignment.situation.standing import Frozen, Standing, WaitingTicket, free_places

NAME = "work in progress"


def takes(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> int:
    """How much of the room a ticket takes, in tickets."""
    return 1


def room(agent: Standing, desk: Frozen) -> int:
    """How many more tickets the agent may be given now."""
    return free_places(agent, desk.policy)


def words(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str:
    """Why there is no room for the ticket."""
    most = agent.in_work + free_places(agent, desk.policy)
    return f"has {agent.in_work} of {most} tickets in work"
