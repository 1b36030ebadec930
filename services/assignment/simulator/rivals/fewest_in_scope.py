"""Fewest in the rule's scope: whoever has the fewest open tickets of the same kind, by lot among equals.

Jira automation's "balanced workload": the rule counts the issues it is about, and the lot decides between
equals (product guide 2a).
"""

from services.assignment.simulator.dice import Dice
from services.assignment.simulator.floor import Floor


class FewestInScope:
    """The choice, with its lots."""

    def __init__(self, seed: int) -> None:
        self.lots = Dice(seed)

    def __call__(self, floor: Floor, ticket: int, takers: list[int]) -> int:
        """One of the agents with the fewest open tickets that need the same skill."""
        scope = floor.world.asks[ticket].need.name
        counts = [floor.open_by_skill[agent].get(scope, 0) for agent in takers]
        fewest = min(counts)
        equal = [agent for agent, n in zip(takers, counts, strict=True) if n == fewest]
        return equal[self.lots.below(len(equal))]
