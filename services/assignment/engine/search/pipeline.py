"""From a problem to the best plan within a budget of units; the same input and seed, the same plan.

Small batches: greedy by marginal cost, moves and swaps, every way that could be better where that comes to
an end, else destroy and repair. Larger ones first find dual prices, place everything anew by them and search
among the likeliest arcs only: in the same time that was measured to halve the gap (assignment.md 2.2).
Floats steer, whole numbers decide.
"""

from services.assignment.engine.form.columns import refuse_unless
from services.assignment.engine.form.plan import BoundKind, Bounds, Found, Stopped
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.kernel.improve import MOVES
from services.assignment.engine.kernel.prices import Prices
from services.assignment.engine.search import bounds
from services.assignment.engine.search.budget import ARCS_PRICED_A_UNIT, ARCS_TRIED_A_UNIT
from services.assignment.engine.search.overload import least_risk, only_room
from services.assignment.engine.search.searching import LIKELY, SORTING, Search

AVERAGED, STEPPED = 35, 100
"""Rounds of averaging over all arcs, and of steps among the likeliest, that were measured to pay."""
WORTH_PRICING = 60
"""Tickets from which dual prices pay for themselves."""
STEPS_A_ROUND = 3
"""Steps for each round of averaging, where the budget does not allow all of both."""
FOR_PRICES = 0.6
"""The part of a budget that may go into prices."""
WORTH_ROUNDS = 12
"""Rounds of averaging below which prices mislead."""
FEW = 20
"""Tickets up to which every way to place them is tried, with a third of what is left of the budget."""
LENIENT = 4
"""A repaired plan may at first be worse by this part of what a ticket costs."""


def solve(problem: Problem, *, seed: int, units: int) -> Found:
    """The best plan found within so many units. Side rules are refused: they are for the exact model."""
    refuse_unless(not problem.sides, "it has side rules, which this search does not know")
    search = Search(problem, seed=seed)
    alone = bounds.each_alone(problem, search.whole, search.carried)
    of_one = bounds.of_one_place(problem, search.whole, search.carried)
    averted = least_risk(problem)
    if averted > alone.stuck_risk:
        alone = alone._replace(stuck_risk=averted, risk_kind=BoundKind.DUAL_PRICES)
        decide_who_waits(search, seed=seed, units=units // 2)
        prices = None
    else:
        search.place_in_order_of_need()
        prices = priced(search, units)
    proven = of_one or bounds.bounds_of(alone, search.cost())
    if not proven.meet(search.cost()):
        search.improve(units)
    if proven.meet(search.cost()):
        return found(search, proven, Stopped.PROVEN)
    if every_way(search, (units - search.units) // 3):
        return found(search, bounds.met(search.cost()), Stopped.PROVEN)
    stopped = shaken(search, search.units + (units - search.units) * 7 // 8, proven)
    search.widen()
    search.improve(units)
    return found(search, proven_by(search, alone, prices), stopped)


def every_way(search: Search, units: int) -> bool:
    """Whether every way was tried within so many units; not begun where one way alone takes them all."""
    arcs, tickets = len(search.problem.arc_agent), len(search.problem.tickets)
    one_way = arcs * (tickets + 1) // 2
    if not is_few(search.problem) or one_way > units * ARCS_TRIED_A_UNIT:
        return False
    return search.try_every_way(search.units + units)


def is_few(problem: Problem) -> bool:
    """Whether trying every way to place the tickets may come to an end."""
    return 1 < len(problem.tickets) <= FEW


def decide_who_waits(search: Search, *, seed: int, units: int) -> None:
    """More work than room: search for the least risk alone, and begin with what that comes to."""
    first = Search(only_room(search.problem), seed=seed)
    first.place_in_order_of_need()
    first.attend_to_waiting()
    first.improve(units)
    search.spend(first.units)
    search.begin_with(first.owners())


def priced(search: Search, units: int) -> Prices | None:
    """Find dual prices and place everything anew by them, where the batch is large and the budget allows.

    Moves before swaps: what a greedy placement misses most of is found for a tenth of what swaps cost.
    """
    averaged = rounds_within(search.problem, units)
    if len(search.problem.tickets) < WORTH_PRICING or averaged < WORTH_ROUNDS:
        return None
    prices = search.find_prices(averaged, min(STEPPED, STEPS_A_ROUND * averaged))
    search.place_by(prices)
    search.attend_to_waiting()
    search.improve(units)
    search.attend_to_all(MOVES)
    search.improve(units)
    search.attend_to_all()
    return prices


def rounds_within(problem: Problem, units: int) -> int:
    """Rounds of averaging that their part of the budget pays for, with steps and the sorting of arcs."""
    arcs = max(1, len(problem.arc_agent))
    likely = min(arcs, LIKELY * len(problem.tickets))
    priced = int(units * FOR_PRICES) * ARCS_PRICED_A_UNIT - SORTING * (arcs + likely)
    return min(AVERAGED, priced // (arcs + STEPS_A_ROUND * likely))


def proven_by(search: Search, alone: bounds.Alone, prices: Prices | None) -> Bounds:
    """What is proven of the best plan so far."""
    proven = bounds.bounds_of(alone, search.cost())
    return bounds.priced(search.problem, search.whole, prices, proven) if prices else proven


def found(search: Search, proven: Bounds, stopped: Stopped) -> Found:
    """The answer."""
    cost = search.cost()
    met = Stopped.PROVEN if proven.meet(cost) else stopped
    return Found(owners=search.owners(), cost=cost, bounds=proven, units=search.units, stopped=met)


def shaken(search: Search, units: int, proven: Bounds) -> Stopped:
    """Destroy and repair until the units are spent or nothing better is found; why it stopped."""
    tickets, begun = len(search.problem.tickets), search.units
    lenient = search.cost().minutes // (LENIENT * max(1, tickets))
    while tickets > 1 and search.shake(units, begun=begun, lenient=lenient):
        if proven.meet(search.cost()):
            break
    search.return_to_best()
    search.improve(units)
    return Stopped.SPENT if search.units >= units else Stopped.NOTHING_LEFT
