"""Opens the markets in which dual prices are found, from the problem and the best plan known so far."""

from typing import NamedTuple

import numpy as np

from services.assignment.engine.form.columns import Column
from services.assignment.engine.form.curve import UNIT
from services.assignment.engine.kernel.carried import Carried
from services.assignment.engine.kernel.prices import Floats, Market, Markets, Prices
from services.assignment.engine.kernel.step import step
from services.assignment.engine.kernel.tables import Lines, Tables

POINTS_FASTER = 4.0
"""How much faster prices of points move than those of minutes: few tickets carry most of them."""


class Wanted(NamedTuple):
    """By agent: units of all arcs that lead to them."""

    minutes: Column
    points: Column
    tickets: Column
    tough: Column


@step
def count(tables: Tables, wanted: Wanted) -> None:
    """Fill `wanted`."""
    for ticket in range(len(tables.waiting)):
        for arc in range(tables.arc_start[ticket], tables.arc_start[ticket + 1]):
            agent = tables.arc_agent[arc]
            wanted.minutes[agent] += tables.arc_minutes[arc]
            wanted.points[agent] += tables.points[ticket]
            wanted.tickets[agent] += 1
            wanted.tough[agent] += tables.tough[ticket]


def wanted_of(tables: Tables, standing: Carried) -> Wanted:
    """What may come to everybody at most: all arcs, and of minutes and points no more than fit."""
    wanted = Wanted(*(np.zeros(len(standing.load), dtype=np.int64) for _ in Wanted._fields))
    count(tables, wanted)
    return wanted._replace(
        minutes=np.minimum(wanted.minutes, standing.minutes_room),
        points=np.minimum(wanted.points, standing.points_room),
    )


def opened(tables: Tables, standing: Carried, planned: Carried) -> Markets:
    """Markets in which what is planned counts as chosen so far."""
    wanted, dear = wanted_of(tables, standing), dearness(tables)
    load, lead = planned.load - standing.load, planned.lead - standing.lead
    slots, tough = standing.slots - planned.slots, standing.tough_slots - planned.tough_slots
    a_minute = dear * len(tables.arc_minutes) / max(1, int(tables.arc_minutes.sum()))
    minutes_bend = bend(tables.load, standing.load_line, planned.load_line) + a_minute
    points_bend = bend(tables.lead, standing.lead_line, planned.lead_line) + 1.0
    return Markets(
        minute=market(load, wanted.minutes, minutes_bend),
        point=market(lead, wanted.points, POINTS_FASTER * points_bend),
        slot=limited(slots, wanted.tickets, standing.slots, dear),
        tough=limited(tough, wanted.tough, standing.tough_slots, dear),
    )


def dearness(tables: Tables) -> float:
    """What a ticket usually costs, in milli-minutes: its price, or where nothing is priced its waiting."""
    prices = float(np.abs(tables.arc_price).mean()) if len(tables.arc_price) else 0.0
    return prices or (float(tables.waiting.mean()) if len(tables.waiting) else 0.0)


def bend(lines: Lines, standing: Column, planned: Column) -> Floats:
    """By how much the slope rises under the plan, milli-minutes a unit."""
    rise: Floats = (lines.slope[np.maximum(planned, standing)] - lines.slope[standing]) / UNIT
    return rise


def limited(planned: Column, wanted: Column, there: Column, dear: float) -> Market:
    """Room that is free until it runs out; where it cannot, there is nothing to price."""
    return market(planned, np.where(wanted > there, there, 0), np.where(wanted > there, dear, 0.0))


def market(planned: Column, most: Column, steep: Floats) -> Market:
    """A market that nobody has traded in; `steep`: what its price rises by over all of its room."""
    zeros = np.zeros(len(most))
    return Market(
        price=zeros.copy(), best=zeros.copy(), chosen=zeros.copy(), sold=zeros.copy(),
        mean=planned.astype(np.float64), drift=zeros.copy(), scale=steep / np.maximum(most, 1),
        most=most.astype(np.float64),
    )  # fmt: skip


def rounded(markets: Markets) -> Prices:
    """The best prices in whole thousandths."""
    return Prices(*(np.rint(each.best * UNIT).astype(np.int64) for each in markets))
