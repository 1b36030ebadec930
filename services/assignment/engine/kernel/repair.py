"""Destroy and repair: take some related tickets off, place them anew, and keep what is not worse.

Related tickets are those of agents who could take each other's (Shaw 1998). While the budget lasts, a
plan a little worse may be kept too, ever less (threshold accepting, Dueck and Scheuer 1990): whole numbers
only, so that no library's exponential function decides.
"""

from typing import NamedTuple

from services.assignment.engine.form.columns import Column
from services.assignment.engine.kernel.carried import (
    LOOKED,
    MINUTES,
    NONE,
    UPPER,
    Carried,
    place,
    take_off,
)
from services.assignment.engine.kernel.dice import below
from services.assignment.engine.kernel.greedy import best_arc
from services.assignment.engine.kernel.step import inlined, step
from services.assignment.engine.kernel.tables import Tables

MOST_TAKEN = 8
"""Tickets taken off at once, at most."""


class Shaken(NamedTuple):
    """Room to work in: the tickets taken off, their arcs before, and who is among them."""

    taken: Column
    arcs: Column
    among: Column
    """By ticket: 1 while it is taken off."""


@step
def repair(
    tables: Tables,
    carried: Carried,
    shaken: Shaken,
    dice: Column,
    tries: int,
    leniency: int,
    until: int,
) -> None:
    """So many tries, or fewer once `until` arcs have been looked at.

    `leniency`: milli-minutes by which a plan that is kept may be worse, at most.
    """
    for _ in range(tries):
        if carried.total[LOOKED] >= until:
            return
        upper, minutes = carried.total[UPPER], carried.total[MINUTES]
        count = choose(tables, carried, shaken, dice)
        for index in range(count):
            shaken.arcs[index] = take_off(tables, carried, shaken.taken[index])
        shuffle(shaken, dice, count)
        for index in range(count):
            ticket = shaken.taken[index]
            place(tables, carried, ticket, best_arc(tables, carried, ticket))
        worse_by = below(dice, leniency) if leniency > 0 else 0
        if carried.total[UPPER] > upper or (
            carried.total[UPPER] == upper and carried.total[MINUTES] > minutes + worse_by
        ):
            take_back(tables, carried, shaken, count)
        for index in range(count):
            shaken.among[shaken.taken[index]] = 0


@inlined
def choose(tables: Tables, carried: Carried, shaken: Shaken, dice: Column) -> int:
    """Pick a ticket and some that compete with it; how many they are."""
    most = min(2 + below(dice, MOST_TAKEN - 1), len(carried.arc))
    ticket = below(dice, len(carried.arc))
    count = take_up(shaken, ticket, 0)
    start = tables.arc_start[ticket]
    takers = tables.arc_start[ticket + 1] - start
    tries = 3 * MOST_TAKEN if takers > 0 else 0
    while count < most and tries > 0:
        tries -= 1
        other = carried.first[tables.arc_agent[start + below(dice, takers)]]
        skip = below(dice, 4)
        while skip > 0 and other != NONE and carried.following[other] != NONE:
            other = carried.following[other]
            skip -= 1
        if other != NONE and shaken.among[other] == 0:
            count = take_up(shaken, other, count)
    return count


@inlined
def take_up(shaken: Shaken, ticket: int, count: int) -> int:
    """Put one more ticket among those taken off; how many they are then."""
    shaken.taken[count] = ticket
    shaken.among[ticket] = 1
    return count + 1


@inlined
def shuffle(shaken: Shaken, dice: Column, count: int) -> None:
    """A random order."""
    for index in range(count - 1, 0, -1):
        exchange(shaken, index, below(dice, index + 1))


@inlined
def exchange(shaken: Shaken, one: int, other: int) -> None:
    """Two places of the order."""
    shaken.taken[one], shaken.taken[other] = shaken.taken[other], shaken.taken[one]
    shaken.arcs[one], shaken.arcs[other] = shaken.arcs[other], shaken.arcs[one]


@inlined
def take_back(tables: Tables, carried: Carried, shaken: Shaken, count: int) -> None:
    """Everything to where it was."""
    for index in range(count):
        take_off(tables, carried, shaken.taken[index])
    for index in range(count):
        place(tables, carried, shaken.taken[index], shaken.arcs[index])
