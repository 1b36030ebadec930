"""Makes a plan keep every side rule without a solver: takes off what breaks one, and places it anew.

It always ends in a lawful plan, since a plan in which all tied tickets wait keeps every rule.
"""

from services.assignment.engine.form.plan import WAITING, Cost, Owners
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.form.sides import Apart, Quota, Role, Side, Together, tickets_of
from services.assignment.engine.judging import lawful
from services.assignment.engine.ties.carrying import Carrying

Chosen = dict[int, int]
"""By ticket: the agent it is to go to, or WAITING."""


def mended(problem: Problem, owners: Owners) -> Owners:
    """A lawful plan near this one."""
    carrying = Carrying(problem, owners)
    off = taken_off(carrying)
    for tied in in_order_of_need(problem, off):
        place_best(carrying, tied)
    return tuple(carrying.owners)


def taken_off(carrying: Carrying) -> set[int]:
    """Tickets that had to be taken off until no side rule was broken."""
    off: set[int] = set()
    while broken := [index for index, _ in lawful.broken(carrying.problem, carrying.owners)]:
        for index in broken:
            for ticket in breaking(carrying.problem.sides[index], carrying.owners):
                carrying.take_off(ticket)
                off.add(ticket)
    return off


def breaking(side: Side, owners: list[int]) -> list[int]:
    """The tickets without which the plan would keep the rule."""
    match side:
        case Role(ticket=ticket, seat=seat):
            return [seat] if owners[ticket] == WAITING else [ticket, seat]
        case Together(tickets=tickets):
            return list(tickets)
        case Apart(tickets=tickets):
            takers = [owners[ticket] for ticket in tickets]
            return [t for i, t in enumerate(tickets) if takers[i] in takers[:i]]
        case Quota(tickets=tickets, agents=agents, most=most):
            return [ticket for ticket in tickets if owners[ticket] in agents][most:]


def in_order_of_need(problem: Problem, off: set[int]) -> list[int]:
    """The riskiest to leave waiting first; a seat is placed with its ticket, never alone."""
    seats = {side.seat for side in problem.sides if isinstance(side, Role)}

    def need(ticket: int) -> tuple[int, int, int]:
        return -int(problem.risk[ticket]), -int(problem.waiting[ticket]), ticket

    return sorted(off - seats, key=need)


def place_best(carrying: Carrying, ticket: int) -> None:
    """The ticket, and all that has to go with it, to whom it costs least; or it goes on waiting."""
    if carrying.owners[ticket] != WAITING:
        return
    ways = []
    for agent in carrying.takers(ticket):
        chosen = spread(carrying, ticket, agent, {})
        cost = tried(carrying, chosen)
        if cost is not None and cost < Cost(0, 0, 0):
            ways.append((cost, sorted(chosen.items())))
    if ways:
        _, best = min(ways)
        for each, agent in best:
            if agent != WAITING:
                carrying.place(each, agent)


def spread(carrying: Carrying, ticket: int, agent: int, chosen: Chosen) -> Chosen:
    """Who gets what if the agent gets the ticket, as far as the rules tell."""
    chosen[ticket] = agent
    for side in carrying.problem.sides:
        if isinstance(side, Together) and ticket in side.tickets:
            for mate in side.tickets:
                if mate not in chosen:
                    spread(carrying, mate, agent, chosen)
        if isinstance(side, Role) and ticket == side.ticket and side.seat not in chosen:
            spread(carrying, side.seat, seated(carrying, side, agent, chosen), chosen)
    return chosen


def seated(carrying: Carrying, role: Role, owner: int, chosen: Chosen) -> int:
    """Whom the seat costs least, of those who may sit beside the owner; not somebody who is busy with it."""
    sits = [
        agent
        for agent in lawful.may_sit(role, owner)
        if agent != WAITING and agent not in chosen.values() and carrying.fits(role.seat, agent)
    ]
    return min(sits, key=lambda agent: (carrying.adds(role.seat, agent), agent), default=WAITING)


def tried(carrying: Carrying, chosen: Chosen) -> Cost | None:
    """What placing all of these would cost; none where it does not fit or would break a rule."""
    total, placed = Cost(0, 0, 0), []
    for ticket, agent in chosen.items():
        if agent == WAITING:
            continue
        if carrying.owners[ticket] != WAITING or not carrying.fits(ticket, agent):
            break
        adds = carrying.adds(ticket, agent)
        total = Cost(
            total.risk + adds.risk, total.overflow + adds.overflow, total.minutes + adds.minutes
        )
        carrying.place(ticket, agent)
        placed.append(ticket)
    else:
        if keeps_all(carrying, chosen):
            take_all_off(carrying, placed)
            return total
    take_all_off(carrying, placed)
    return None


def keeps_all(carrying: Carrying, chosen: Chosen) -> bool:
    """Whether every rule over these tickets is kept."""
    return all(
        lawful.keeps(side, carrying.owners)
        for side in carrying.problem.sides
        if not chosen.keys().isdisjoint(tickets_of(side))
    )


def take_all_off(carrying: Carrying, placed: list[int]) -> None:
    """Undo a try."""
    for ticket in placed:
        carrying.take_off(ticket)
