"""Shift: nobody is given work outside their working time."""

from services.assignment.situation.standing import Frozen, Standing

NAME = "shift"


def ban(agent: Standing, desk: Frozen) -> str | None:
    """Why this agent must get nothing now, if they must not."""
    return None if agent.shift else "is off shift"
