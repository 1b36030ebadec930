"""Where a span of positions or instants is filed, so that any moment within finds it without a search.

The relational interval tree of Kriegel, Pötke and Seidl (VLDB 2000): a span is filed under the roundest
number in it, the one with the most trailing zero bits; a moment asks at the some sixty places where a span
that holds it can be filed. What a list of the past costs then follows from what held at that moment, and
no longer from everything that happened since.
"""

BITS = 62
"""Positions and instants in microseconds stay below 2⁶²."""


def fork(since: int, until: int) -> int | None:
    """The place of the span from `since` up to, not including, `until`; None where it is empty."""
    first, last = since, until - 1
    if last < first:
        return None
    if first == last:
        return first
    if first < 0 <= last:
        return 0
    bit = (first ^ last).bit_length() - 1
    return (last >> bit) << bit


def places(moment: int) -> list[int]:
    """Every place at which a span that holds the moment can be filed."""
    rounded = ((moment >> (bit + 1)) << (bit + 1) | (1 << bit) for bit in range(BITS))
    return sorted({0, moment, *rounded})
