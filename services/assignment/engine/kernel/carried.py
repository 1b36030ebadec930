"""A plan in the making: which arc every ticket is on, and what every agent carries under it."""

from typing import NamedTuple

import numpy as np

from services.assignment.engine.form.columns import Column
from services.assignment.engine.form.curve import UNIT
from services.assignment.engine.form.curves import Curves
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.kernel.step import inlined, step
from services.assignment.engine.kernel.tables import Tables, cost_on, line_at

NONE = -1
UPPER, MINUTES, LOOKED = 0, 1, 2
"""Places in `total`: cost on the upper levels, milli-minutes, and arcs looked at so far."""


class Carried(NamedTuple):
    """What changes during a search; every array is kept up to date with each step."""

    arc: Column
    """By ticket: the arc it is on, or NONE while it waits."""
    load: Column
    load_line: Column
    load_cost: Column
    """By agent: milli-minutes of the load curve where the agent stands."""
    lead: Column
    lead_line: Column
    lead_cost: Column
    slots: Column
    tough_slots: Column
    minutes_room: Column
    points_room: Column
    cap_room: Column
    """By agent: milli-points up to the fairness cap; below 0 above it."""
    first: Column
    """By agent: one of the tickets they are given, or NONE."""
    following: Column
    """By ticket: the next one of the same agent, or NONE."""
    before: Column
    total: Column


def nothing_given(problem: Problem, tables: Tables) -> Carried:
    """Everybody as they stand, and every ticket waiting."""
    agents, tickets = len(problem.agents), len(problem.tickets)
    load_room = end_of(problem.load_curve) - problem.load
    carried = Carried(
        arc=np.full(tickets, NONE),
        load=problem.load.copy(),
        load_line=problem.load_curve.line_start[problem.load_curve.which],
        load_cost=np.empty(agents, dtype=np.int64),
        lead=problem.lead.copy(),
        lead_line=problem.lead_curve.line_start[problem.lead_curve.which],
        lead_cost=np.empty(agents, dtype=np.int64),
        slots=problem.slots.copy(),
        tough_slots=problem.tough_slots.copy(),
        minutes_room=np.minimum(problem.minutes_free, np.maximum(load_room, 0)),
        points_room=np.maximum(end_of(problem.lead_curve) - problem.lead, 0),
        cap_room=problem.lead_cap - problem.lead,
        first=np.full(agents, NONE),
        following=np.full(tickets, NONE),
        before=np.full(tickets, NONE),
        total=np.zeros(3, dtype=np.int64),
    )
    stand(tables, carried)
    return carried


def end_of(curves: Curves) -> Column:
    """By agent: where their curve ends."""
    last: Column = curves.until[curves.line_start[1:] - 1]
    return last[curves.which]


@step
def stand(tables: Tables, carried: Carried) -> None:
    """Find everybody's place on their curves, and count everything as waiting."""
    for agent in range(len(carried.load)):
        bring_up(tables, carried, agent)
    for ticket in range(len(carried.arc)):
        carried.total[UPPER] += tables.pressing[ticket]
        carried.total[MINUTES] += tables.waiting[ticket]


@inlined
def bring_up(tables: Tables, carried: Carried, agent: int) -> None:
    """Bring the agent's lines and costs up to their load and lead."""
    line = line_at(tables.load, carried.load_line[agent], carried.load[agent])
    carried.load_line[agent] = line
    carried.load_cost[agent] = cost_on(tables.load, line, carried.load[agent])
    line = line_at(tables.lead, carried.lead_line[agent], carried.lead[agent])
    carried.lead_line[agent] = line
    carried.lead_cost[agent] = cost_on(tables.lead, line, carried.lead[agent])


@inlined
def fits(tables: Tables, carried: Carried, arc: int, ticket: int) -> bool:
    """Whether the agent of the arc has room for the ticket."""
    agent = tables.arc_agent[arc]
    return (
        carried.slots[agent] > 0
        and tables.arc_minutes[arc] <= carried.minutes_room[agent]
        and tables.points[ticket] <= carried.points_room[agent]
        and tables.tough[ticket] <= carried.tough_slots[agent]
    )


