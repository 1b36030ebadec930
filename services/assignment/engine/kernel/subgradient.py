"""Raises the bound: prices go up where more is chosen than sold, and down where less is.

Steps of Polyak's length with momentum, each agent's scaled by how fast their curve bends (Held, Wolfe and
Crowder 1974). Slow at first and exact in the end, so it takes over where averaging leaves off.
"""

from services.assignment.engine.kernel.carried import Carried
from services.assignment.engine.kernel.prices import Market, Markets, go_back, keep, value
from services.assignment.engine.kernel.step import inlined, step
from services.assignment.engine.kernel.tables import Tables

MOMENTUM = 0.6
SHRINK = 0.6
"""By what the steps shorten when nothing was gained for a while."""
IN_VAIN = 6
"""Steps without gain after which they shorten."""


@step
def raise_prices(
    tables: Tables, standing: Carried, markets: Markets, target: int, rounds: int
) -> float:
    """Move the prices so many times towards the highest bound; the highest found, in milli-minutes.

    `standing`: with nothing given; `target`: what the best plan known costs.
    """
    highest, length, in_vain = -1.0e300, 1.0, 0.0
    for _ in range(rounds):
        bound = value(tables, standing, markets)
        if bound > highest:
            in_vain = 0.0 if bound - highest > 1.0e-4 * abs(bound) else in_vain + 0.5
            highest = bound
            keep(markets)
        else:
            in_vain += 1.0
        if in_vain >= IN_VAIN:
            length *= SHRINK
            in_vain = 0.0
            go_back(markets)
        move(markets, length * max(target - bound, 1.0))
    go_back(markets)
    return highest


@inlined
def move(markets: Markets, length: float) -> None:
    """One step against what is wanted too much, of this length along the whole of it."""
    size = drift(markets.minute) + drift(markets.point) + drift(markets.slot) + drift(markets.tough)
    if size > 0.0:
        shift(markets.minute, length / size)
        shift(markets.point, length / size)
        shift_above_zero(markets.slot, length / size)
        shift_above_zero(markets.tough, length / size)


@inlined
def drift(market: Market) -> float:
    """Add momentum to what is wanted too much; its square, scaled."""
    size = 0.0
    for agent in range(len(market.price)):
        market.drift[agent] = (
            market.chosen[agent] - market.sold[agent] + MOMENTUM * market.drift[agent]
        )
        size += market.drift[agent] * market.drift[agent] * market.scale[agent]
    return size


@inlined
def shift(market: Market, by: float) -> None:
    """Every price of a room that curves price, in proportion to its drift."""
    for agent in range(len(market.price)):
        market.price[agent] += by * market.drift[agent] * market.scale[agent]


@inlined
def shift_above_zero(market: Market, by: float) -> None:
    """The same for room that is merely limited; its price is never below 0."""
    for agent in range(len(market.price)):
        market.price[agent] = max(
            0.0, market.price[agent] + by * market.drift[agent] * market.scale[agent]
        )
