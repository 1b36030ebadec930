"""On whose shoulders tough work lay, against whose it was due to."""

from collections.abc import Iterable


def misplaced(leads: Iterable[int], entitled: int) -> float | None:
    """Share of tough work on the wrong shoulders: `½·Σ|received − entitled| / Σ entitled`; 0 to 1.

    `leads`: received − entitled of each agent, `entitled`: what was due to all of them, both in milli-points
    over one window (M30 for 30 days; the total variation distance). None where nothing was due.
    """
    return sum(map(abs, leads)) / (2 * entitled) if entitled > 0 else None
