"""Columns: read-only arrays of 64-bit whole numbers, and the ranges they have to stay in.

The ranges are such that no sum over a whole plan can leave 64 bits: with at most 10⁶ tickets and 10⁵
agents, prices, waiting, risk and both curves together stay below 9·10¹⁸.
"""

from collections.abc import Iterable

import msgspec
import numpy as np
import numpy.typing as npt

from shared.eventlog.port import RequestIsUnclear

Column = npt.NDArray[np.int64]

MOST_TICKETS = 10**6
MOST_AGENTS = 10**5
LARGEST_PRICE = 10**12
"""Milli-minutes of a ticket: any price, the sum of its prices, and what its waiting costs."""
LARGEST_RISK = 10**12
LARGEST_MINUTES = 10**9
"""Milli-minutes of work in one ticket: nearly two years without a pause."""
LARGEST_TOUGHNESS = 10**9
"""Milli-points of one ticket."""
LARGEST_STANDING = 10**12
"""Load, lead, cap and free minutes of an agent, in their milli-units."""
LARGEST_CURVE = 10**13
"""Milli-minutes that a curve may come to, wherever the plan can bring its agent."""


class ProblemIsMalformed(RequestIsUnclear):
    """A field of the problem contradicts another or leaves its range."""


class Range(msgspec.Struct, frozen=True):
    """The least and the largest value of a column."""

    least: int
    largest: int


def column(values: Iterable[int] | Column, field: str = "column") -> Column:
    """The values as a read-only column; a value of more than 64 bits is refused by its place."""
    if isinstance(values, np.ndarray):
        made = values.astype(np.int64, casting="safe")
    else:
        listed = list(values)
        try:
            made = np.array(listed, dtype=np.int64)
        except OverflowError:
            refuse_beyond(listed, field)
            raise
    made.setflags(write=False)
    return made


def refuse_beyond(values: list[int], field: str) -> None:
    """What no column can hold."""
    for index, value in enumerate(values):
        if not -(2**63) <= value < 2**63:
            raise ProblemIsMalformed(
                f"the problem is malformed: {field}[{index}] is {value}, expected a whole number "
                "of at most 64 bits"
            )


def refuse_outside(values: Column, field: str, allowed: Range) -> None:
    """The first value that leaves its range, by field and index."""
    wrong = (values < allowed.least) | (values > allowed.largest)
    if wrong.any():
        index = int(wrong.argmax())
        raise ProblemIsMalformed(
            f"the problem is malformed: {field}[{index}] is {values[index]}, expected from "
            f"{allowed.least} to {allowed.largest}"
        )


def refuse_unless(holds: bool, why: str) -> None:
    """Name the field, its value and what was expected."""
    if not holds:
        raise ProblemIsMalformed(f"the problem is malformed: {why}")
