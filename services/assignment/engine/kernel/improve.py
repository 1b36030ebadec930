"""Moves, swaps and ejections: small changes of the plan, each taken as soon as it helps."""

from services.assignment.engine.form.columns import Column
from services.assignment.engine.form.curve import UNIT
from services.assignment.engine.kernel.carried import (
    LOOKED,
    MINUTES,
    NONE,
    UPPER,
    Carried,
    fits,
    lead_added,
    load_added,
    overflow_added,
    place,
    take_off,
)
from services.assignment.engine.kernel.greedy import SLACK, best_arc
from services.assignment.engine.kernel.step import inlined, step
from services.assignment.engine.kernel.tables import Tables

NOTHING, MOVES, EVERYTHING = 0, 1, 2
"""For what a ticket is due."""


@step
def improve(tables: Tables, carried: Carried, due: Column, until: int) -> None:
    """Change one ticket after the other until nothing helps, or so many arcs have been looked at.

    `due`: by ticket, EVERYTHING or MOVES where something may help; NOTHING everywhere afterwards unless
    the budget ended it. Whoever shares an agent with a changed ticket is due for moves only: looking for
    swaps again after each change took most of the time and found little.
    """
    helped = True
    while helped:
        helped = False
        for ticket in range(len(due)):
            if due[ticket] == NOTHING or carried.total[LOOKED] >= until:
                continue
            swaps = due[ticket] == EVERYTHING
            due[ticket] = NOTHING
            if improve_one(tables, carried, due, ticket, swaps):
                helped = True


@inlined
def improve_one(tables: Tables, carried: Carried, due: Column, ticket: int, swaps: bool) -> bool:
    """Move, swap or make room for one ticket; whether anything helped."""
    upper, minutes = carried.total[UPPER], carried.total[MINUTES]
    before = take_off(tables, carried, ticket)
    place(tables, carried, ticket, best_arc(tables, carried, ticket))
    if better(carried, upper, minutes):
        wake(tables, carried, due, before)
        wake(tables, carried, due, carried.arc[ticket])
        return True
    take_off(tables, carried, ticket)
    place(tables, carried, ticket, before)
    if before == NONE:
        return eject_for(tables, carried, due, ticket)
    return swaps and swap(tables, carried, due, ticket)


@inlined
def better(carried: Carried, upper: int, minutes: int) -> bool:
    """Whether the plan costs less now than it did."""
    return carried.total[UPPER] < upper or (
        carried.total[UPPER] == upper and carried.total[MINUTES] < minutes
    )


@inlined
def wake(tables: Tables, carried: Carried, due: Column, arc: int) -> None:
    """Everything on the agent of the arc may be worth another move."""
    if arc != NONE:
        ticket = carried.first[tables.arc_agent[arc]]
        while ticket != NONE:
            due[ticket] = max(due[ticket], MOVES)
            ticket = carried.following[ticket]


@inlined
def swap(tables: Tables, carried: Carried, due: Column, ticket: int) -> bool:
    """Exchange the ticket with the other one for which that helps most, if any."""
    home = carried.arc[ticket]
    here = tables.arc_agent[home]
    least_upper, least, best, best_back, partner = 0, 0, NONE, NONE, NONE
    for arc in range(tables.arc_start[ticket], tables.arc_start[ticket + 1]):
        there = tables.arc_agent[arc]
        other = carried.first[there] if there != here else NONE
        while other != NONE:
            carried.total[LOOKED] += 1
            back = arc_to(tables, other, here)
            if back != NONE and swap_fits(tables, carried, ticket, arc, other, back):
                upper = swap_overflow(tables, carried, ticket, arc, other, back)
                if upper < least_upper or (
                    upper == least_upper
                    and swap_least(tables, carried, ticket, arc, other, back)
                    < least * UNIT + 2 * SLACK
                ):
                    minutes = swap_minutes(tables, carried, ticket, arc, other, back)
                    if upper < least_upper or minutes < least:
                        least_upper, least, best, best_back, partner = (
                            upper,
                            minutes,
                            arc,
                            back,
                            other,
                        )
            other = carried.following[other]
    if best == NONE:
        return False
    take_off(tables, carried, ticket)
    take_off(tables, carried, partner)
    place(tables, carried, ticket, best)
    place(tables, carried, partner, best_back)
    wake(tables, carried, due, best)
    wake(tables, carried, due, best_back)
    return True


