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
    told = zip(lines(report.live), lines(report.candidate), strict=True)
    return [Figure(name, live, candidate) for (name, live), (_, candidate) in told]


def lines(side: Side) -> Iterator[tuple[str, str]]:
    """The figures of one of the two."""
    yield "Tickets given to somebody, counted in each round", str(side.given)
    yield "Left waiting, counted in each round", str(side.waiting)
    yield "Of these, their promise about to break", str(side.imminent)
    yield "Minutes of work in hand before a ticket, on average", decimal(side.minutes_ahead)
    yield "Deals past the fairness cap", str(side.exceptions)
    yield "Furthest ahead, in mean tough tickets", decimal(side.worst_lead, 2)
    yield "Furthest behind, in mean tough tickets", decimal(side.worst_lag, 2)
    yield "Tough work on the wrong shoulders", percent(side.misplaced)
    yield "Cost of its plans under the policy in force", cost(side.by_agreed)
    yield "Cost of its plans under the policy in the shadow", cost(side.by_tried)


def decimal(value: float | None, digits: int = 1) -> str:
    """A figure, or a dash where there was nothing to measure."""
    return NOTHING if value is None else f"{value:.{digits}f}"


def percent(share: float | None) -> str:
    """A share in per cent."""
    return NOTHING if share is None else f"{100 * share:.1f} %"


def cost(told: PlanCost) -> str:
    """A cost in minutes; its upper levels, and what it breaks, only where there is any."""
    upper = (
        f"risk {told.risk}" if told.risk else "",
        f"{told.overflow / MILLI:.1f} points past caps" if told.overflow else "",
        f"{told.breaches} times past a rule that forbids" if told.breaches else "",
    )
    return ", ".join([f"{told.minutes / MILLI:,.1f} minutes", *filter(None, upper)])
