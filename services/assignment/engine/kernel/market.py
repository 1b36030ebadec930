"""Opens the markets in which dual prices are found, from the problem and the best plan known so far."""

from typing import NamedTuple

import numpy as np

from services.assignment.engine.columns import Column
from services.assignment.engine.curve import UNIT
from services.assignment.engine.kernel.carried import Carried
from services.assignment.engine.kernel.prices import Floats, Market, Markets, Prices
from services.assignment.engine.kernel.tables import Lines, Tables

POINTS_FASTER = 4.0
"""How much faster prices of points move than those of minutes: few tickets carry most of them."""


def opened(tables: Tables, standing: Carried, planned: Carried) -> Markets:
    """Markets in which what is planned counts as chosen so far."""
    ticket = np.repeat(np.arange(len(tables.points)), np.diff(tables.arc_start))
    dear = float(np.abs(tables.arc_price).mean()) if len(ticket) else 0.0
    minutes = room(tables, tables.arc_minutes, planned.load - standing.load)
    points = room(tables, tables.points[ticket], planned.lead - standing.lead)
    return Markets(
        minute=curved(
            tables.load,
            standing.load_line,
            planned.load_line,
            at_most(minutes, standing.minutes_room),
            faster=1.0,
        ),
        point=curved(
            tables.lead,
            standing.lead_line,
            planned.lead_line,
            at_most(points, standing.points_room),
            faster=POINTS_FASTER,
        ),
        slot=limited(
            standing.slots, room(tables, np.ones_like(ticket), standing.slots - planned.slots), dear
        ),
        tough=limited(
            standing.tough_slots,
            room(tables, tables.tough[ticket], standing.tough_slots - planned.tough_slots),
            dear,
        ),
    )


def largest(tables: Tables, standing: Carried) -> tuple[Column, Column]:
    """By agent: the most minutes, and points, that can come to them."""
    ticket = np.repeat(np.arange(len(tables.points)), np.diff(tables.arc_start))
    minutes = room(tables, tables.arc_minutes, standing.load).most.astype(np.int64)
    points = room(tables, tables.points[ticket], standing.lead).most.astype(np.int64)
    return np.minimum(minutes, standing.minutes_room), np.minimum(points, standing.points_room)


class Room(NamedTuple):
    """Units of one kind."""

    most: Floats
    """By agent: of all arcs that lead to them, or fewer where fewer fit."""
    planned: Floats
    """By agent: under the plan."""


def room(tables: Tables, units: Column, planned: Column) -> Room:
    """What could be wanted of everybody, and what is planned."""
    most = np.bincount(tables.arc_agent, weights=units, minlength=len(planned))
    return Room(most.astype(np.float64), planned.astype(np.float64))


def at_most(wanted: Room, there: Column) -> Room:
    """No more than there is."""
    return wanted._replace(most=np.minimum(wanted.most, there))


def curved(lines: Lines, standing: Column, planned: Column, room: Room, *, faster: float) -> Market:
    """Room that a curve prices."""
    bend = np.abs(lines.slope[np.maximum(planned, standing)] - lines.slope[standing]) / UNIT + 1.0
    return market(room, faster * bend / np.maximum(room.most, 1.0))


def limited(there: Column, room: Room, dear: float) -> Market:
    """Room that is free until it runs out."""
    scarce = room.most > there
    most = np.where(scarce, there, 0.0)
    return market(room._replace(most=most), np.where(scarce, dear / np.maximum(there, 1), 0.0))


def market(room: Room, scale: Floats) -> Market:
    """A market that nobody has traded in."""
    zeros = np.zeros(len(scale))
    return Market(
        price=zeros.copy(), best=zeros.copy(), chosen=zeros.copy(), sold=zeros.copy(),
        mean=room.planned, drift=zeros.copy(), scale=scale, most=room.most,
    )  # fmt: skip


def rounded(markets: Markets) -> Prices:
    """The best prices in whole thousandths."""
    return Prices(*(np.rint(each.best * UNIT).astype(np.int64) for each in markets))
