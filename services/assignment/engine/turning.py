"""At which lead an agent would get a ticket: the nearest below theirs, over all whole milli-points.

A plan depends on an agent's lead only through what that agent gets. So the round is solved once for each set
of tickets they could get, with the rest shared out as well as can be; what the set costs them is then read
off their curve, their cap and the prices that look at leads, for every lead, and the two sides, with the
ticket and without, are compared at each. Nothing is assumed to rise or fall on the way: a lower lead also
draws other tickets to the agent.
"""

from collections.abc import Callable, Iterator
from itertools import combinations

import msgspec
import numpy as np

from services.assignment.engine.forcing import ticket_of_each_arc, with_exactly, with_lead
from services.assignment.engine.form.columns import Column
from services.assignment.engine.form.curve import UNIT, Curve
from services.assignment.engine.form.plan import Cost, Owners
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.judging.referee import judge

MOST_SETS = 64
"""Sets of tickets for which the round is solved; where there are more, half an answer is none."""
FAR = np.iinfo(np.int64).max
Solve = Callable[[Problem], Owners]
Dearer = Callable[[int], Column]
"""By place of a ticket: how many milli-minutes more than the problem has them prices ask at each lead."""
Costs = tuple[Column, Column, Column]
"""At each lead: risk, overflow and minutes."""


class TooManySets(Exception):
    """The agent could get more different sets of tickets than are tried."""


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """The agent gets a certain set of tickets: what the best plan costs apart from their own lead."""

    tickets: frozenset[int]
    points: int
    """Milli-points of the set."""
    rest: Cost


def turning(
    problem: Problem,
    ticket: int,
    agent: int,
    leads: range,
    solve: Solve,
    dearer: Dearer | None = None,
) -> int | None:
    """The first of the leads at which every best plan gives the ticket to the agent.

    None where none of them does. Without `dearer` the prices stay as they are. Raises `TooManySets`.
    """
    if not leads:
        return None
    furthest = with_lead(problem, agent, min(leads[0], leads[-1]))
    with_it: list[Share] = []
    without: list[Share] = []
    for tickets in sets_of(problem, agent):
        found = share(furthest, agent, tickets, solve)
        if found is not None:
            (with_it if ticket in tickets else without).append(found)
    if not with_it or not without:
        return None
    standing = np.array(leads, dtype=np.int64)
    here, there = (lowest(problem, agent, standing, each, dearer) for each in (with_it, without))
    return first_below(standing, here, there)


def sets_of(problem: Problem, agent: int) -> Iterator[frozenset[int]]:
    """Every set of tickets that the agent's places and bans leave open. Raises `TooManySets`."""
    own = [int(each) for each in ticket_of_each_arc(problem)[problem.arc_agent == agent]]
    most = min(len(own), int(problem.slots[agent]))
    sizes = range(most + 1)
    if sum(1 for size in sizes for _ in combinations(own, size)) > MOST_SETS:
        raise TooManySets
    for size in sizes:
        yield from map(frozenset, combinations(own, size))


def share(problem: Problem, agent: int, tickets: frozenset[int], solve: Solve) -> Share | None:
    """The best plan in which the agent gets exactly these; None where there is none."""
    owners = solve(with_exactly(problem, agent, tickets))
    if {place for place, owner in enumerate(owners) if owner == agent} != tickets:
        return None
    verdict = judge(problem, owners)
    if verdict.breaches:
        return None
    points = sum(int(problem.toughness[each]) for each in tickets)
    above, minutes = own_part(problem, agent, np.array([problem.lead[agent]]), points)
    cost = verdict.cost
    rest = Cost(cost.risk, cost.overflow - int(above[0]), cost.minutes - int(minutes[0]))
    return Share(tickets=tickets, points=points, rest=rest)


def first_below(standing: Column, here: Costs, there: Costs) -> int | None:
    """The first of the leads at which it costs less here than there."""
    wins = here[0] < there[0]
    even = here[0] == there[0]
    wins |= even & (here[1] < there[1])
    wins |= even & (here[1] == there[1]) & (here[2] < there[2])
    return int(standing[wins.argmax()]) if wins.any() else None


def lowest(
    problem: Problem, agent: int, standing: Column, shares: list[Share], dearer: Dearer | None
) -> Costs:
    """At each lead the lowest risk, of these the lowest overflow, of these the fewest minutes."""
    best = tuple(np.full(len(standing), FAR) for _ in range(3))
    for each in shares:
        above, minutes = own_part(problem, agent, standing, each.points)
        if dearer is not None:
            minutes = sum(map(dearer, sorted(each.tickets)), start=minutes)
        fits = (each.points == 0) | (standing + each.points <= problem.lead_curve[agent].end)
        told = (
            np.where(fits, each.rest.risk, FAR),
            np.where(fits, each.rest.overflow + above, FAR),
            np.where(fits, each.rest.minutes + minutes, FAR),
        )
        better = told[0] < best[0]
        better |= (told[0] == best[0]) & (told[1] < best[1])
        better |= (told[0] == best[0]) & (told[1] == best[1]) & (told[2] < best[2])
        best = tuple(np.where(better, new, old) for new, old in zip(told, best, strict=True))
    return best[0], best[1], best[2]


def own_part(problem: Problem, agent: int, standing: Column, points: int) -> tuple[Column, Column]:
    """What so many points add above the agent's cap, and in minutes of their curve, at each lead."""
    above = standing - int(problem.lead_cap[agent])
    curve = problem.lead_curve[agent]
    added = np.maximum(0, above + points) - np.maximum(0, above)
    return added, costs(curve, standing + points) - costs(curve, standing)


def costs(curve: Curve, at: Column) -> Column:
    """The curve's cost at each x, as `Curve.cost` counts it."""
    line = np.searchsorted(np.array(curve.knots, dtype=np.int64), at, side="right")
    slopes, bases = np.array(curve.slopes), np.array(curve.bases)
    made: Column = (slopes[line] * at + bases[line]) // UNIT
    return made


def straight_below(curve: Curve) -> int:
    """A lead below which the curve has one slope, so that nothing new can happen."""
    return min(curve.knots, default=0)
