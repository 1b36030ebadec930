"""Away: whoever is on a break, on leave, sick or in training is given nothing until they are back."""

from services.assignment.situation.standing import Frozen, Standing

NAME = "away"


def ban(agent: Standing, desk: Frozen) -> str | None:
    """Why this agent must get nothing now, if they must not."""
    if agent.away is None or (agent.away_until and agent.away_until <= desk.now):
        return None
    return f"is away ({agent.away.value})"
