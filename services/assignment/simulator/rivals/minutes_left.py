"""Minutes left: whoever has the fewest estimated minutes of work still before them.

Request Tracker's automatic assignment, chooser TimeLeft: Σ of estimated − worked (product guide 2a).
"""

from services.assignment.simulator.floor import Floor
from services.assignment.simulator.world import MINUTE


def choose(floor: Floor, ticket: int, takers: list[int]) -> int:
    """The agent with the fewest minutes left."""
    return min(takers, key=lambda agent: (left(floor, agent), floor.last_dealt[agent], agent))


def left(floor: Floor, agent: int) -> int:
    """Seconds of estimated work in hand, less what was worked on the current ticket."""
    worked = floor.now - floor.started[agent] if floor.current[agent] >= 0 else 0
    return max(0, floor.minutes[agent] * MINUTE - worked)
