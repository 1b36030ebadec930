"""When everybody's next shift begins, and whether that is soon enough to keep a conversation."""

from bisect import bisect_left

from services.assignment.simulator.floor import Floor
from services.assignment.simulator.world import HOUR, World

KEPT_FOR = 20 * HOUR
"""A conversation stays with its agent if their next shift begins within so long."""


class Rota:
    """The beginnings of each worker's shifts, earliest first."""

    def __init__(self, world: World) -> None:
        self._begins: list[list[int]] = [[] for _ in world.workers]
        for shift in world.shifts:
            self._begins[shift.agent].append(shift.start)

    def is_there_soon(self, agent: int, floor: Floor) -> bool:
        """Whether the agent is on shift, or soon."""
        if floor.present & 1 << agent:
            return True
        begins = self._begins[agent]
        following = bisect_left(begins, floor.now)
        return following < len(begins) and begins[following] - floor.now <= KEPT_FOR
