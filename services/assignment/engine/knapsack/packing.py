"""The best an agent could be packed with at given prices: an exact knapsack, in steps of the kernel.

Light tickets by dynamic programming over cells of load (and, where slots bind, their number); heavy ones,
whose points bend the lead curve, by looking at every set of them that convexity does not rule out.
"""

from services.assignment.engine.form.curve import UNIT
from services.assignment.engine.kernel.step import step
from services.assignment.engine.knapsack.costs import (
    MOST_SETS,
    PLACES,
    Priced,
    Room,
    Told,
    lead_least,
    load_cost,
    over,
)
from services.assignment.engine.knapsack.packs import MOST_COUNTED, Packs

TOO_MUCH = 1 << 60
ROUNDED = 4
"""What flooring can take off a marginal cost; nothing that near to paying is left out."""
VALUE, OVERFLOW = 0, 1
AGENT, LIGHTS, HEAVIES, COUNTED, REACH, SPREAD = 0, 1, 2, 3, 4, 5
"""Whom; how many light and heavy tickets; slots where they bind, else -1; cells; points of light ones."""
DEPTH, LOAD, POINTS, TOUGH, COST, FOLLOWING, SETS = 6, 7, 8, 9, 10, 11, 12
"""The set of heavy tickets looked at: how many, what they add, from where to go on, sets so far."""
BEST, BEST_CELL, BEST_DEPTH = 13, 14, 15


@step
def pack_all(packs: Packs, priced: Priced, room: Room, told: Told) -> None:
    """Everybody packed as well as can be; sums go to `told`."""
    for agent in range(len(packs.slots)):
        if packs.slots[agent] > 0 and packs.start[agent] < packs.start[agent + 1]:
            pack(packs, priced, room, told, agent)


@step
def pack(packs: Packs, priced: Priced, room: Room, told: Told, agent: int) -> None:
    """One agent packed as well as can be."""
    state = room.state
    for place in range(PLACES):
        state[place] = 0
    state[AGENT], state[BEST] = agent, TOO_MUCH
    sort_out(packs, priced, room)
    fill(packs, room)
    look(packs, priced, room)
    while state[SETS] < priced.settings[MOST_SETS] and go_on(packs, priced, room):
        look(packs, priced, room)
    told.blown[agent] = 1 if state[SETS] >= priced.settings[MOST_SETS] else 0
    told.total[VALUE] += state[BEST]
    tell(packs, room, told)


@step
def sort_out(packs: Packs, priced: Priced, room: Room) -> None:
    """The agent's light and heavy tickets that could pay, and whether their slots bind."""
    state = room.state
    agent, lights, heavies = state[AGENT], 0, 0
    cells = packs.cell_start[agent + 1] - packs.cell_start[agent]
    for arc in range(packs.start[agent], packs.start[agent + 1]):
        points = packs.points[packs.ticket[arc]]
        heavy = points >= priced.heavy_from[agent]
        if not heavy:
            state[SPREAD] += points
        cost = priced.arc[arc]
        if not heavy:
            cost += priced.steep[agent] * points // UNIT
        added = lead_least(packs, priced, agent, points, 0) if heavy else 0
        if (
            packs.weight[arc] >= cells
            or cost + added + load_cost(packs, agent, 0, packs.weight[arc]) >= ROUNDED
        ):
            continue
        if heavy:
            room.heavy[heavies], room.heavy_cost[heavies] = arc, cost
            heavies += 1
        else:
            room.light[lights], room.light_cost[lights] = arc, cost
            lights += 1
    state[LIGHTS], state[HEAVIES] = lights, heavies
    slots = packs.slots[agent]
    state[COUNTED] = slots if lights + heavies > slots and slots <= MOST_COUNTED else -1


@step
def fill(packs: Packs, room: Room) -> None:
    """The least cost of light tickets, by their number where slots bind, and by cell."""
    state = room.state
    agent, counted = state[AGENT], max(state[COUNTED], 0)
    reach = 1
    for index in range(state[LIGHTS]):
        reach += packs.weight[room.light[index]]
    reach = min(reach, packs.cell_start[agent + 1] - packs.cell_start[agent])
    for number in range(counted + 1):
        for cell in range(reach):
            room.least[number, cell] = 0 if cell == 0 else TOO_MUCH
    for index in range(state[LIGHTS]):
        add_light(packs, room, index, counted, reach)
    state[REACH] = reach


@step
def add_light(packs: Packs, room: Room, index: int, counted: int, reach: int) -> None:
    """One more light ticket: with it or without, whichever costs less."""
    weight, cost = packs.weight[room.light[index]], room.light_cost[index]
    binds = room.state[COUNTED] >= 0
    for number in range(counted, -1, -1):
        source = number - 1 if binds else 0
        for cell in range(reach - 1, -1, -1):
            room.taken[index, number, cell] = 0
            if cell >= weight and source >= 0:
                here = room.least[source, cell - weight] + cost
                if here < room.least[number, cell]:
                    room.least[number, cell] = here
                    room.taken[index, number, cell] = 1


