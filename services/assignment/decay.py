"""Half-lives in whole numbers: what a booking still counts after some hours, the same on every machine."""

from datetime import UTC, datetime
from functools import lru_cache

SCALE = 1 << 32
HOUR = 3_600
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def hour_of(moment: datetime) -> int:
    """Whole hours since 1970; bookings age by the hour."""
    return int((moment - EPOCH).total_seconds()) // HOUR


@lru_cache(maxsize=8)
def hourly_factor(half_life_days: int) -> int:
    """What is left after one hour, in 2⁻³²; halved exactly enough after the half-life.

    The 24·d-th root of one half by bisection over integers, so that no machine's floating point
    can differ.
    """
    low, high = 0, SCALE
    while high - low > 1:
        middle = (low + high) // 2
        if faded(SCALE, 24 * half_life_days, middle) <= SCALE // 2:
            low = middle
        else:
            high = middle
    return low


def faded(amount: int, hours: int, factor: int) -> int:
    """The amount after so many hours, each leaving `factor` of it; rounded towards zero."""
    power, sign = factor, (1 if amount >= 0 else -1)
    left = abs(amount)
    while hours > 0:
        if hours & 1:
            left = left * power >> 32
        power = power * power >> 32
        hours >>= 1
    return sign * left
