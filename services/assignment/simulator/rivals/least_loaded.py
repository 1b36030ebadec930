"""Least loaded: whoever has the fewest open tickets; among equals whoever waited longest for one.

Freshdesk Omniroute "load balanced", Intercom "balanced", Front, Chatwoot "balanced", Frappe "load balancing"
(product guide 2a): load is a count, whatever the tickets are.
"""

from services.assignment.simulator.floor import Floor


def choose(floor: Floor, ticket: int, takers: list[int]) -> int:
    """The agent with the fewest tickets in work."""
    return min(takers, key=lambda agent: (floor.in_work[agent], floor.last_dealt[agent], agent))
