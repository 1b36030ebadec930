"""What proves a bound: prices of tickets and of leads, from which anybody can count the bound anew.

Lagrangian relaxation of "each ticket goes to one agent or waits" (Dantzig and Wolfe 1960 solve its dual):
for any prices π, no plan with at most `risk` and `overflow` on the upper levels costs less than

    Σ_t min(π_t, wait_t) + Σ_a min over what a may carry of (its cost − Σ π of it) − ρ·risk − ω·overflow

where wait_t is what leaving t waiting costs, its risk priced at ρ, and an agent's overflow is priced at ω.
"""

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from services.assignment.engine.form.plan import Cost
from services.assignment.engine.form.problem import Problem

NEVER = 1 << 60
"""More than any ticket's cost: what may not wait, and from where no ticket is heavy."""
THOUSANDTHS = 1_000


class OnLevel(StrEnum):
    """The level of the cost that is bounded; those above are held at what a plan has."""

    RISK = "risk"
    OVERFLOW = "overflow"
    MINUTES = "minutes"


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """Prices, and the bound that they prove."""

    problem: Annotated[str, Meta(description="Digest of the problem.")]
    level: OnLevel
    risk: Annotated[int, Meta(description="Plans of at most this risk are bounded.")]
    overflow: Annotated[int, Meta(description="Plans of at most this overflow are bounded.")]
    tickets: Annotated[list[int], Meta(description="π by ticket, in units of the level's `scale`.")]
    steep: Annotated[
        list[int],
        Meta(
            description="By agent, thousandths for each milli-point of tickets that are not heavy."
        ),
    ]
    heavy_from: Annotated[
        list[int],
        Meta(
            description="By agent, the milli-points from which every set of tickets is looked at."
        ),
    ]
    cell: Annotated[
        int, Meta(description="Milli-minutes of a cell: loads are rounded down to whole ones.")
    ]
    risk_price: Annotated[int, Meta(description="ρ, for each unit of risk.")] = 0
    overflow_price: Annotated[
        int, Meta(description="ω, thousandths for each milli-point of overflow.")
    ] = 0
    bound: Annotated[int, Meta(description="No plan costs less on the level.")]


class Stakes(msgspec.Struct, frozen=True):
    """What counts on a level, in its own scale."""

    scale: int
    """By how much the level's numbers are multiplied, so that whole prices are fine enough."""
    priced: bool
    """Whether prices of pairs and the two curves count."""
    overflow_price: int
    """Thousandths for each milli-point of overflow that the level itself counts."""


STAKES = {
    OnLevel.RISK: Stakes(THOUSANDTHS, False, 0),
    OnLevel.OVERFLOW: Stakes(THOUSANDTHS, False, THOUSANDTHS * THOUSANDTHS),
    OnLevel.MINUTES: Stakes(1, True, 0),
}


def held(level: OnLevel, cost: Cost) -> tuple[int, int]:
    """Up to which risk and overflow plans are bounded: those of a plan, and anything below its level."""
    risk = NEVER if level == OnLevel.RISK else cost.risk
    return risk, cost.overflow if level == OnLevel.MINUTES else NEVER


def waits(problem: Problem, level: OnLevel, *, risk: int, risk_price: int) -> list[int]:
    """By ticket, what leaving it waiting costs; NEVER where no plan of that risk can."""
    counted = {
        OnLevel.RISK: problem.risk * STAKES[level].scale,
        OnLevel.OVERFLOW: problem.risk * 0,
        OnLevel.MINUTES: problem.waiting,
    }[level].tolist()
    return [
        NEVER if at_risk > risk else cost + risk_price * at_risk
        for cost, at_risk in zip(counted, problem.risk.tolist(), strict=True)
    ]


def rounded_up(value: int, level: OnLevel) -> int:
    """The bound in the level's own numbers, which are whole."""
    return -(-value // STAKES[level].scale)
