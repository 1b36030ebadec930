"""Every agent's curve in columns: each different curve once, and which one an agent has."""

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from services.assignment.engine.form.columns import LARGEST_CURVE, Column, column, refuse_unless
from services.assignment.engine.form.curve import UNIT, Curve


class Curves(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The lines of all curves one after the other."""

    which: Column
    """By agent: the index of their curve."""
    line_start: Column
    """Curve c's lines are line_start[c] up to, not including, line_start[c + 1]."""
    slope: Column
    base: Column
    until: Column
    """By line: the x at which the next line takes over; for the last line of a curve its end."""

    def __len__(self) -> int:
        return len(self.which)

    def __getitem__(self, agent: int) -> Curve:
        return self.curve(int(self.which[agent]))

    def curve(self, index: int) -> Curve:
        """One of the different curves."""
        lines = slice(self.line_start[index], self.line_start[index + 1])
        *knots, end = self.until[lines].tolist()
        slopes, bases = self.slope[lines].tolist(), self.base[lines].tolist()
        return Curve(tuple(slopes), tuple(bases), tuple(knots), end)


def curves(by_agent: Sequence[Curve], field: str = "curve") -> Curves:
    """The curves of all agents, equal ones kept once, in order of the first agent who has each."""
    known = {id(each): each for each in by_agent}
    place: dict[Curve, int] = {}
    at = {same: place.setdefault(each, len(place)) for same, each in known.items()}
    which = [at[id(each)] for each in by_agent]
    start = [0]
    for each in place:
        start.append(start[-1] + len(each.slopes))
    return Curves(
        which=column(which, f"{field}.which"),
        line_start=column(start, f"{field}.line_start"),
        slope=column((s for each in place for s in each.slopes), f"{field}.slope"),
        base=column((b for each in place for b in each.bases), f"{field}.base"),
        until=column((x for each in place for x in (*each.knots, each.end)), f"{field}.until"),
    )


def check(several: Curves, field: str, *, low: Column, high: Column) -> None:
    """Refuse what is not convex, or leaves its range between an agent's low and high x."""
    for index in range(len(several.line_start) - 1):
        curve = several.curve(index)
        agents = several.which == index
        name = f"{field}[{int(agents.argmax())}]"
        refuse_unless_convex(curve, name)
        least, most = int(low[agents].min()), min(int(high[agents].max()), curve.end)
        for x in (least, *(knot for knot in curve.knots if least < knot < most), most):
            refuse_unless(
                abs(curve.cost(x)) <= LARGEST_CURVE,
                f"{name} costs {curve.cost(x)} milli-minutes at {x}, expected at most "
                f"{LARGEST_CURVE}; lower its weight or end it sooner",
            )


def refuse_unless_convex(curve: Curve, name: str) -> None:
    """Lines of non-decreasing slope that hand over where the next becomes the higher one."""
    lines = list(zip(curve.slopes, curve.bases, strict=True))
    refuse_unless(len(lines) == len(curve.knots) + 1, f"{name} has {len(lines)} lines and "
                  f"{len(curve.knots)} knots, expected one knot less than lines")  # fmt: skip
    marks = [*curve.knots, curve.end]
    for index, (left, right) in enumerate(pairwise(marks)):
        refuse_unless(
            left < right, f"{name} has its knot {index} at {left}, expected below {right}"
        )
    for index, knot in enumerate(curve.knots):
        (slope, base), (steeper, lower) = lines[index], lines[index + 1]
        refuse_unless(
            slope <= steeper,
            f"{name} falls from slope {slope} to {steeper} at {knot}, expected slopes that never fall",
        )
        meets = slope * knot + base <= steeper * knot + lower
        refuse_unless(
            meets and slope * (knot - 1) + base >= steeper * (knot - 1) + lower,
            f"{name} jumps at {knot}, expected each line to meet the next within 1/{UNIT}",
        )
