"""Round robin: whoever was given something longest ago.

Zendesk omnichannel since 2024 (longest since last assignment), Freshdesk, Frappe's pointer, PagerDuty's ring
(product guide 2a).
"""

from services.assignment.simulator.floor import Floor


def choose(floor: Floor, ticket: int, takers: list[int]) -> int:
    """The agent whose last ticket is longest ago."""
    return min(takers, key=lambda agent: (floor.last_dealt[agent], agent))
