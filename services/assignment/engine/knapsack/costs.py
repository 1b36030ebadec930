"""Prices, room to work in, and what load and points cost: what packing an agent is made of."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from services.assignment.engine.form.columns import Column
from services.assignment.engine.form.curve import UNIT
from services.assignment.engine.kernel.step import step
from services.assignment.engine.kernel.tables import cost_on, line_at
from services.assignment.engine.knapsack.packs import MOST_COUNTED, Packs

LEAD_COUNTS, OVERFLOW_PRICE, MOST_SETS = 0, 1, 2
"""What `settings` hold."""
PLACES = 16


class Priced(NamedTuple):
    """Prices, and what counts."""

    arc: Column
    """By arc of the packs: its price less that of its ticket."""
    steep: Column
    heavy_from: Column
    settings: Column
    """Whether the lead curve counts, thousandths for a milli-point of overflow, and the most sets tried."""


class Room(NamedTuple):
    """Room to work in."""

    light: Column
    light_cost: Column
    heavy: Column
    heavy_cost: Column
    stack: Column
    best: Column
    least: npt.NDArray[np.int64]
    """By number of tickets and cell: the least cost of light tickets that load exactly so much."""
    taken: npt.NDArray[np.int8]
    """By light ticket, number and cell: whether it is part of that."""
    state: Column
    """The agent being packed, by the places named below."""


class Told(NamedTuple):
    """What came of packing everybody."""

    taken_by: Column
    """By ticket: by how many agents it was taken."""
    total: Column
    blown: Column
    """By agent: 1 where there were too many sets of heavy tickets to look at."""


def room_for(packs: Packs) -> Room:
    """Room for the agent who needs most of it."""
    most = int(np.diff(packs.start).max(initial=0)) + 1
    cells = int(np.diff(packs.cell_start).max(initial=1))
    numbers = int(min(MOST_COUNTED, packs.slots.max(initial=0))) + 1
    return Room(
        light=np.zeros(most, dtype=np.int64),
        light_cost=np.zeros(most, dtype=np.int64),
        heavy=np.zeros(most, dtype=np.int64),
        heavy_cost=np.zeros(most, dtype=np.int64),
        stack=np.zeros(most, dtype=np.int64),
        best=np.zeros(most, dtype=np.int64),
        least=np.zeros((numbers, cells), dtype=np.int64),
        taken=np.zeros((most, numbers, cells), dtype=np.int8),
        state=np.zeros(PLACES, dtype=np.int64),
    )


@step
def load_cost(packs: Packs, agent: int, load: int, more: int) -> int:
    """What so many more cells cost."""
    start = packs.cell_start[agent] + load
    return int(packs.cost_of_cell[start + more] - packs.cost_of_cell[start])


@step
def lead_cost(packs: Packs, priced: Priced, agent: int, points: int) -> int:
    """What so many points cost by the lead curve and as overflow."""
    total, x = 0, packs.lead[agent]
    if priced.settings[LEAD_COUNTS] != 0:
        line = packs.lead_line[agent]
        ends = line_at(packs.lead_lines, line, x + points)
        total = cost_on(packs.lead_lines, ends, x + points) - cost_on(packs.lead_lines, line, x)
    return int(total + priced.settings[OVERFLOW_PRICE] * over(packs, agent, points) // UNIT)


@step
def over(packs: Packs, agent: int, points: int) -> int:
    """Milli-points that so many points add above the cap."""
    return int(max(0, packs.above[agent] + points) - max(0, packs.above[agent]))


@step
def lead_least(packs: Packs, priced: Priced, agent: int, points: int, spread: int) -> int:
    """What heavy tickets' points cost at least, up to `spread` light ones added at the agent's price.

    A convex cost is least where it bends, or at an end; flooring is allowed for.
    """
    least = lead_cost(packs, priced, agent, points)
    if spread == 0:
        return least
    steep, lines, x = priced.steep[agent], packs.lead_lines, packs.lead[agent] + points
    line = line_at(lines, packs.lead_line[agent], x)
    while True:
        more = min(lines.until[line] - x, spread)
        for each in (more - 1, more):
            here = lead_cost(packs, priced, agent, points + each) + (-steep * each) // UNIT
            least = min(least, here)
        if more == spread:
            break
        line += 1
    bends = -packs.above[agent] - points
    if 0 < bends < spread:
        here = lead_cost(packs, priced, agent, points + bends) + (-steep * bends) // UNIT
        least = min(least, here)
    return least - 2
