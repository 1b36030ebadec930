"""Branch and bound: every way to place a few tickets that could be better than the best plan known.

A branch is left where what is placed, and what the other tickets cost at least (`floors`), already cost as
much as that plan (Land and Doig 1960). The ticket that would lose most by its second choice is placed
first, its cheapest choice first.
"""

from services.assignment.engine.form.columns import Column
from services.assignment.engine.kernel.carried import (
    LOOKED,
    MINUTES,
    NONE,
    UPPER,
    Carried,
    added,
    fits,
    place,
    take_off,
)
from services.assignment.engine.kernel.floors import (
    BETTER,
    FREE,
    LEAST_MINUTES,
    LEAST_UPPER,
    SPARE,
    Branches,
    comes_before,
    enter,
    slots_for,
    upper_of,
)
from services.assignment.engine.kernel.step import inlined, step
from services.assignment.engine.kernel.tables import Tables


@step
def branch(tables: Tables, carried: Carried, branches: Branches, count: int, until: int) -> bool:
    """Place the first `count` tickets of `branches`, all waiting now, as well as can be.

    A better plan than the one known is left in `best`, and the tickets are left waiting. Whether nothing
    was left out: not, once `until` arcs have been looked at.
    """
    if count == 0:
        return True
    branches.known[FREE] = slots_for(tables, carried, branches, count)
    depth = 0
    enter(tables, carried, branches, depth, count)
    while depth >= 0:
        if carried.total[LOOKED] >= until:
            break
        if not try_next(tables, carried, branches, depth):
            depth -= 1
            if depth >= 0:
                take_off(tables, carried, branches.tickets[depth])
        elif depth == count - 1:
            remember(carried, branches, count)
            take_off(tables, carried, branches.tickets[depth])
        else:
            depth += 1
            enter(tables, carried, branches, depth, count)
    for above in range(depth):
        take_off(tables, carried, branches.tickets[above])
    return depth < 0


@step
def try_next(tables: Tables, carried: Carried, branches: Branches, depth: int) -> bool:
    """Place the ticket of this depth by its next cheapest choice; False where none can be better.

    Waiting is the last one: to place a ticket where that costs more never helps, as it only gets dearer; but
    for rounding.
    """
    ticket, before = branches.tickets[depth], branches.arc[depth]
    if before == NONE:
        return False
    was_upper, was = branches.upper[depth], branches.minutes[depth]
    least_upper, least, best = 0, SPARE, NONE
    for arc in range(tables.arc_start[ticket], tables.arc_start[ticket + 1]):
        if fits(tables, carried, arc, ticket):
            here = upper_of(tables, carried, arc, ticket)
            cost = added(tables, carried, arc, ticket) - tables.waiting[ticket]
            later = comes_before(was_upper, was, before, here, cost, arc)
            if later and comes_before(here, cost, arc, least_upper, least, best):
                least_upper, least, best = here, cost, arc
    carried.total[LOOKED] += tables.arc_start[ticket + 1] - tables.arc_start[ticket]
    upper = carried.total[UPPER] + branches.floor_upper[depth] + least_upper
    minutes = carried.total[MINUTES] + branches.floor_minutes[depth] + least
    if best == NONE or not less(upper, minutes, branches.known):
        least_upper, least, best = 0, 0, NONE
        upper = carried.total[UPPER] + branches.waits_upper[depth]
        minutes = carried.total[MINUTES] + branches.waits_minutes[depth]
        if not less(upper, minutes, branches.known):
            return False
    branches.upper[depth], branches.minutes[depth], branches.arc[depth] = least_upper, least, best
    place(tables, carried, ticket, best)
    return True


@inlined
def less(upper: int, minutes: int, known: Column) -> bool:
    """Whether that is less than the best plan known costs."""
    return upper < known[LEAST_UPPER] or (
        upper == known[LEAST_UPPER] and minutes < known[LEAST_MINUTES]
    )


@step
def remember(carried: Carried, branches: Branches, count: int) -> None:
    """Keep the plan if it is better than the best one known."""
    if less(carried.total[UPPER], carried.total[MINUTES], branches.known):
        branches.known[LEAST_UPPER] = carried.total[UPPER]
        branches.known[LEAST_MINUTES] = carried.total[MINUTES]
        branches.known[BETTER] = 1
        for index in range(count):
            ticket = branches.tickets[index]
            branches.best[ticket] = carried.arc[ticket]
