"""Recovery: after a heavy ticket nobody is given another tough one at once."""

from datetime import timedelta

from services.assignment.ruling.pressing import is_tough
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket

NAME = "recovery"


def concerns(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether the ticket is one that somebody may be spared."""
    return is_tough(ticket, desk.policy)


def ban(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str | None:
    """Why this agent must not get it now, if they must not."""
    if agent.heavy_at is None or not is_tough(ticket, desk.policy):
        return None
    until = agent.heavy_at + timedelta(minutes=desk.policy.work.recovery_minutes)
    return f"recovers from a heavy ticket until {until:%H:%M} UTC" if desk.now < until else None
