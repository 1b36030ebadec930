"""How amounts are spread: how unequal they are, and what most of them do not exceed."""

from collections.abc import Iterable, Sequence
from math import fsum


def gini(amounts: Iterable[float]) -> float | None:
    """How unequal amounts of 0 or more are: 0 all alike, (n − 1)/n one has it all; no unit.

    `Σ(2i − n − 1)·x_i / (n·Σ x)`, x rising, i from 1 (Gini 1912). None for nobody, and where nobody has
    anything: nothing cannot be shared out unevenly.
    """
    ranked = sorted(amounts)
    count, whole = len(ranked), fsum(ranked)
    if whole == 0:
        return None
    return fsum((2 * i - count - 1) * x for i, x in enumerate(ranked, 1)) / (count * whole)


def percentile(amounts: Sequence[float], percent: float) -> float | None:
    """The value below which so many per cent lie, between neighbours in proportion, in the amounts' unit.

    The linear method of Hyndman and Fan (1996, type 7), as numpy and most reports use it; None for none.
    """
    if not amounts:
        return None
    ordered = sorted(amounts)
    place = (len(ordered) - 1) * percent / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def nearest_rank(amounts: Sequence[int], percent: int) -> int | None:
    """The smallest of the amounts that so many per cent do not exceed, in their unit; None for none.

    Hyndman and Fan (1996, type 1). Whole and never between two waits: a promise is kept or broken by a wait
    that somebody had.
    """
    if not amounts:
        return None
    return sorted(amounts)[-(-percent * len(amounts) // 100) - 1]
