"""Longest idle: whoever has had nothing to do for longest; if all have, whoever has least.

ServiceNow Advanced Work Assignment "last assigned", Freshservice "oldest last assignment" (product guide 2a).
"""

from services.assignment.simulator.floor import Floor


def choose(floor: Floor, ticket: int, takers: list[int]) -> int:
    """The agent who has been idle longest."""
    return min(takers, key=lambda agent: (floor.in_work[agent], floor.idle_since[agent], agent))
