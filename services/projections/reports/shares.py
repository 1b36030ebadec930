"""Figures as a report shows them: shares to four places, Ginis to three, percentiles to two."""

from collections.abc import Iterable, Sequence

from shared.figures.spread import gini, percentile


def share(some: int, of: int) -> float | None:
    """A share of the whole; none of nothing."""
    return round(some / of, 4) if of else None


def shared_out(tickets: int, of: int) -> dict[str, float | int | None]:
    """A number of tickets and their share of all."""
    return {"tickets": tickets, "share": share(tickets, of)}


def percentiles(amounts: Sequence[float], which: Iterable[int]) -> dict[str, float | None]:
    """`p10` and so on, in the unit of the amounts; none where there are none."""
    found = {f"p{p}": percentile(amounts, p) for p in which}
    return {name: None if value is None else round(value, 2) + 0.0 for name, value in found.items()}


def unevenness(amounts: Iterable[float]) -> float | None:
    """Gini coefficient; none for nobody or nothing."""
    value = gini(amounts)
    return None if value is None else round(value, 3)
