"""One of the two policies, summed over everything that was compared; figures as fairness.md defines them."""

from collections.abc import Iterable

import msgspec

from services.assignment import fairness
from shared.events.shadow import PlanCost, PlanMeasured, RoundCompared, ShadowCompared, Shouldered

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


def side(
    rounds: Iterable[RoundCompared],
    plans: list[PlanMeasured],
    carried: Shouldered | None,
    last: ShadowCompared | None,
) -> Side:
    """One of the two, summed over its plans; what was carried stands in the last record."""
    given, tough = sum(each.given for each in plans), carried or Shouldered()
    mean = last.mean_tough if last else 0
    return Side(
        given=given,
        waiting=sum(each.tickets for each in rounds) - given,
        imminent=sum(each.imminent for each in plans),
        minutes_ahead=fairness.share(sum(each.ahead for each in plans) / MILLI, given),
        exceptions=tough.exceptions,
        worst_lead=fairness.share(tough.worst_lead, mean),
        worst_lag=fairness.share(tough.worst_lag, mean),
        misplaced=fairness.share(tough.misplaced, tough.due),
        by_agreed=total(each.agreed for each in plans),
        by_tried=total(each.tried for each in plans),
    )


def total(costs: Iterable[PlanCost | None]) -> PlanCost:
    """The costs of several rounds, level by level."""
    told = [each for each in costs if each]
    return PlanCost(
        risk=sum(each.risk for each in told),
        overflow=sum(each.overflow for each in told),
        minutes=sum(each.minutes for each in told),
        breaches=sum(each.breaches for each in told),
    )
