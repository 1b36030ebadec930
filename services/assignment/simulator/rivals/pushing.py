"""What all pushing rivals share: tickets one at a time, in some order, each to one agent by one rule."""

from collections.abc import Callable, Iterable

from services.assignment.simulator.dealer import Hearing
from services.assignment.simulator.floor import Floor
from services.assignment.simulator.rivals.forgetful import Forgetful
from services.assignment.simulator.world import Worker

Order = Callable[[Floor, int], object]
"""A key by which a ticket comes before another; lower first."""
Choice = Callable[[Floor, int, list[int]], int]
"""Which of the agents who may have a ticket and have room gets it."""


class Pushing:
    """A desk that gives the next ticket to the agent its rule names."""

    exceptions = 0
    hears: Hearing = Forgetful()

    def __init__(
        self, choose: Choice, *, order: Order, limit: int, more_for_seniors: bool = False
    ) -> None:
        self.choose, self.order, self.limit = choose, order, limit
        self.more_for_seniors = more_for_seniors

    def room(self, worker: Worker) -> int:
        """The same for everybody, or one more from the second tier on."""
        return self.limit + (self.more_for_seniors and worker.tier > 1)

    def deal(self, floor: Floor) -> Iterable[tuple[int, int]]:
        """Every ticket that somebody free may have, in order."""
        tickets = [ticket for ticket in floor.queue if floor.willing[ticket] & floor.free]
        for ticket in sorted(tickets, key=lambda each: (self.order(floor, each), each)):
            takers = floor.takers(ticket)
            if takers:
                yield ticket, self.choose(floor, ticket, takers)
