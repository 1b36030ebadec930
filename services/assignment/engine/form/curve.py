"""Convex cost curves in whole numbers, exact in every solver that reads them.

A curve is the highest of some lines, floored: `cost(x) = max over lines of (slope·x + base) // 1000`.
Slopes rise from line to line, so the cost is convex but for rounding below one milli-minute; the exact
model states the same lines as inequalities and so prices a plan to the same integer.
"""

from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise

import msgspec

UNIT = 1_000
"""Slopes are thousandths of a milli-minute for each unit of x."""
OPEN_END = 10**12
"""The end of a curve that ends nowhere an agent can come to."""


class Curve(msgspec.Struct, frozen=True, array_like=True):
    """Lines of non-decreasing slope, each meeting the next, up to an end."""

    slopes: tuple[int, ...]
    bases: tuple[int, ...]
    knots: tuple[int, ...] = ()
    """Where each line hands over to the next; one less than there are lines."""
    end: int = OPEN_END
    """Nobody may be carried beyond this; who stands beyond it already gets nothing that adds to it."""

    def cost(self, x: int) -> int:
        """Milli-minutes at x."""
        line = bisect_right(self.knots, x)
        return (self.slopes[line] * x + self.bases[line]) // UNIT

    def marginal(self, x: int, add: int) -> int:
        """Milli-minutes that adding to x costs."""
        return self.cost(x + add) - self.cost(x)

    def until(self, end: int) -> "Curve":
        """The curve cut off at an end."""
        kept = bisect_right(self.knots, end - 1)
        lines = slice(0, kept + 1)
        return Curve(self.slopes[lines], self.bases[lines], self.knots[:kept], end)

    def room(self, x: int) -> int:
        """How much may be added at x before the end."""
        return max(0, self.end - x)

    def lines(self, low: int, high: int) -> range:
        """The lines that are highest somewhere between low and high."""
        return range(bisect_right(self.knots, low), bisect_right(self.knots, high) + 1)


FLAT = Curve((0,), (0,))


def through(points: list[tuple[int, int]]) -> Curve:
    """The curve through points (x, milli-minutes), x rising; its slopes are made non-decreasing."""
    slopes: list[int] = []
    for (x0, y0), (x1, y1) in pairwise(points):
        steep = UNIT * (y1 - y0) // (x1 - x0)
        slopes.append(max(steep, slopes[-1]) if slopes else steep)
    bases = [UNIT * points[0][1] - slopes[0] * points[0][0]]
    for index in range(1, len(slopes)):
        bases.append(bases[-1] + (slopes[index - 1] - slopes[index]) * points[index][0])
    return Curve(tuple(slopes), tuple(bases), tuple(x for x, _ in points[1:-1]))


@lru_cache(maxsize=64)
def quadratic(*, unit: int, weight: int, reach: int, pieces_a_unit: int = 2) -> Curve:
    """`weight/2 · (x/unit)²` in straight pieces from −reach to +reach units of x.

    `unit` in units of x, `weight` in milli-minutes. With the square a unit moved from whoever is
    further ahead to whoever is less always lowers the sum (Pigou-Dalton).
    """
    unit = max(unit, pieces_a_unit)
    steps = range(-reach * pieces_a_unit, reach * pieces_a_unit + 1)
    double = 2 * pieces_a_unit * pieces_a_unit
    return through([(i * unit // pieces_a_unit, weight * i * i // double) for i in steps])


@lru_cache(maxsize=64)
def rising(*, full: int, weight: int, pieces: int = 10) -> Curve:
    """`weight · (x/full)²` for x ≥ 0 in straight pieces up to twice `full`."""
    points = [
        (i * 2 * full // pieces, weight * 4 * i * i // (pieces * pieces)) for i in range(pieces + 1)
    ]
    return through(points)
