"""In which order a rival looks at what waits."""

from services.assignment.simulator.floor import Floor
from services.assignment.simulator.world import HOUR, MINUTE

WEIGHT = (8, 4, 2, 1)
"""How many times an ordinary ticket's wait counts, by urgency (assignment guide §3)."""


def head_start(floor: Floor, ticket: int) -> int:
    """Oldest first, an urgent one as if it had come hours before: priority, then time."""
    ask = floor.world.asks[ticket]
    return ask.arrives - WEIGHT[ask.urgency] * HOUR


class Benefit:
    """Most benefit for each minute of work first: the cµ rule (Gurvich and Whitt 2009; guide 4.4).

    What a wait costs by now, half a minute for each open minute and urgency, less `quick` minutes for each
    minute of estimated work; the most urgent are not held back for being long.
    """

    def __init__(self, quick: float) -> None:
        self.quick = quick

    def __call__(self, floor: Floor, ticket: int) -> float:
        world, ask = floor.world, floor.world.asks[ticket]
        waited = (world.open_until(floor.now) - world.open_until(ask.arrives)) / MINUTE
        held_back = self.quick * ask.minutes if ask.urgency else 0.0
        return held_back - WEIGHT[ask.urgency] * (waited + 5) / 2
