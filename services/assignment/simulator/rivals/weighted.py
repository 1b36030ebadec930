"""Weighted distribution: everybody's share of all tickets follows a weight that somebody set.

Frappe Helpdesk's "weighted distribution" (product guide 2a); whoever is furthest below their share is next.
"""

from collections.abc import Callable
from fractions import Fraction

from services.assignment.simulator.floor import Floor
from services.assignment.simulator.world import Worker

Weight = Callable[[Worker], int]


def by_tier(worker: Worker) -> int:
    """The higher the tier, the more: what a supervisor would set first."""
    return 1 + worker.tier


def by_pace(worker: Worker) -> int:
    """The quicker, the more."""
    return 1_000_000 // worker.pace


class Weighted:
    """The choice under certain weights."""

    def __init__(self, weight: Weight) -> None:
        self.weight = weight

    def __call__(self, floor: Floor, ticket: int, takers: list[int]) -> int:
        """The agent who has received least for their weight."""
        workers = floor.world.workers
        return min(
            takers,
            key=lambda a: (Fraction(floor.received[a], self.weight(workers[a])), a),
        )
