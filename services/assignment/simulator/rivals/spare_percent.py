"""Spare percentage: whoever has the largest part of their room free.

Zendesk omnichannel since May 2025, Oracle Siebel's 1 − load/max (product guide 2a). Seniors have room for one
more.
"""

from fractions import Fraction

from services.assignment.simulator.floor import Floor


def choose(floor: Floor, ticket: int, takers: list[int]) -> int:
    """The agent whose room is the least taken."""
    return min(
        takers,
        key=lambda agent: (
            Fraction(floor.in_work[agent], floor.room[agent]), floor.last_dealt[agent], agent,
        ),
    )  # fmt: skip
