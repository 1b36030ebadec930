"""The fast search: greedy by marginal cost, then moves and swaps, then destroy and repair.

Budgets count steps, never time, and the dice are seeded: the same problem gives the same plan
everywhere. Marginal-cost greedy with local search came within 2 % of the best known bound in the
prototype and was exactly optimal on nearly all small batches (assignment.md, facts 1 and 4).
"""

import msgspec

from services.assignment.chance import Dice
from services.assignment.problem import WAITING, Cost, Owners, Problem
from services.assignment.search import Search

DESTROYED = 3
PATIENCE = 10
"""Shakes in vain, for each ticket of the batch, after which the search gives up."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A plan and how the search came to it."""

    owners: Owners
    cost: Cost
    units: int
    """Steps spent."""
    stopped: str
    """`nothing left to improve` or `budget spent`."""


def solve(problem: Problem, *, seed: int, budget: int) -> Found:
    """The best plan found within `budget` steps."""
    search = Search(problem)
    for ticket in in_order_of_need(problem):
        search.place_best(ticket)
    search.improve(budget)
    best, cost, least = tuple(search.owner), search.cost(), bound(problem)
    dice, in_vain = Dice(seed), 0
    enough = PATIENCE * len(problem.tickets)
    while len(problem.tickets) > 1 and cost > least and in_vain < enough and search.units < budget:
        shake(search, dice)
        search.improve(budget)
        in_vain += 1
        if search.cost() < cost:
            best, cost, in_vain = tuple(search.owner), search.cost(), 0
        else:
            search.restore(best)
    stopped = "budget spent" if search.units >= budget else "nothing left to improve"
    return Found(owners=best, cost=cost, units=search.units, stopped=stopped)


def in_order_of_need(problem: Problem) -> list[int]:
    """Tickets as they are placed: the riskiest to leave first, then those with the fewest takers."""
    tickets = range(len(problem.tickets))
    return sorted(tickets, key=lambda t: (-problem.risk[t], len(problem.arcs(t)), t))


def shake(search: Search, dice: Dice) -> None:
    """Take some tickets off their agents and place them anew, in a random order."""
    tickets = len(search.owner)
    chosen = {dice.below(tickets) for _ in range(min(DESTROYED, tickets))}
    for ticket in sorted(chosen):
        search.take_off(ticket)
    for ticket in sorted(chosen, key=lambda _: dice.below(1 << 30)):
        search.place_best(ticket)
    search.units += len(chosen)


def bound(problem: Problem) -> Cost:
    """No plan costs less: each ticket alone at the cheapest agent, as if it were the only one.

    Valid by convexity: what a ticket adds to an agent who already got others of the batch is never
    less than what it adds alone, rounding apart (one milli-minute a curve and ticket, taken off).
    """
    search = Search(problem)
    minutes = risk = 0
    for ticket in range(len(problem.tickets)):
        marginals = [search.marginal(arc, ticket) for arc in search.open_arcs(ticket)]
        if marginals:
            minutes += min(marginals) - (2 if len(problem.tickets) > 1 else 0)
        else:
            risk += problem.risk[ticket]
    return Cost(risk, 0, minutes)


def waiting(owners: Owners) -> int:
    """How many tickets a plan leaves waiting."""
    return sum(agent == WAITING for agent in owners)
