"""How sure a difference is: paired bootstrap over the seeds of ties.

Two policies under one seed met the same past and the same order of agents, so their difference is drawn
again, not each alone (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 16).
"""

from collections.abc import Sequence
from math import fsum

import msgspec

from services.assignment.simulator.dice import Dice

DRAWS = 2_000
DIGITS = 6


class Interval(msgspec.Struct, frozen=True, kw_only=True):
    """A mean over seeds, and where 95 of 100 bootstrap means lie."""

    mean: float
    low: float
    high: float


def interval(values: Sequence[float], *, draws: int = DRAWS) -> Interval:
    """The mean of at least one value and its 95 % percentile interval; the same on every machine."""
    dice = Dice(len(values))
    means = sorted(
        fsum(values[dice.below(len(values))] for _ in values) / len(values) for _ in range(draws)
    )
    return Interval(
        mean=round(fsum(values) / len(values), DIGITS),
        low=round(means[draws * 25 // 1_000], DIGITS),
        high=round(means[draws * 975 // 1_000 - 1], DIGITS),
    )


def paired(ours: Sequence[float], theirs: Sequence[float], *, draws: int = DRAWS) -> Interval:
    """The interval of the difference, seed by seed; below 0 where ours is smaller."""
    differences = [mine - other for mine, other in zip(ours, theirs, strict=True)]
    return interval(differences, draws=draws)
