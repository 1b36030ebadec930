"""From a problem to the best plan within a budget: greedy, then moves and swaps, then destroy and repair.

Budgets count steps, never time, and the dice are seeded: the same problem gives the same plan
everywhere. Marginal-cost greedy with local search came within 2 % of the best known bound in the
prototype and was exactly optimal on nearly all small batches (assignment.md, facts 1 and 4).
"""

from services.assignment.engine.columns import refuse_unless
from services.assignment.engine.dice import Dice
from services.assignment.engine.plan import Bound, BoundKind, Bounds, Cost, Found, Owners, Stopped
from services.assignment.engine.problem import Problem
from services.assignment.engine.search import Search

DESTROYED = 3
PATIENCE = 10
"""Shakes in vain, for each ticket of the batch, after which the search gives up."""


def solve(problem: Problem, *, seed: int, units: int) -> Found:
    """The best plan found within so many steps."""
    refuse_unless(not problem.sides, "it has side rules, which this search does not know")
    search = Search(problem)
    for ticket in in_order_of_need(search):
        search.place_best(ticket)
    search.improve(units)
    best, cost = shaken(search, seed=seed, units=units)
    bounds = each_alone(problem, cost)
    return Found(owners=best, cost=cost, bounds=bounds, units=search.units,
                 stopped=stopped(search.units >= units, bounds.meet(cost)))  # fmt: skip


def stopped(spent: bool, met: bool) -> Stopped:
    """Why the search ended."""
    if met:
        return Stopped.PROVEN
    return Stopped.SPENT if spent else Stopped.NOTHING_LEFT


def in_order_of_need(search: Search) -> list[int]:
    """Tickets as they are placed: the riskiest to leave first, then those with the fewest takers."""

    def need(ticket: int) -> tuple[int, int, int, int]:
        takers = len(search.problem.arcs(ticket))
        return -search.risk[ticket], -search.waiting[ticket], takers, ticket

    return sorted(range(len(search.owner)), key=need)


def shaken(search: Search, *, seed: int, units: int) -> tuple[Owners, Cost]:
    """The best plan after taking tickets off and placing them anew, while it may help."""
    best, cost = tuple(search.owner), search.cost()
    dice, in_vain, tickets = Dice(seed), 0, len(search.owner)
    least = each_alone(search.problem, cost)
    while tickets > 1 and in_vain < PATIENCE * tickets and search.units < units:
        if least.meet(cost):
            break
        shake(search, dice)
        search.improve(units)
        in_vain += 1
        if search.cost() < cost:
            best, cost, in_vain = tuple(search.owner), search.cost(), 0
            least = each_alone(search.problem, cost)
        else:
            search.restore(best)
    return best, cost


def shake(search: Search, dice: Dice) -> None:
    """Take some tickets off their agents and place them anew, in a random order."""
    tickets = len(search.owner)
    chosen = {dice.below(tickets) for _ in range(min(DESTROYED, tickets))}
    for ticket in sorted(chosen):
        search.take_off(ticket)
    for ticket in sorted(chosen, key=lambda _: dice.below(1 << 30)):
        search.place_best(ticket)
    search.units += len(chosen)


def each_alone(problem: Problem, cost: Cost) -> Bounds:
    """No plan costs less: each ticket alone where it is cheapest, as if it were the only one.

    Valid by convexity: what a ticket adds to an agent who already got others of the batch is never
    less than what it adds alone, rounding apart (one milli-minute a curve and ticket, taken off).
    A level's bound holds for plans that cost on the levels above what this one does: where the plan
    has the least risk, no ticket that carries risk and has somebody free can wait in another such plan.
    """
    search, tickets = Search(problem), range(len(problem.tickets))
    open_arcs = [search.open_arcs(ticket) for ticket in tickets]
    risk = sum(search.risk[ticket] for ticket in tickets if not open_arcs[ticket])
    placed = {t for t in tickets if open_arcs[t] and search.risk[t] and risk == cost.risk}
    overflow = sum(min(search.overflow(arc, t) for arc in open_arcs[t]) for t in placed)
    spare = 2 if len(tickets) > 1 else 0
    minutes = 0
    for ticket in tickets:
        choices = [search.marginal(arc, ticket) - spare for arc in open_arcs[ticket]]
        minutes += min(choices if ticket in placed else [*choices, search.waiting[ticket]])
    alone = BoundKind.EACH_ALONE
    return Bounds(Bound(risk, alone), Bound(overflow, alone), Bound(minutes, alone))