@inlined
def arc_to(tables: Tables, ticket: int, agent: int) -> int:
    """The ticket's arc to the agent, or NONE."""
    low, high = tables.arc_start[ticket], tables.arc_start[ticket + 1]
    while low < high:
        middle = (low + high) // 2
        if tables.arc_agent[middle] < agent:
            low = middle + 1
        else:
            high = middle
    if low < tables.arc_start[ticket + 1] and tables.arc_agent[low] == agent:
        return low
    return NONE


@inlined
def swap_fits(
    tables: Tables, carried: Carried, ticket: int, arc: int, other: int, back: int
) -> bool:
    """Whether both agents have room for each other's ticket in place of their own."""
    here, there = tables.arc_agent[back], tables.arc_agent[arc]
    points = tables.points[ticket] - tables.points[other]
    tough = tables.tough[ticket] - tables.tough[other]
    return (
        tables.arc_minutes[arc] - tables.arc_minutes[carried.arc[other]]
        <= carried.minutes_room[there]
        and tables.arc_minutes[back] - tables.arc_minutes[carried.arc[ticket]]
        <= carried.minutes_room[here]
        and points <= carried.points_room[there]
        and -points <= carried.points_room[here]
        and tough <= carried.tough_slots[there]
        and -tough <= carried.tough_slots[here]
    )


@inlined
def swap_overflow(
    tables: Tables, carried: Carried, ticket: int, arc: int, other: int, back: int
) -> int:
    """Milli-points above caps that the exchange adds."""
    points = tables.points[ticket] - tables.points[other]
    there = overflow_added(carried, tables.arc_agent[arc], points)
    return there + overflow_added(carried, tables.arc_agent[back], -points)


@inlined
def swap_prices(
    tables: Tables, carried: Carried, ticket: int, arc: int, other: int, back: int
) -> int:
    """Milli-minutes that the exchange adds to the prices of the two arcs."""
    given_up = tables.arc_price[carried.arc[ticket]] + tables.arc_price[carried.arc[other]]
    return tables.arc_price[arc] + tables.arc_price[back] - given_up


@inlined
def swap_least(
    tables: Tables, carried: Carried, ticket: int, arc: int, other: int, back: int
) -> int:
    """Thousandths that the exchange adds at least, along the lines on which both agents stand."""
    here, there = tables.arc_agent[back], tables.arc_agent[arc]
    come = tables.arc_minutes[arc] - tables.arc_minutes[carried.arc[other]]
    go = tables.arc_minutes[back] - tables.arc_minutes[carried.arc[ticket]]
    points = tables.points[ticket] - tables.points[other]
    lead = tables.lead.slope[carried.lead_line[there]] - tables.lead.slope[carried.lead_line[here]]
    return (
        swap_prices(tables, carried, ticket, arc, other, back) * UNIT
        + tables.load.slope[carried.load_line[there]] * come
        + tables.load.slope[carried.load_line[here]] * go
        + lead * points
    )


@inlined
def swap_minutes(
    tables: Tables, carried: Carried, ticket: int, arc: int, other: int, back: int
) -> int:
    """Milli-minutes that the exchange adds."""
    here, there = tables.arc_agent[back], tables.arc_agent[arc]
    come = tables.arc_minutes[arc] - tables.arc_minutes[carried.arc[other]]
    go = tables.arc_minutes[back] - tables.arc_minutes[carried.arc[ticket]]
    points = tables.points[ticket] - tables.points[other]
    cost = swap_prices(tables, carried, ticket, arc, other, back)
    cost += load_added(tables, carried, there, come) + load_added(tables, carried, here, go)
    if points != 0:
        cost += lead_added(tables, carried, there, points)
        cost += lead_added(tables, carried, here, -points)
    return cost


@inlined
def eject_for(tables: Tables, carried: Carried, due: Column, ticket: int) -> bool:
    """Make room for a waiting ticket by moving another one on, or by letting that one wait."""
    upper, minutes = carried.total[UPPER], carried.total[MINUTES]
    for arc in range(tables.arc_start[ticket], tables.arc_start[ticket + 1]):
        other = carried.first[tables.arc_agent[arc]]
        while other != NONE:
            following = carried.following[other]
            carried.total[LOOKED] += 1
            home = take_off(tables, carried, other)
            if fits(tables, carried, arc, ticket):
                place(tables, carried, ticket, arc)
                place(tables, carried, other, best_arc(tables, carried, other))
                if better(carried, upper, minutes):
                    wake(tables, carried, due, arc)
                    due[other] = EVERYTHING
                    return True
                take_off(tables, carried, other)
                take_off(tables, carried, ticket)
            place(tables, carried, other, home)
            other = following
    return False
