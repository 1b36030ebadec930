"""Shift: nobody is given work outside their working time."""

from services.assignment.standing import Frozen, Standing, WaitingTicket
from shared.vocabulary.working_time import shift_at

NAME = "shift"


def ban(_: WaitingTicket, agent: Standing, desk: Frozen) -> str | None:
    """Why this agent must not get it now, if they must not."""
    return None if shift_at(agent.working, desk.now) else "is off shift"
