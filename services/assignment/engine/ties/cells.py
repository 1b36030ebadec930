"""The exact model on small cells around tied tickets: at most ten agents, everything else fixed.

Larger cells were measured not to pay: up to 10 agents and 50 tickets an answer takes 35 to 100 ms
(assignment.md 2.1). An answer counts only if the referee finds it lawful and better.
"""

from collections.abc import Iterable, Iterator

import structlog

from services.assignment.engine.exact import cp_sat
from services.assignment.engine.form.plan import WAITING, Owners
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.form.sides import Role, Together, tickets_of
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.ties.carrying import Carrying
from services.assignment.engine.ties.cutting import Cell, cut

MOST_AGENTS = 10
MOST_TICKETS = 50
MOST_TIED = 30
MOST_CELLS = 8
"""Cells that one plan may have solved."""
CELL_LIMIT = 0.1
"""Deterministic time of OR-Tools for each level of a cell."""
trail = structlog.get_logger(__name__)


def improved(problem: Problem, owners: Owners, *, wished: Owners, seed: int) -> Owners:
    """The best lawful plan found by solving the cells around tied tickets, one after the other.

    `owners`: a lawful plan; `wished`: the best plan without side rules, whose agents are looked at too.
    """
    cost = judge(problem, owners).cost
    for tied in list(tied_apart_from_wish(problem, owners, wished))[:MOST_CELLS]:
        cell = around(problem, owners, tied, wished)
        better = solved(cell, owners, seed=seed)
        verdict = judge(problem, better)
        if not verdict.breaches and verdict.cost < cost:
            owners, cost = better, verdict.cost
    return owners


def solved(cell: Cell, owners: Owners, *, seed: int) -> Owners:
    """The plan with the cell solved; as it was where the exact model has no answer."""
    try:
        proof = cp_sat.prove(cell.problem, cell.owners_of(owners), limit=CELL_LIMIT, seed=seed)
    except Exception:
        trail.exception("the exact model failed on a cell; the plan stands as it was")
        return owners
    return cell.put_into(owners, proof.owners)


def tied_apart_from_wish(
    problem: Problem, owners: Owners, wished: Owners
) -> Iterator[tuple[int, ...]]:
    """Tickets that belong into one cell, where the rules keep some of them from where they are wished."""
    for tied in groups(problem):
        if any(owners[ticket] != wished[ticket] for ticket in tied):
            yield tied


def groups(problem: Problem) -> list[tuple[int, ...]]:
    """Tied tickets in parts small enough for a cell; `Together` and `Role` are never torn apart."""
    parts = bundles(problem, [t for side in problem.sides for t in tickets_of(side)])
    for side in problem.sides:
        parts = joined(parts, set(tickets_of(side)), most=MOST_TIED)
    return sorted({tuple(sorted(each)) for each in parts})


def bundles(problem: Problem, tickets: Iterable[int]) -> list[set[int]]:
    """These tickets, and with each all that `Together` and `Role` let only move with it."""
    parts: list[set[int]] = [{each} for each in dict.fromkeys(tickets)]
    for side in problem.sides:
        tied = set(tickets_of(side))
        if isinstance(side, Together | Role) and any(part & tied for part in parts):
            parts = joined([*parts, tied], tied, most=len(problem.tickets))
    return parts


def joined(parts: list[set[int]], tied: set[int], *, most: int) -> list[set[int]]:
    """The parts with those that share something with `tied` put together, as many as stay small enough."""
    meeting = [part for part in parts if part & tied]
    wider: list[set[int]] = [set()]
    for part in meeting:
        if len(wider[-1] | part) > most:
            wider.append(set())
        wider[-1] |= part
    return [*(part for part in parts if not part & tied), *(each for each in wider if each)]


def around(problem: Problem, owners: Owners, tied: tuple[int, ...], wished: Owners) -> Cell:
    """The cell of these tickets, the agents who matter most to them, what these have, and what waits."""
    agents = nearest(problem, owners, tied, wished)
    here, tickets = {*agents, WAITING}, set(tied)
    has = [ticket for ticket, owner in enumerate(owners) if owner in agents]
    for bundle in bundles(problem, [*has, *pressing(problem, owners)]):
        inside = all(owners[ticket] in here for ticket in bundle)
        if inside and len(tickets | bundle) <= MOST_TICKETS:
            tickets |= bundle
    return cut(problem, owners, tickets, agents)


def pressing(problem: Problem, owners: Owners) -> list[int]:
    """Tickets that wait, the riskiest first."""
    waiting = [ticket for ticket, owner in enumerate(owners) if owner == WAITING]
    return sorted(waiting, key=lambda ticket: (-int(problem.risk[ticket]), ticket))


def nearest(problem: Problem, owners: Owners, tied: tuple[int, ...], wished: Owners) -> list[int]:
    """Who has the tickets, who would have had them, then whom they would cost least."""
    first = [plan[ticket] for plan in (owners, wished) for ticket in tied if plan[ticket] >= 0]
    carrying = Carrying(problem, owners)
    for ticket in tied:
        carrying.take_off(ticket)
    by_cost = sorted(
        (carrying.adds(ticket, agent).minutes, agent)
        for ticket in tied
        for agent in carrying.takers(ticket)
    )
    has = {owners[ticket] for ticket in tied} - {WAITING}
    ranked = list(dict.fromkeys([*first, *(agent for _, agent in by_cost)]))
    return ranked[: max(MOST_AGENTS, len(has))]
