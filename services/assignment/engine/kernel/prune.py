"""Keeps of every ticket only the arcs that dual prices make the likeliest, so that search looks at few."""

from typing import NamedTuple

import numpy as np

from services.assignment.engine.form.columns import Column
from services.assignment.engine.form.curve import UNIT
from services.assignment.engine.kernel.prices import Prices
from services.assignment.engine.kernel.step import inlined, step
from services.assignment.engine.kernel.tables import NOWHERE, Tables, frozen


class Kept(NamedTuple):
    """What is kept, and by how much each ticket's best arc is better than its second, or than waiting."""

    start: Column
    arc: Column
    """The arcs kept, by their index before; rising, so the tickets' order stays."""
    regret: Column
    """By ticket, in thousandths of a milli-minute."""


def kept(tables: Tables, planned: Column, prices: Prices, most: int) -> Kept:
    """The `most` likeliest arcs of each ticket, and the one it is on."""
    tickets = len(tables.waiting)
    room = Kept(
        start=np.zeros(tickets + 1, dtype=np.int64),
        arc=np.empty(min(len(tables.arc_agent), tickets * (most + 1)), dtype=np.int64),
        regret=np.zeros(tickets, dtype=np.int64),
    )
    select(tables, planned, prices, room, np.empty(most, dtype=np.int64))
    return room._replace(arc=room.arc[: room.start[-1]])


@step
def select(tables: Tables, planned: Column, prices: Prices, room: Kept, least: Column) -> None:
    """Fill `room`; `least` is where the smallest reduced costs of one ticket are sorted."""
    count = 0
    for ticket in range(len(tables.waiting)):
        sort_least(tables, prices, least, ticket)
        otherwise = min(least[min(1, len(least) - 1)], tables.waiting[ticket] * UNIT)
        room.regret[ticket] = otherwise - least[0]
        left = len(least)
        for arc in range(tables.arc_start[ticket], tables.arc_start[ticket + 1]):
            likely = left > 0 and reduced(tables, prices, arc, ticket) <= least[-1]
            if likely or arc == planned[ticket]:
                room.arc[count] = arc
                count += 1
                left -= likely
        room.start[ticket + 1] = count


@inlined
def sort_least(tables: Tables, prices: Prices, least: Column, ticket: int) -> None:
    """The ticket's smallest reduced costs, rising; NOWHERE where it has fewer arcs."""
    last = len(least) - 1
    for place in range(len(least)):
        least[place] = NOWHERE
    for arc in range(tables.arc_start[ticket], tables.arc_start[ticket + 1]):
        cost = reduced(tables, prices, arc, ticket)
        if cost < least[last]:
            place = last
            while place > 0 and least[place - 1] > cost:
                least[place] = least[place - 1]
                place -= 1
            least[place] = cost


@inlined
def reduced(tables: Tables, prices: Prices, arc: int, ticket: int) -> int:
    """What the arc costs when its agent's room is paid for, in thousandths."""
    agent = tables.arc_agent[arc]
    return (
        tables.arc_price[arc] * UNIT
        + prices.minute[agent] * tables.arc_minutes[arc]
        + prices.point[agent] * tables.points[ticket]
        + prices.slot[agent]
        + prices.tough[agent] * tables.tough[ticket]
    )


def pruned(tables: Tables, kept: Kept) -> Tables:
    """The tables with these arcs only."""
    return tables._replace(
        arc_start=frozen(kept.start),
        arc_agent=tables.arc_agent[kept.arc],
        arc_minutes=frozen(tables.arc_minutes[kept.arc]),
        arc_price=frozen(tables.arc_price[kept.arc]),
    )
