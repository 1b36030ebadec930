"""Load: the fuller somebody's day already is, the more another minute of work costs."""

from services.assignment.curve import Curve, rising
from services.assignment.standing import Frozen, Standing

NAME = "load"
UNIT = "milli-minutes; the whole weight at a full day of work in hand"
FULL_DAY = 8 * 60 * 1_000
"""Milli-minutes of a full day's work in hand."""


def curve(agent: Standing, desk: Frozen) -> Curve:
    """What an agent's load costs; a part-timer's day is full sooner."""
    full = max(60_000, FULL_DAY * agent.presence // 1_000)
    return rising(full=full, weight=desk.policy.assignment.load_weight)
