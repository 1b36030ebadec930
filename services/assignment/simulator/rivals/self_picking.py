"""Self-picking: whoever is free takes what looks easiest; seniors look first.

The queue of osTicket, Zammad and every desk without routing (product guide 2a), as the guide measured it:
what looks tough counts two and a half times its minutes, the most urgent are taken gladly, and in one of
three picks a supervisor insists on something overdue.
"""

from collections.abc import Iterable

from services.assignment.simulator.dealer import Hearing
from services.assignment.simulator.dice import Dice
from services.assignment.simulator.floor import Floor, agents_in
from services.assignment.simulator.rivals.forgetful import Forgetful
from services.assignment.simulator.world import Worker

INSISTS = 35
"""Per cent of the picks at which a supervisor insists on the longest overdue, if one is."""
DREADED = 2.5
GLADLY = 40
"""Minutes by which the most urgent look easier."""


class SelfPicking:
    """A desk where everybody helps themselves, one ticket at a time."""

    exceptions = 0
    hears: Hearing = Forgetful()

    def __init__(self, seed: int) -> None:
        self.dice = Dice(seed)

    def room(self, worker: Worker) -> int:
        """Nobody takes a second one before the first is done."""
        return 1

    def deal(self, floor: Floor) -> Iterable[tuple[int, int]]:
        """Everybody free picks, seniors first."""
        workers = floor.world.workers
        for agent in sorted(agents_in(floor.free), key=lambda each: workers[each].seniority):
            seen = [ticket for ticket in floor.queue if floor.willing[ticket] & 1 << agent]
            if seen:
                yield self._pick(floor, seen), agent

    def _pick(self, floor: Floor, seen: list[int]) -> int:
        asks = floor.world.asks
        overdue = [t for t in seen if floor.now - asks[t].arrives > asks[t].promised]
        if overdue and self.dice.below(100) < INSISTS:
            return min(overdue, key=lambda ticket: (asks[ticket].arrives, ticket))
        return min(seen, key=lambda ticket: (looks(floor, ticket), ticket))


def looks(floor: Floor, ticket: int) -> float:
    """How much work it looks like."""
    ask = floor.world.asks[ticket]
    return ask.minutes * (DREADED if ask.looks_tough else 1) - (GLADLY if ask.urgency == 0 else 0)
