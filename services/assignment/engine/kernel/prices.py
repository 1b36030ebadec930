"""Dual prices: what an agent's minutes, points, places and tough places are worth to the whole batch.

With a price on every unit of room, each ticket may choose for itself; what all choices then cost, less
what the agents gain by selling their room, is below every plan's cost (Lagrangian relaxation). Floats
steer; a bound that is told is counted in whole numbers from rounded prices (`certify`).
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from services.assignment.engine.columns import Column
from services.assignment.engine.curve import UNIT
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
    """What the ticket costs where it chooses to go, or waiting."""
    points, tough = tables.points[ticket], tables.tough[ticket]
    least, chosen = float(tables.waiting[ticket]), -1
    for arc in range(tables.arc_start[ticket], tables.arc_start[ticket + 1]):
        agent = tables.arc_agent[arc]
        cost = (
            tables.arc_price[arc]
            + markets.minute.price[agent] * tables.arc_minutes[arc]
            + markets.slot.price[agent]
        )
        if points != 0:
            cost += markets.point.price[agent] * points + markets.tough.price[agent] * tough
        if cost < least:
            least, chosen = cost, arc
    if chosen >= 0:
        agent = tables.arc_agent[chosen]
        markets.minute.chosen[agent] += tables.arc_minutes[chosen]
        markets.point.chosen[agent] += points
        markets.slot.chosen[agent] += 1
        markets.tough.chosen[agent] += tough
    return least


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
