"""The past as it was: who really had each ticket, measured by the same bookings as every replay."""

from collections import Counter
from datetime import datetime

from services.assignment.account.ledger import divided
from services.assignment.backtest.replaying import seconds
from services.assignment.backtest.team_past import Passed, Past
from services.assignment.backtest.toughness_known import ORDINARY, TOUGH
from services.assignment.fairness import Course, Moved, Presence, Run
from shared.vocabulary.identity import PersonId
from shared.vocabulary.working_time import Seconds

RECORDED = "recorded"
DAY = 24 * 60 * 60


def recorded(past: Past, minutes: int) -> tuple[Run, dict[str, int]]:
    """The run as the log tells it, and how many tickets each agent had in the end.

    `minutes`: what a ticket is taken to need where nothing is known of it.
    """
    had = Counter(str(each.owners[-1][1]) for each in past.tickets)
    busy: Counter[PersonId] = Counter()
    for each in past.tickets:
        case = each.case
        busy[each.owners[-1][1]] += case.seconds or 60 * (case.minutes or minutes)
    run = Run(
        policy=RECORDED,
        seed=0,
        scenario="backtest",
        days=past.days,
        toughness="known",
        courses=[course(past, each) for each in past.tickets],
        presences=[presence(past, agent, busy[agent]) for agent in past.agents],
        moves=sorted(
            (move for each in past.tickets if each.tough for move in moves(past, each)),
            key=lambda move: move.at,
        ),
    )
    return run, dict(had)


def course(past: Past, each: Passed) -> Course:
    """How a ticket went: it waited until somebody of the team first had it, and began where the log says so.

    It waits no longer than the period lasts.
    """
    had, begun = each.owners[0][0], each.case.begun
    taken = min(seconds(past, max(had, begun) if begun else had), past.days * DAY)
    waited = taken - seconds(past, each.arrives)
    broken = each.case.missed
    if broken is None and each.case.promised is not None:
        broken = each.case.resolved is None or each.case.resolved > each.case.promised
    return Course(
        waited=Seconds(max(0, waited)),
        toughness=TOUGH if each.tough else ORDINARY,
        broken=broken,
        handed_over=len(each.owners) - 1,
    )


def presence(past: Past, agent: PersonId, busy: int) -> Presence:
    """When an agent was there."""
    spans = past.shifts[agent]
    return Presence(
        agent=agent,
        busy=Seconds(busy),
        present=Seconds(sum(round((each.end - each.start).total_seconds()) for each in spans)),
        days=len(spans),
    )


def moves(past: Past, each: Passed) -> list[Moved]:
    """The deal, over everybody who was there, and the last change of hands."""
    at, first = each.owners[0]
    last = each.owners[-1][1]
    entitled = divided(TOUGH, dict.fromkeys(there(past, at) or {first}, 1))
    told = [moved(past, at, {first: TOUGH}, entitled)]
    if last != first:
        gone = {first: -TOUGH, last: TOUGH}
        told.append(moved(past, each.owners[-1][0], gone, {}))
    return told


def moved(
    past: Past, at: datetime, received: dict[PersonId, int], entitled: dict[PersonId, int]
) -> Moved:
    """One booking."""
    return Moved(
        at=Seconds(seconds(past, at)),
        received={str(agent): amount for agent, amount in received.items()},
        entitled={str(agent): amount for agent, amount in entitled.items()},
    )


def there(past: Past, at: datetime) -> set[PersonId]:
    """Who was there at a moment."""
    return {
        agent
        for agent, spans in past.shifts.items()
        if any(each.start <= at < each.end for each in spans)
    }