@step
def look(packs: Packs, priced: Priced, room: Room) -> None:
    """What the best light tickets make of the present set of heavy ones."""
    state = room.state
    agent, load = state[AGENT], state[LOAD]
    cost = state[COST] + lead_least(packs, priced, agent, state[POINTS], state[SPREAD])
    left = state[COUNTED] - state[DEPTH] if state[COUNTED] >= 0 else 0
    begin, cells = packs.cell_start[agent], packs.cell_start[agent + 1] - packs.cell_start[agent]
    state[SETS] += 1
    for cell in range(min(state[REACH], cells - load)):
        here = cost + room.least[left, cell] + packs.cost_of_cell[begin + load + cell]
        if here < state[BEST]:
            state[BEST], state[BEST_CELL], state[BEST_DEPTH] = here, cell, state[DEPTH]
            for index in range(state[DEPTH]):
                room.best[index] = room.stack[index]


@step
def go_on(packs: Packs, priced: Priced, room: Room) -> bool:
    """To the next set of heavy tickets; False after the last one."""
    state = room.state
    while not grow(packs, priced, room):
        if state[DEPTH] == 0:
            return False
        state[DEPTH] -= 1
        last = room.stack[state[DEPTH]]
        carry(packs, room, last, -1)
        state[FOLLOWING] = last + 1
    return True


@step
def grow(packs: Packs, priced: Priced, room: Room) -> bool:
    """Put the next heavy ticket that fits and could pay into the set; whether there is one."""
    state = room.state
    agent = state[AGENT]
    slots = packs.slots[agent] if state[COUNTED] < 0 else state[COUNTED]
    if state[DEPTH] >= slots:
        return False
    for index in range(state[FOLLOWING], state[HEAVIES]):
        if fits(packs, room, index) and pays(packs, priced, room, index):
            room.stack[state[DEPTH]] = index
            state[DEPTH] += 1
            carry(packs, room, index, 1)
            state[FOLLOWING] = index + 1
            return True
    return False


@step
def fits(packs: Packs, room: Room, index: int) -> bool:
    """Whether the heavy ticket fits beside those of the set."""
    state, arc = room.state, room.heavy[index]
    agent, ticket = state[AGENT], packs.ticket[arc]
    cells = packs.cell_start[agent + 1] - packs.cell_start[agent]
    return bool(
        state[LOAD] + packs.weight[arc] < cells
        and state[POINTS] + packs.points[ticket] <= packs.room_for_points[agent]
        and state[TOUGH] + packs.tough[ticket] <= packs.tough_slots[agent]
    )


@step
def pays(packs: Packs, priced: Priced, room: Room, index: int) -> bool:
    """Whether the heavy ticket could be part of a best set with those of the present one.

    A ticket of a best set pays for itself beside all others of it; by convexity beside some of them too.
    """
    state, arc = room.state, room.heavy[index]
    agent, points = state[AGENT], packs.points[packs.ticket[arc]]
    lead = lead_least(packs, priced, agent, state[POINTS] + points, state[SPREAD])
    lead -= lead_least(packs, priced, agent, state[POINTS], state[SPREAD])
    load = load_cost(packs, agent, state[LOAD], packs.weight[arc])
    return bool(room.heavy_cost[index] + lead + load < ROUNDED)


@step
def carry(packs: Packs, room: Room, index: int, times: int) -> None:
    """Count a heavy ticket to the set, or take it out."""
    state, arc = room.state, room.heavy[index]
    ticket = packs.ticket[arc]
    state[LOAD] += times * packs.weight[arc]
    state[POINTS] += times * packs.points[ticket]
    state[TOUGH] += times * packs.tough[ticket]
    state[COST] += times * room.heavy_cost[index]


@step
def tell(packs: Packs, room: Room, told: Told) -> None:
    """Count the tickets of the best set, and its overflow."""
    state, points = room.state, 0
    for depth in range(state[BEST_DEPTH]):
        ticket = packs.ticket[room.heavy[room.best[depth]]]
        told.taken_by[ticket] += 1
        points += packs.points[ticket]
    cell, number = state[BEST_CELL], 0
    if state[COUNTED] >= 0:
        number = state[COUNTED] - state[BEST_DEPTH]
    for index in range(state[LIGHTS] - 1, -1, -1):
        if room.taken[index, number, cell] == 1:
            ticket = packs.ticket[room.light[index]]
            told.taken_by[ticket] += 1
            points += packs.points[ticket]
            cell -= packs.weight[room.light[index]]
            if state[COUNTED] >= 0:
                number -= 1
    told.total[OVERFLOW] += over(packs, state[AGENT], points)
