"""Tough in hand: nobody carries several of the hardest tickets at a time."""

from services.assignment.ruling.pressing import is_tough
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket

NAME = "tough in hand"


def takes(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> int:
    """How much of the room a ticket takes, in tough tickets."""
    return int(is_tough(ticket, desk.policy))


def room(agent: Standing, desk: Frozen) -> int:
    """How many more tough tickets the agent may be given now."""
    return desk.policy.work.tough_in_work - agent.tough_in_hand


def words(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str:
    """Why there is no room for the ticket."""
    return f"has {agent.tough_in_hand} of {desk.policy.work.tough_in_work} tough tickets in hand"
