"""Greedy: tickets one after the other, each to whom it costs least as things stand."""

from services.assignment.engine.form.columns import Column
from services.assignment.engine.form.curve import UNIT
from services.assignment.engine.kernel.carried import (
    LOOKED,
    NONE,
    Carried,
    added,
    fits,
    lead_added,
    least_added,
    load_added,
    overflow_added,
    place,
)
from services.assignment.engine.kernel.prices import Prices
from services.assignment.engine.kernel.step import inlined, step
from services.assignment.engine.kernel.tables import NOWHERE, Tables

SLACK = 3 * UNIT
"""Thousandths by which two floored curves may cost less than their lines say."""


@step
def place_all(tables: Tables, carried: Carried, order: Column) -> None:
    """Every ticket in this order."""
    for position in range(len(order)):
        ticket = order[position]
        place(tables, carried, ticket, best_arc(tables, carried, ticket))


@step
def best_arc(tables: Tables, carried: Carried, ticket: int) -> int:
    """The arc on which a waiting ticket costs least; NONE where waiting costs less, or nobody has room."""
    least_upper, least = tables.pressing[ticket], tables.waiting[ticket]
    best = NONE
    for arc in range(tables.arc_start[ticket], tables.arc_start[ticket + 1]):
        overflow = overflow_added(carried, tables.arc_agent[arc], tables.points[ticket])
        if overflow > least_upper or not fits(tables, carried, arc, ticket):
            continue
        if overflow == least_upper:
            if least_added(tables, carried, arc, ticket) >= least * UNIT + SLACK:
                continue
            cost = added(tables, carried, arc, ticket)
            if cost >= least:
                continue
        else:
            cost = added(tables, carried, arc, ticket)
        least_upper, least, best = overflow, cost, arc
    carried.total[LOOKED] += tables.arc_start[ticket + 1] - tables.arc_start[ticket]
    return best


@step
def place_by_prices(tables: Tables, carried: Carried, order: Column, prices: Prices) -> None:
    """Every ticket in this order, with an eye to what its agent's room is worth to the others."""
    for position in range(len(order)):
        ticket = order[position]
        place(tables, carried, ticket, best_arc_by_prices(tables, carried, ticket, prices))


@inlined
def best_arc_by_prices(tables: Tables, carried: Carried, ticket: int, prices: Prices) -> int:
    """As `best_arc`, but nobody's room counts less than its dual price, even while it is free.

    So a ticket waits whose place is worth more to others; should room be left, moves will find it.
    """
    least_upper = tables.pressing[ticket]
    least = tables.waiting[ticket] if least_upper == 0 else NOWHERE
    best = NONE
    points = tables.points[ticket]
    for arc in range(tables.arc_start[ticket], tables.arc_start[ticket + 1]):
        agent, minutes = tables.arc_agent[arc], tables.arc_minutes[arc]
        overflow = overflow_added(carried, agent, points)
        if overflow > least_upper or not fits(tables, carried, arc, ticket):
            continue
        load_price = prices.minute[agent] * minutes // UNIT
        lead_price = prices.point[agent] * points // UNIT
        cost = (
            tables.arc_price[arc]
            + (prices.slot[agent] + prices.tough[agent] * tables.tough[ticket]) // UNIT
        )
        if overflow == least_upper and cost + load_price + lead_price >= least:
            continue
        cost += max(load_price, load_added(tables, carried, agent, minutes))
        cost += max(lead_price, lead_added(tables, carried, agent, points))
        if overflow < least_upper or cost < least:
            least_upper, least, best = overflow, cost, arc
    carried.total[LOOKED] += tables.arc_start[ticket + 1] - tables.arc_start[ticket]
    return best
