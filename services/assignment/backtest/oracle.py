"""The ceiling of every backtest: an oracle that knows what each ticket will turn out to be.

A tough ticket goes to who has had the fewest tough ones for the days they will have been there in all, any
other to who has had the fewest tickets for these days. Nobody can deal so; how far a policy stays behind it
is what not knowing costs.
"""

from fractions import Fraction

from services.assignment.simulator.floor import Floor
from services.assignment.simulator.world import World
from shared.vocabulary.toughness import is_tough


class Oracle:
    """The choice, and what it has dealt so far."""

    def __init__(self, world: World) -> None:
        self.days = [0] * len(world.workers)
        for shift in world.shifts:
            self.days[shift.agent] += 1
        self.tough = [0] * len(world.workers)

    def __call__(self, floor: Floor, ticket: int, takers: list[int]) -> int:
        """Who is furthest below their share of what it will turn out to be; of equals the first."""
        tough = is_tough(floor.world.asks[ticket].toughness)
        had = self.tough if tough else floor.received
        chosen = min(
            takers, key=lambda agent: (self._of(had, agent), self._of(floor.received, agent), agent)
        )
        self.tough[chosen] += tough
        return chosen

    def _of(self, had: list[int], agent: int) -> Fraction:
        return Fraction(had[agent], self.days[agent])
