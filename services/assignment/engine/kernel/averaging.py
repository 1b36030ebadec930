"""Finds prices by averaging: what tickets choose is mixed into what they chose so far, and priced anew.

A price is the slope of the agent's curve at the averaged load, as if the curve bent evenly (the method of
successive averages, Frank and Wolfe 1956). Beginning at a good plan's loads, some thirty rounds come within
a few per cent of the best prices, where subgradient steps still swing.
"""

from services.assignment.engine.form.curve import UNIT
from services.assignment.engine.kernel.carried import Carried
from services.assignment.engine.kernel.prices import Market, Markets, keep, value
from services.assignment.engine.kernel.step import inlined, step
from services.assignment.engine.kernel.tables import NOWHERE, Lines, Tables

TRUST = 20.0
"""As how many rounds the plan that averaging begins with counts."""
STEEP = 10.0
"""How many times its usual price room costs at twice what there is."""


@step
def average(
    tables: Tables, standing: Carried, markets: Markets, highest: float, rounds: int
) -> float:
    """So many rounds; the highest bound found, in milli-minutes, its prices kept as the best."""
    for number in range(rounds):
        reprice(tables, standing, markets)
        bound = value(tables, standing, markets)
        if bound > highest:
            highest = bound
            keep(markets)
        share = 1.0 / (TRUST + number)
        mix(markets.minute, share)
        mix(markets.point, share)
        mix(markets.slot, share)
        mix(markets.tough, share)
    return highest


@inlined
def mix(market: Market, share: float) -> None:
    """Let the present choice count for this share of the average."""
    for agent in range(len(market.mean)):
        market.mean[agent] += share * (market.chosen[agent] - market.mean[agent])


@inlined
def reprice(tables: Tables, standing: Carried, markets: Markets) -> None:
    """Price everybody's room at what was chosen on average."""
    for agent in range(len(standing.load)):
        load = standing.load[agent] + markets.minute.mean[agent]
        lead = standing.lead[agent] + markets.point.mean[agent]
        markets.minute.price[agent] = slope_at(
            tables.load, standing.load_line[agent], load
        ) + beyond(markets.minute, agent)
        markets.point.price[agent] = slope_at(
            tables.lead, standing.lead_line[agent], lead
        ) + beyond(markets.point, agent)
        markets.slot.price[agent] = beyond(markets.slot, agent)
        markets.tough.price[agent] = beyond(markets.tough, agent)


@inlined
def beyond(market: Market, agent: int) -> float:
    """What room costs that is chosen though there is none left."""
    return market.scale[agent] * max(0.0, market.mean[agent] - market.most[agent]) * STEEP


@inlined
def slope_at(lines: Lines, near: int, x: float) -> float:
    """The slope in x, milli-minutes a unit, as if the curve bent evenly and not at its knots."""
    line = near
    while x >= lines.until[line]:
        line += 1
    slope, since, until = lines.slope[line], lines.since[line], lines.until[line]
    if since <= -NOWHERE or until >= NOWHERE:
        return slope / UNIT
    middle = (x - since) / (until - since) - 0.5
    if middle < 0.0 and lines.since[line] > -NOWHERE:
        return (slope + middle * (slope - lines.slope[line - 1])) / UNIT
    return (slope + max(middle, 0.0) * (lines.slope[line + 1] - slope)) / UNIT
