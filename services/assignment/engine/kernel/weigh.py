"""What every arc of a ticket would cost, everything else as planned."""

from services.assignment.engine.form.columns import Column
from services.assignment.engine.kernel.carried import Carried, added
from services.assignment.engine.kernel.step import step
from services.assignment.engine.kernel.tables import Tables


@step
def weigh(tables: Tables, carried: Carried, ticket: int, costs: Column) -> None:
    """Fill `costs` with the milli-minutes of each of the ticket's arcs, whether there is room or not."""
    start = tables.arc_start[ticket]
    for place in range(len(costs)):
        costs[place] = added(tables, carried, start + place, ticket)
