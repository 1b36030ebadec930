"""Dual prices: what an agent's minutes, points, places and tough places are worth to the whole batch.

With a price on every unit of room, each ticket may choose for itself; what all choices then cost, less
what the agents gain by selling their room, is below every plan's cost (Lagrangian relaxation). Floats
steer; a bound that is told is counted in whole numbers from rounded prices (`certify`).
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from services.assignment.engine.form.columns import Column
from services.assignment.engine.form.curve import UNIT
from services.assignment.engine.kernel.carried import Carried
from services.assignment.engine.kernel.step import inlined
from services.assignment.engine.kernel.tables import Lines, Tables

Floats = npt.NDArray[np.float64]


class Prices(NamedTuple):
    """By agent, in thousandths of a milli-minute."""

    minute: Column
    """For each milli-minute of load."""
    point: Column
    """For each milli-point of lead."""
    slot: Column
    """For each ticket."""
    tough: Column
    """For each tough ticket, on top."""


class Market(NamedTuple):
    """One kind of room that agents sell and tickets buy; floats, in milli-minutes a unit."""

    price: Floats
    best: Floats
    """The prices under which the bound was highest."""
    chosen: Floats
    """By agent: units that tickets choose at the present prices."""
    sold: Floats
    """By agent: units that they sell at the present prices."""
    mean: Floats
    """Units chosen, averaged over the rounds so far."""
    drift: Floats
    """Units chosen less units sold, with momentum."""
    scale: Floats
    """By agent: how far a price moves for each unit wanted too much; 0 where room never runs out."""
    most: Floats
    """By agent: units that can be sold at all."""


class Markets(NamedTuple):
    """All four kinds of room."""

    minute: Market
    point: Market
    slot: Market
    tough: Market


@inlined
def value(tables: Tables, standing: Carried, markets: Markets) -> float:
    """The bound at the present prices, and what is chosen and sold there."""
    total = 0.0
    for agent in range(len(standing.load)):
        total += sell_along(
            tables.load,
            markets.minute,
            standing.load_line[agent],
            standing.load[agent],
            standing.load_cost[agent],
            agent,
        )
        total += sell_along(
            tables.lead,
            markets.point,
            standing.lead_line[agent],
            standing.lead[agent],
            standing.lead_cost[agent],
            agent,
        )
        total += sell_all(markets.slot, agent) + sell_all(markets.tough, agent)
    for ticket in range(len(tables.waiting)):
        total += buy(tables, markets, ticket)
    return total


@inlined
def sell_along(lines: Lines, market: Market, line: int, x: int, cost: int, agent: int) -> float:
    """What the agent's curve costs less what they get, selling as long as the price is above the slope."""
    price, end = market.price[agent], x + market.most[agent]
    while lines.slope[line] < price * UNIT and lines.until[line] < end:
        line += 1
    sold_to = float(end if lines.slope[line] < price * UNIT else max(x, lines.since[line]))
    market.sold[agent] = sold_to - x
    market.chosen[agent] = 0.0
    there = (lines.slope[line] * sold_to + lines.base[line]) / UNIT
    return there - cost - price * (sold_to - x)


@inlined
def sell_all(market: Market, agent: int) -> float:
    """Room that costs its agent nothing is sold whole; what they get for it counts against the bound."""
    market.sold[agent] = market.most[agent]
    market.chosen[agent] = 0.0
    return -market.price[agent] * market.most[agent]


@inlined
def buy(tables: Tables, markets: Markets, ticket: int) -> float:
    """What the ticket costs where it chooses to go, or waiting.

    The arcs are looked at in two halves side by side: a processor need not end one comparison before it
    begins the other, which took a fifth off.
    """
    start, stop = tables.arc_start[ticket], tables.arc_start[ticket + 1]
    half = (stop - start) // 2
    least, chosen = float(tables.waiting[ticket]), -1
    least_after, chosen_after = least, -1
    for arc in range(start, start + half):
        cost = asked(tables, markets, arc, ticket)
        if cost < least:
            least, chosen = cost, arc
        cost = asked(tables, markets, arc + half, ticket)
        if cost < least_after:
            least_after, chosen_after = cost, arc + half
    if start + 2 * half < stop and asked(tables, markets, stop - 1, ticket) < least_after:
        least_after, chosen_after = asked(tables, markets, stop - 1, ticket), stop - 1
    if least_after < least:
        least, chosen = least_after, chosen_after
    if chosen >= 0:
        agent = tables.arc_agent[chosen]
        markets.minute.chosen[agent] += tables.arc_minutes[chosen]
        markets.point.chosen[agent] += tables.points[ticket]
        markets.slot.chosen[agent] += 1
        markets.tough.chosen[agent] += tables.tough[ticket]
    return least


@inlined
def asked(tables: Tables, markets: Markets, arc: int, ticket: int) -> float:
    """What the arc costs with its agent's room at the present prices."""
    agent = tables.arc_agent[arc]
    cost = (
        tables.arc_price[arc]
        + markets.minute.price[agent] * tables.arc_minutes[arc]
        + markets.slot.price[agent]
    )
    if tables.points[ticket] != 0:
        cost += markets.point.price[agent] * tables.points[ticket]
        cost += markets.tough.price[agent] * tables.tough[ticket]
    return cost


@inlined
def keep(markets: Markets) -> None:
    """Remember the present prices."""
    for agent in range(len(markets.minute.price)):
        markets.minute.best[agent] = markets.minute.price[agent]
        markets.point.best[agent] = markets.point.price[agent]
        markets.slot.best[agent] = markets.slot.price[agent]
        markets.tough.best[agent] = markets.tough.price[agent]


@inlined
def go_back(markets: Markets) -> None:
    """Return to the best prices."""
    for agent in range(len(markets.minute.price)):
        markets.minute.price[agent] = markets.minute.best[agent]
        markets.point.price[agent] = markets.point.best[agent]
        markets.slot.price[agent] = markets.slot.best[agent]
        markets.tough.price[agent] = markets.tough.best[agent]
