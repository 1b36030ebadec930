"""Focus time: protected hours are for finishing, not for new work."""

from services.assignment.situation.standing import Frozen, Standing

NAME = "focus time"


def ban(agent: Standing, desk: Frozen) -> str | None:
    """Why this agent must get nothing now, if they must not."""
    protected = next((span for span in agent.focus if span.start <= desk.now < span.end), None)
    return f"has focus time until {protected.end:%H:%M} UTC" if protected else None
