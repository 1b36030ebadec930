"""Half-lives in whole numbers: what a booking counts after some hours, the same on every machine.

Instead of shrinking what was booked, the unit it is read in grows: an amount booked in hour h weighs
`amount · growth(h)`, and reading in hour n divides by `growth(n)`. So bookings are added up whole, and
what sums to zero when booked sums to zero at every reading.
"""

from datetime import UTC, datetime
from functools import lru_cache

BITS = 64
SCALE = 1 << BITS
HOUR = 3_600
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def hour_of(moment: datetime) -> int:
    """Whole hours since 1970; bookings age by the hour."""
    return int((moment - EPOCH).total_seconds()) // HOUR


@lru_cache(maxsize=4_096)
def growth(half_life_days: int, hour: int) -> int:
    """How much more one booked in that hour weighs than in the first hour of 1970, in 2⁻⁶⁴.

    Twice as much after each half-life: `2^(hour / (24·days))`, the whole doublings exactly.
    """
    doublings, rest = divmod(hour, 24 * half_life_days)
    return power(hourly_step(half_life_days), rest) << doublings


@lru_cache(maxsize=8)
def hourly_step(half_life_days: int) -> int:
    """The 24·d-th root of two in 2⁻⁶⁴, by bisection over integers: no machine's floats can differ."""
    low, high = SCALE, 2 * SCALE
    while high - low > 1:
        middle = (low + high) // 2
        if power(middle, 24 * half_life_days) <= 2 * SCALE:
            low = middle
        else:
            high = middle
    return low


def power(base: int, exponent: int) -> int:
    """`base` to a whole power, both in 2⁻⁶⁴, rounded down at every step."""
    result = SCALE
    while exponent > 0:
        if exponent & 1:
            result = result * base >> BITS
        base = base * base >> BITS
        exponent >>= 1
    return result
