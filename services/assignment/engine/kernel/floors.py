"""What tickets that are still to be placed cost at least, whatever comes of those above them.

Each at its cheapest as things stand; by convexity none of them gets cheaper later, but for rounding. Where
slots are left for some of them only, those that gain least by a place are counted as waiting.
"""

from typing import NamedTuple

import numpy as np

from services.assignment.engine.form.columns import Column
from services.assignment.engine.kernel.carried import (
    LOOKED,
    NONE,
    Carried,
    added,
    fits,
    overflow_added,
)
from services.assignment.engine.kernel.step import inlined, step
from services.assignment.engine.kernel.tables import NOWHERE, Tables

SPARE = 2
"""Milli-minutes that flooring two curves may take off a ticket's cost after others were placed."""
ENDED = -2
"""In place of an arc: nothing is left to try for this ticket."""
DEAREST = 1 << 55
"""More milli-minutes than any ticket costs, or is dearer by than another."""
LEAST_UPPER, LEAST_MINUTES, BETTER, FREE = 0, 1, 2, 3
"""Places in `known`: what the best plan costs, whether it was found here, and slots there were at first."""


class Branches(NamedTuple):
    """Room to work in; by depth, if nothing else is said."""

    tickets: Column
    """The tickets to place: those above the present depth placed, the others in any order."""
    arc: Column
    """The arc that is tried, or NONE for waiting."""
    upper: Column
    minutes: Column
    """What the choice that is tried adds to leaving the ticket waiting."""
    floor_upper: Column
    floor_minutes: Column
    """What the tickets below add at least, to leaving them waiting, if this one is placed."""
    waits_upper: Column
    waits_minutes: Column
    """The same if this one waits."""
    gain_upper: Column
    gain_minutes: Column
    """By place in `tickets`: what it gains at most by being placed."""
    met: Column
    """By agent: how many tickets could come to them; 0 but while slots are counted."""
    best: Column
    """By ticket of the problem: its arc in the best plan."""
    known: Column


def beginning(best: Column, agents: int, upper: int, minutes: int) -> Branches:
    """Nothing tried yet, and this plan, by the arc of each ticket, the best one known."""
    room = np.zeros((9, len(best)), dtype=np.int64)
    return Branches(
        tickets=np.arange(len(best)), arc=room[0], upper=room[1], minutes=room[2],
        floor_upper=room[3], floor_minutes=room[4], waits_upper=room[5], waits_minutes=room[6],
        gain_upper=room[7], gain_minutes=room[8], met=np.zeros(agents, dtype=np.int64), best=best.copy(),
        known=np.array([upper, minutes, 0, 0]),
    )  # fmt: skip


@step
def enter(tables: Tables, carried: Carried, branches: Branches, depth: int, count: int) -> None:
    """Put the ticket with most to lose at this depth, and count what the others add at least."""
    upper, minutes, most, chosen, of_upper, of_minutes = 0, 0, -1, depth, 0, 0
    for index in range(depth, count):
        ticket = branches.tickets[index]
        least_upper, least, second_upper, second = 0, 0, 0, DEAREST
        for arc in range(tables.arc_start[ticket], tables.arc_start[ticket + 1]):
            if fits(tables, carried, arc, ticket):
                here = upper_of(tables, carried, arc, ticket)
                cost = added(tables, carried, arc, ticket) - tables.waiting[ticket]
                if here < least_upper or (here == least_upper and cost < least):
                    least_upper, least, second_upper, second = here, cost, least_upper, least
                elif here < second_upper or (here == second_upper and cost < second):
                    second_upper, second = here, cost
        carried.total[LOOKED] += tables.arc_start[ticket + 1] - tables.arc_start[ticket]
        regret = second - least if second_upper == least_upper else DEAREST
        upper += least_upper
        minutes += least
        branches.gain_upper[index], branches.gain_minutes[index] = -least_upper, -least
        if regret > most:
            most, chosen, of_upper, of_minutes = regret, index, least_upper, least
    branches.floor_upper[depth], branches.floor_minutes[depth] = (
        upper - of_upper,
        minutes - of_minutes,
    )
    branches.floor_minutes[depth] -= SPARE * (count - depth - 1)
    branches.upper[depth], branches.minutes[depth] = -NOWHERE, -NOWHERE
    branches.arc[depth] = ENDED
    first = branches.tickets[depth]
    branches.tickets[depth], branches.tickets[chosen] = branches.tickets[chosen], first
    branches.gain_upper[chosen] = branches.gain_upper[depth]
    branches.gain_minutes[chosen] = branches.gain_minutes[depth]
    leave_waiting(branches, depth, count)


@step
def leave_waiting(branches: Branches, depth: int, count: int) -> None:
    """Raise the floors by what those gain least who cannot all be placed, as slots are left for some only."""
    free, others = branches.known[FREE], count - depth - 1
    for above in range(depth):
        free -= branches.arc[above] != NONE
    for _ in range(others - free):
        wait_least(branches, depth, count)
    branches.waits_upper[depth] = branches.floor_upper[depth]
    branches.waits_minutes[depth] = branches.floor_minutes[depth]
    if others >= free:
        wait_least(branches, depth, count)


@step
def wait_least(branches: Branches, depth: int, count: int) -> None:
    """Count the ticket below that gains least by a place as waiting, too."""
    least = depth + 1
    for index in range(depth + 2, count):
        if comes_before(
            branches.gain_upper[index], branches.gain_minutes[index], index,
            branches.gain_upper[least], branches.gain_minutes[least], least,
        ):  # fmt: skip
            least = index
    if least < count and branches.gain_upper[least] < NOWHERE:
        branches.floor_upper[depth] += branches.gain_upper[least]
        branches.floor_minutes[depth] += branches.gain_minutes[least]
        branches.gain_upper[least] = NOWHERE


@step
def slots_for(tables: Tables, carried: Carried, branches: Branches, count: int) -> int:
    """How many of the tickets could be placed if everybody's slots were all that limits them."""
    slots, met = 0, branches.met
    for index in range(count):
        ticket = branches.tickets[index]
        for arc in range(tables.arc_start[ticket], tables.arc_start[ticket + 1]):
            met[tables.arc_agent[arc]] += 1
            if met[tables.arc_agent[arc]] <= carried.slots[tables.arc_agent[arc]]:
                slots += 1
    for index in range(count):
        ticket = branches.tickets[index]
        for arc in range(tables.arc_start[ticket], tables.arc_start[ticket + 1]):
            met[tables.arc_agent[arc]] = 0
    return slots


@inlined
def upper_of(tables: Tables, carried: Carried, arc: int, ticket: int) -> int:
    """What placing the ticket adds on the upper levels."""
    overflow = overflow_added(carried, tables.arc_agent[arc], tables.points[ticket])
    return overflow - tables.pressing[ticket]


@inlined
def comes_before(
    upper: int, minutes: int, arc: int, other_upper: int, other_minutes: int, other_arc: int
) -> bool:
    """Whether the first choice is tried before the other: cheaper, or as cheap and an earlier arc."""
    if upper != other_upper:
        return upper < other_upper
    return minutes < other_minutes or (minutes == other_minutes and arc < other_arc)
