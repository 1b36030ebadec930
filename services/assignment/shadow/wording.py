"""A comparison as people read it: one line a figure, the desk's own policy beside the candidate."""

from collections.abc import Iterator
from typing import NamedTuple

from services.assignment.shadow.report import Report
from services.assignment.shadow.side import MILLI, Side
from shared.events.shadow import PlanCost

NOTHING = "–"


class Figure(NamedTuple):
    """One figure of both policies."""

    name: str
    live: str
    candidate: str


def figures(report: Report) -> list[Figure]:
    """Every figure of a comparison, in the order in which they matter."""
    live, candidate = report.live, report.candidate
    told = zip(lines(live), lines(candidate), strict=True)
    return [
        *(Figure(name, one, other) for (name, one), (_, other) in told),
        costs("Cost of their plans under the policy in force", live.by_agreed, candidate.by_agreed),
        costs("The same under the one in the shadow", live.by_tried, candidate.by_tried),
    ]


def lines(side: Side) -> Iterator[tuple[str, str]]:
    """The figures of one of the two, but costs."""
    yield "Tickets given to somebody, counted in each round", str(side.given)
    yield "Left waiting, counted in each round", str(side.waiting)
    yield "Of these, their promise about to break", str(side.imminent)
    yield "Minutes of work in hand before a ticket, on average", decimal(side.minutes_ahead)
    yield "Deals past the fairness cap", str(side.exceptions)
    yield "Furthest ahead, in mean tough tickets", decimal(side.worst_lead, 2)
    yield "Furthest behind, in mean tough tickets", decimal(side.worst_lag, 2)
    yield "Tough work on the wrong shoulders", percent(side.misplaced)


def costs(name: str, live: PlanCost, candidate: PlanCost) -> Figure:
    """A cost of the desk's own plans, and by how much the candidate's differ."""
    more = (candidate.minutes - live.minutes) / MILLI
    differs = f"{abs(more):,.1f} minutes {'more' if more > 0 else 'fewer'}" if more else "the same"
    return Figure(
        name,
        ", ".join([f"{live.minutes / MILLI:,.1f} minutes", *upper(live)]),
        ", ".join([differs, *upper(candidate)]),
    )


def upper(cost: PlanCost) -> Iterator[str]:
    """What counts before minutes, and what is broken, where there is any."""
    if cost.risk:
        yield f"risk {cost.risk:,}"
    if cost.overflow:
        yield f"{cost.overflow / MILLI:,.1f} points past caps"
    if cost.breaches:
        yield f"{cost.breaches} times past a rule that forbids"


def decimal(value: float | None, digits: int = 1) -> str:
    """A figure, or a dash where there was nothing to measure."""
    return NOTHING if value is None else f"{value:.{digits}f}"


def percent(share: float | None) -> str:
    """A share in per cent."""
    return NOTHING if share is None else f"{100 * share:.1f} %"
