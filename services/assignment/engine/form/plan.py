"""A plan, what it costs on each level, and how far below it no plan can be."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

WAITING = -1
Owners = tuple[int, ...]
"""By ticket: index of the agent it goes to, or WAITING."""


class Cost(msgspec.Struct, frozen=True, order=True):
    """What a plan costs; a lower level decides only between equals on the higher ones."""

    risk: int
    """Level 1: imminent breaches of the tickets left waiting, weighted."""
    overflow: int
    """Level 2: milli-points that the plan adds above the agents' fairness caps."""
    minutes: int
    """Level 3: milli-minutes that the plan adds, those of waiting tickets included."""


class BoundKind(StrEnum):
    """How a bound was found."""

    EACH_ALONE = "each alone"
    """Every ticket at its cheapest agent, as if it were the only one."""
    DUAL_PRICES = "dual prices"
    """Lagrangian prices of every agent's minutes, points and slots."""
    KNAPSACKS = "knapsacks"
    """Dantzig-Wolfe: an exact knapsack for each agent."""
    EVERY_WAY = "every way"
    """Branch and bound: every way to place the tickets that could have been better."""
    EXACT = "exact"
    """The exact model of OR-Tools."""


class Bound(msgspec.Struct, frozen=True):
    """No plan is below `value` on its level, the levels above it held at what they are in the plan."""

    value: int
    kind: BoundKind


def gap_of(minutes: int, bound: int) -> int | None:
    """(minutes − bound) / bound in millionths; 0 where they meet, none where the bound is not positive."""
    if minutes <= bound:
        return 0
    return 1_000_000 * (minutes - bound) // bound if bound > 0 else None


class Bounds(msgspec.Struct, frozen=True):
    """A bound for each level of the cost."""

    risk: Bound
    overflow: Bound
    minutes: Bound

    def allow(self, cost: Cost) -> bool:
        """Whether a plan can cost that."""
        return (
            self.risk.value <= cost.risk
            and self.overflow.value <= cost.overflow
            and self.minutes.value <= cost.minutes
        )

    def meet(self, cost: Cost) -> bool:
        """Whether they prove that no plan costs less."""
        return (self.risk.value, self.overflow.value, self.minutes.value) == (
            cost.risk,
            cost.overflow,
            cost.minutes,
        )


def strongest(cost: Cost, claims: Iterable[tuple[Cost, Bounds]]) -> Bounds:
    """For a plan of that cost, the highest of several bounds on each level.

    A claim was made about plans that cost what its plan does on the levels above; so it holds for every
    plan that costs no more there. At least one has to hold on every level.
    """
    told = list(claims)
    risk = [bounds.risk for _, bounds in told]
    overflow = [bounds.overflow for of, bounds in told if cost.risk <= of.risk]
    minutes = [
        bounds.minutes
        for of, bounds in told
        if cost.risk <= of.risk and cost.overflow <= of.overflow
    ]
    return Bounds(
        *(max(level, key=lambda bound: bound.value) for level in (risk, overflow, minutes))
    )


class Stopped(StrEnum):
    """Why a search ended."""

    PROVEN = "bound met"
    NOTHING_LEFT = "nothing left to improve"
    SPENT = "budget spent"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A plan and how the search came to it."""

    owners: Owners
    cost: Cost
    bounds: Bounds
    units: int
    """Steps spent."""
    stopped: Stopped
