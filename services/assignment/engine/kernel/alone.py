"""The quickest bound: each ticket at its cheapest agent, as if it were the only one of the batch.

Valid by convexity: what a ticket adds to an agent who already got others of the batch is never less than
what it adds alone, but for rounding (one milli-minute a curve and ticket, taken off).
"""

from services.assignment.engine.form.columns import Column
from services.assignment.engine.form.curve import UNIT
from services.assignment.engine.kernel.carried import (
    Carried,
    added,
    fits,
    least_added,
    overflow_added,
)
from services.assignment.engine.kernel.greedy import SLACK
from services.assignment.engine.kernel.step import step
from services.assignment.engine.kernel.tables import NOWHERE, Tables

STUCK, OVERFLOW, PLACED, CHOSEN = 0, 1, 2, 3
"""Places of the answer, see `add_each_alone`."""

NOBODY = 1 << 50
"""More milli-minutes than any ticket costs, and still few enough to be counted in thousandths."""


@step
def add_each_alone(tables: Tables, standing: Carried, spare: int, answer: Column) -> None:
    """Add up over all tickets, each alone, with nothing given yet.

    STUCK: upper cost of those for whom nobody has room. OVERFLOW: the least that pressing tickets put
    above a cap if all that can be are placed. PLACED: the least milli-minutes in that case. CHOSEN: the
    same if a pressing ticket may wait, too. `spare`: milli-minutes a ticket taken off for rounding.
    """
    for ticket in range(len(tables.waiting)):
        least_overflow, least = NOWHERE, NOBODY
        for arc in range(tables.arc_start[ticket], tables.arc_start[ticket + 1]):
            if fits(tables, standing, arc, ticket):
                overflow = overflow_added(standing, tables.arc_agent[arc], tables.points[ticket])
                least_overflow = min(least_overflow, overflow)
                if least_added(tables, standing, arc, ticket) < (least + spare) * UNIT + SLACK:
                    least = min(least, added(tables, standing, arc, ticket) - spare)
        chosen = min(least, tables.waiting[ticket])
        pressing = tables.pressing[ticket]
        if least == NOBODY:
            answer[STUCK] += pressing
        elif pressing > 0:
            answer[OVERFLOW] += least_overflow
        answer[PLACED] += least if pressing > 0 and least < NOBODY else chosen
        answer[CHOSEN] += chosen


@step
def add_best_alone(tables: Tables, standing: Carried, answer: Column) -> None:
    """The best that giving one ticket at most can add: to the upper cost, and in milli-minutes."""
    for ticket in range(len(tables.waiting)):
        for arc in range(tables.arc_start[ticket], tables.arc_start[ticket + 1]):
            if fits(tables, standing, arc, ticket):
                agent, points = tables.arc_agent[arc], tables.points[ticket]
                upper = overflow_added(standing, agent, points) - tables.pressing[ticket]
                minutes = added(tables, standing, arc, ticket) - tables.waiting[ticket]
                if upper < answer[0] or (upper == answer[0] and minutes < answer[1]):
                    answer[0], answer[1] = upper, minutes
