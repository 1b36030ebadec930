"""The bound that rounded prices prove, counted in whole numbers only."""

from services.assignment.engine.form.columns import Column
from services.assignment.engine.form.curve import UNIT
from services.assignment.engine.kernel.carried import Carried
from services.assignment.engine.kernel.prices import Prices
from services.assignment.engine.kernel.prune import reduced
from services.assignment.engine.kernel.step import inlined, step
from services.assignment.engine.kernel.tables import Lines, Tables


@step
def certified(
    tables: Tables, standing: Carried, prices: Prices, minutes: Column, points: Column
) -> int:
    """Milli-minutes that no plan stays below, whatever the prices.

    `standing`: with nothing given. `minutes`, `points`: by agent, what can come to them at most.
    """
    total = 0
    for ticket in range(len(tables.waiting)):
        least = tables.waiting[ticket] * UNIT
        for arc in range(tables.arc_start[ticket], tables.arc_start[ticket + 1]):
            least = min(least, reduced(tables, prices, arc, ticket))
        total += least // UNIT
    for agent in range(len(standing.load)):
        load = sold(
            tables.load,
            standing.load_line[agent],
            standing.load[agent],
            minutes[agent],
            prices.minute[agent],
        )
        lead = sold(
            tables.lead,
            standing.lead_line[agent],
            standing.lead[agent],
            points[agent],
            prices.point[agent],
        )
        places = (
            prices.slot[agent] * standing.slots[agent]
            + prices.tough[agent] * standing.tough_slots[agent]
        )
        total += (load + lead - places) // UNIT
        total -= 2
    return total


@inlined
def sold(lines: Lines, line: int, x: int, most: int, price: int) -> int:
    """Thousandths: the least of what the curve costs less what room sells for, up to `most` units.

    The curve's floor may be a milli-minute lower than its lines, for which the caller takes off one.
    """
    total, end = 0, x + most
    while x < end and lines.slope[line] < price:
        until = min(lines.until[line], end)
        total += (lines.slope[line] - price) * (until - x)
        x = until
        line += 1
    return total
