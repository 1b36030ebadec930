"""Rotation: the desk's hard work goes round, so that no one carries it alone.

A plan gets fairer with every point that goes to whoever is furthest behind their entitlement. A sum
of squares falls with each such move (Pigou-Dalton); the peak alone would say nothing about the rest.
"""

from services.assignment.engine.form.curve import Curve, quadratic
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket
from shared.vocabulary.toughness import points

NAME = "rotation"
REACH = 20
"""Mean tough tickets ahead or behind up to which the curve bends; beyond it stays as steep."""


def carried(agent: Standing) -> int:
    """Milli-points ahead of entitlement before the plan, offers that may be accepted included."""
    return agent.lead + agent.pending


def added(ticket: WaitingTicket, agent: Standing) -> int:
    """Milli-points that a ticket credits to whoever gets it."""
    return ticket.toughness


def words(before: int, after: int) -> str:
    """What the plan makes of somebody's lead."""
    side = "ahead of" if after >= 0 else "behind"
    was = f"{points(abs(before))} {'ahead' if before >= 0 else 'behind'}"
    return f"would be {points(abs(after))} points {side} a fair share, from {was}"


def curve(agent: Standing, desk: Frozen) -> Curve:
    """Milli-minutes by milli-points ahead of entitlement: half the weight for one mean tough ticket."""
    return quadratic(
        unit=desk.mean_tough, weight=desk.policy.assignment.rotation_weight, reach=REACH
    )
