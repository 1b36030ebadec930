"""The figures of fairness, each with its formula, unit and source."""

from collections.abc import Iterable, Sequence


def gini(amounts: Iterable[float]) -> float | None:
    """Gini coefficient, 0 for perfectly even up to 1; none for nobody or nothing.

    `2·Σ i·x_i / (n·Σ x) − (n + 1)/n` over the amounts in rising order, i from 1 (Gini 1912).
    """
    ordered = sorted(amounts)
    whole = sum(ordered)
    if not ordered or whole == 0:
        return None
    ranked = sum(rank * amount for rank, amount in enumerate(ordered, 1))
    n = len(ordered)
    return 2 * ranked / (n * whole) - (n + 1) / n


def percentile(amounts: Sequence[float], percent: float) -> float | None:
    """The value below which so many per cent lie, between neighbours in proportion; none for none.

    The linear method of Hyndman and Fan (1996, type 7), as numpy and most reports use it.
    """
    if not amounts:
        return None
    ordered = sorted(amounts)
    place = (len(ordered) - 1) * percent / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def misallocated(received: Iterable[int], entitled: Iterable[int]) -> float | None:
    """Share of tough work on the wrong shoulders: ½·Σ|received − entitled| / Σ entitled.

    Both in milli-points by agent, in the same order, over one window (M30 for 30 days;
    assignment.md 3, Metrics). None where nobody was entitled to anything.
    """
    pairs = list(zip(received, entitled, strict=True))
    whole = sum(owed for _, owed in pairs)
    return sum(abs(got - owed) for got, owed in pairs) / 2 / whole if whole else None
