"""Toughness: how hard a ticket is on the agent who carries it, in whole milli-points.

Integers, because shares of toughness must sum to zero exactly and a plan must come out the same
on every machine.
"""

from typing import Annotated, NewType

from msgspec import Meta

MilliPoints = NewType("MilliPoints", int)
"""A thousandth of a tough point; an ordinary ticket has 1,000, a tough one `TOUGH_FROM` or more."""

ORDINARY = MilliPoints(1_000)
TOUGH_FROM = MilliPoints(2_000)
"""Where the policy's `work.tough_from` begins, by which rules, cap and pages go.

Invented desks and replays are measured by this, whatever their policy says, so that policies compare.
"""
MOST = MilliPoints(10_000)

TicketToughness = Annotated[MilliPoints, Meta(ge=0, le=10_000)]
"""What one ticket may count: from nothing up to `MOST`."""
Minutes = Annotated[int, Meta(ge=1, le=100_000)]
"""Expected minutes of work on one ticket."""


def points(amount: int) -> str:
    """An amount for people: `2.5` for 2,500 milli-points; the sign is kept."""
    return f"{amount / 1000:.1f}"


def is_tough(amount: int) -> bool:
    """Whether the figures of an invented desk or a replay call a ticket of so many milli-points tough."""
    return amount >= TOUGH_FROM
