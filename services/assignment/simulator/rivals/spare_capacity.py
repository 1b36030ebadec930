"""Spare capacity: whoever has room for the most further tickets, counted.

Zendesk omnichannel's default, ServiceNow "most capacity" (product guide 2a). Seniors have room for one more.
"""

from services.assignment.simulator.floor import Floor


def choose(floor: Floor, ticket: int, takers: list[int]) -> int:
    """The agent with the most room."""
    return min(
        takers,
        key=lambda agent: (
            floor.in_work[agent] - floor.room[agent], floor.last_dealt[agent], agent,
        ),
    )  # fmt: skip
