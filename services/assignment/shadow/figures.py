"""One of the two policies, summed over everything that was compared; figures as fairness.md defines them."""

from collections.abc import Iterable

import msgspec

from services.assignment.fairness import ratio, rounded
from services.assignment.shadow.tally import Tally
from shared.events.shadow import PlanCost, PlanMeasured, Shouldered
from shared.figures.shoulders import misplaced
from shared.vocabulary.milli import MILLI


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What one of the two policies came to, over everything that was compared."""

    given: int
    """Tickets given to somebody, counted in each round that gave them."""
    waiting: int
    """Tickets left waiting, counted in each round that left them."""
    imminent: int
    """Of these, tickets whose promise was about to break."""
    minutes_ahead: float | None
    """Mean minutes of work that lay in the taker's hands before a ticket; None where none was given."""
    exceptions: int
    """Deals past its fairness cap, by its own leads."""
    worst_lead: float | None
    """The most that anybody was ahead since it began, in mean tough tickets (fairness.md)."""
    worst_lag: float | None
    misplaced: float | None
    """Share of tough work on the wrong shoulders over the whole time (fairness.md)."""
    under_live: PlanCost
    """Cost of its plans under the policy in force, over the rounds that have a price under it."""
    under_tried: PlanCost
    """Cost of its plans under the policy in the shadow, over all rounds."""


def of_live(tally: Tally) -> Figures:
    """What the desk's own policy came to."""
    last = tally.last
    if last is None:
        return figures(tally, tally.live, carried=Shouldered(), leads=())
    return figures(tally, tally.live, carried=last.live, leads=(each.live for each in last.leads))


def of_tried(tally: Tally) -> Figures:
    """What the policy in the shadow came to."""
    last = tally.last
    if last is None:
        return figures(tally, tally.tried, carried=Shouldered(), leads=())
    return figures(
        tally, tally.tried, carried=last.tried, leads=(each.tried for each in last.leads)
    )  # fmt: skip


def figures(
    tally: Tally, plans: PlanMeasured, *, carried: Shouldered, leads: Iterable[int]
) -> Figures:
    """One of the two: its plans taken together, and what the last record says it carried."""
    mean = tally.last.mean_tough if tally.last else 0
    return Figures(
        given=plans.given,
        waiting=tally.decisions - plans.given,
        imminent=plans.imminent,
        minutes_ahead=ratio(plans.ahead / MILLI, plans.given),
        exceptions=carried.exceptions,
        worst_lead=ratio(carried.worst_lead, mean),
        worst_lag=ratio(carried.worst_lag, mean),
        misplaced=rounded(misplaced(leads, carried.due)),
        under_live=plans.under_live or PlanCost(),
        under_tried=plans.under_tried,
    )
