"""Skills, then least loaded: the best in the skill that is asked, among equals the fewest open tickets.

Freshdesk "skill-based", Siebel's skill score, Freshservice's skill rank (product guide 2a).
"""

from services.assignment.simulator.floor import Floor


def choose(floor: Floor, ticket: int, takers: list[int]) -> int:
    """The agent with the highest level, then with the fewest tickets in work."""
    name = floor.world.asks[ticket].need.name or ""
    return min(
        takers,
        key=lambda agent: (
            -floor.levels[agent].get(name, 0), floor.in_work[agent], floor.last_dealt[agent], agent,
        ),
    )  # fmt: skip