@inlined
def least_added(tables: Tables, carried: Carried, arc: int, ticket: int) -> int:
    """What the ticket adds at least, in thousandths: along the lines on which the agent stands.

    Exact while both curves stay on their lines, and never too much, by convexity; one multiplication
    each in place of a search, so that most arcs are turned down without one.
    """
    agent = tables.arc_agent[arc]
    return (
        tables.arc_price[arc] * UNIT
        + tables.load.slope[carried.load_line[agent]] * tables.arc_minutes[arc]
        + tables.lead.slope[carried.lead_line[agent]] * tables.points[ticket]
    )


@inlined
def added(tables: Tables, carried: Carried, arc: int, ticket: int) -> int:
    """Milli-minutes that the ticket adds on this arc as things stand."""
    agent = tables.arc_agent[arc]
    cost = tables.arc_price[arc] + load_added(tables, carried, agent, tables.arc_minutes[arc])
    if tables.points[ticket] != 0:
        cost += lead_added(tables, carried, agent, tables.points[ticket])
    return cost


@inlined
def load_added(tables: Tables, carried: Carried, agent: int, minutes: int) -> int:
    """Milli-minutes that so much more load, or less, costs the agent."""
    load = carried.load[agent] + minutes
    line = line_at(tables.load, carried.load_line[agent], load)
    return cost_on(tables.load, line, load) - carried.load_cost[agent]


@inlined
def lead_added(tables: Tables, carried: Carried, agent: int, points: int) -> int:
    """Milli-minutes that so many more points, or fewer, cost the agent."""
    lead = carried.lead[agent] + points
    line = line_at(tables.lead, carried.lead_line[agent], lead)
    return cost_on(tables.lead, line, lead) - carried.lead_cost[agent]


@inlined
def overflow_added(carried: Carried, agent: int, points: int) -> int:
    """Milli-points that so many more points, or fewer, put the agent above the cap."""
    room = carried.cap_room[agent]
    return max(0, points - room) - max(0, -room)


@step
def place(tables: Tables, carried: Carried, ticket: int, arc: int) -> None:
    """Put a waiting ticket on an arc; NONE leaves it waiting."""
    if arc == NONE:
        return
    agent = tables.arc_agent[arc]
    carried.total[UPPER] += overflow_added(carried, agent, tables.points[ticket])
    carried.total[UPPER] -= tables.pressing[ticket]
    carried.total[MINUTES] += added(tables, carried, arc, ticket) - tables.waiting[ticket]
    carried.arc[ticket] = arc
    carry(tables, carried, arc, ticket, 1)
    carried.following[ticket] = carried.first[agent]
    carried.before[ticket] = NONE
    if carried.first[agent] != NONE:
        carried.before[carried.first[agent]] = ticket
    carried.first[agent] = ticket


@step
def take_off(tables: Tables, carried: Carried, ticket: int) -> int:
    """Take the ticket off its agent; the arc it was on, or NONE if it waited."""
    arc = carried.arc[ticket]
    if arc == NONE:
        return arc
    agent = tables.arc_agent[arc]
    carry(tables, carried, arc, ticket, -1)
    carried.arc[ticket] = NONE
    carried.total[UPPER] -= overflow_added(carried, agent, tables.points[ticket])
    carried.total[UPPER] += tables.pressing[ticket]
    carried.total[MINUTES] -= added(tables, carried, arc, ticket) - tables.waiting[ticket]
    following, before = carried.following[ticket], carried.before[ticket]
    if before == NONE:
        carried.first[agent] = following
    else:
        carried.following[before] = following
    if following != NONE:
        carried.before[following] = before
    return arc


@inlined
def carry(tables: Tables, carried: Carried, arc: int, ticket: int, times: int) -> None:
    """Add a ticket to what its agent carries (times 1), or take it away (times −1)."""
    agent = tables.arc_agent[arc]
    minutes, points = times * tables.arc_minutes[arc], times * tables.points[ticket]
    carried.load[agent] += minutes
    carried.lead[agent] += points
    carried.slots[agent] -= times
    carried.tough_slots[agent] -= times * tables.tough[ticket]
    carried.minutes_room[agent] -= minutes
    carried.points_room[agent] -= points
    carried.cap_room[agent] -= points
    bring_up(tables, carried, agent)


@step
def restore(tables: Tables, carried: Carried, arcs: Column) -> None:
    """Go back to an earlier plan, told by the arc of each ticket."""
    for ticket in range(len(arcs)):
        if carried.arc[ticket] != arcs[ticket]:
            take_off(tables, carried, ticket)
    for ticket in range(len(arcs)):
        if carried.arc[ticket] != arcs[ticket]:
            place(tables, carried, ticket, arcs[ticket])
