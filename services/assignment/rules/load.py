"""Load: the fuller somebody's day already is, the more another minute of work costs."""

from services.assignment.engine.form.curve import Curve, rising
from services.assignment.situation.effort import effort
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket

NAME = "load"
FULL_DAY = 8 * 60 * 1_000
"""Milli-minutes of a full day's work in hand."""


def carried(agent: Standing) -> int:
    """Milli-minutes of work in hand before the plan."""
    return agent.load


def added(ticket: WaitingTicket, agent: Standing) -> int:
    """Milli-minutes that a ticket adds to this agent, if they get it."""
    return effort(ticket, agent.profile)


def words(before: int, after: int) -> str:
    """What the plan makes of somebody's load."""
    return f"would have {after // 1_000} minutes of work in hand, from {before // 1_000}"


def curve(agent: Standing, desk: Frozen) -> Curve:
    """Milli-minutes by load: the whole weight at a full day of work, which a part-timer has sooner."""
    full = max(60_000, FULL_DAY * agent.presence // 1_000)
    return rising(full=full, weight=desk.policy.assignment.load_weight)
