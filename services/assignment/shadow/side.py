"""One of the two policies, summed over everything that was compared; figures as fairness.md defines them."""

import msgspec

from services.assignment import fairness
from services.assignment.shadow.tally import Tally
from shared.events.shadow import PlanCost, PlanMeasured, Shouldered

MILLI = 1_000


class Side(msgspec.Struct, frozen=True, kw_only=True):
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
    by_agreed: PlanCost
    """Cost of its plans under the policy in force, where the frozen problem is kept."""
    by_tried: PlanCost
    """Cost of its plans under the candidate."""


def side(tally: Tally, plans: PlanMeasured, carried: Shouldered) -> Side:
    """One of the two: its plans taken together, and what the last record says it carried."""
    mean = tally.last.mean_tough if tally.last else 0
    return Side(
        given=plans.given,
        waiting=tally.decisions - plans.given,
        imminent=plans.imminent,
        minutes_ahead=fairness.share(plans.ahead / MILLI, plans.given),
        exceptions=carried.exceptions,
        worst_lead=fairness.share(carried.worst_lead, mean),
        worst_lag=fairness.share(carried.worst_lag, mean),
        misplaced=fairness.share(carried.misplaced, carried.due),
        by_agreed=plans.agreed or PlanCost(),
        by_tried=plans.tried,
    )
