"""The floor of every backtest: each ticket to anybody who is there and has room, by lot."""

from services.assignment.simulator.dice import Dice
from services.assignment.simulator.floor import Floor


class AtRandom:
    """The choice, with its lots."""

    def __init__(self, seed: int) -> None:
        self.lots = Dice(seed)

    def __call__(self, floor: Floor, ticket: int, takers: list[int]) -> int:
        """One of them."""
        return takers[self.lots.below(len(takers))]
