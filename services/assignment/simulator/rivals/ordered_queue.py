"""A plain queue by benefit per minute, without any solver: the best of what an order alone can do.

Each ticket, most benefit for each minute first, goes to who is quickest at it, among equals to who has been
idle longest (the cµ rule with the quickest server; Gurvich and Whitt 2009).
"""

from services.assignment.simulator.floor import Floor


def choose(floor: Floor, ticket: int, takers: list[int]) -> int:
    """The agent with the highest level up to fluent, then idle longest."""
    need, fluent = floor.world.asks[ticket].need, floor.world.fluent
    enough = need.level + fluent
    return min(
        takers,
        key=lambda agent: (
            floor.in_work[agent],
            -min(enough, floor.levels[agent].get(need.name or "", 0)),
            floor.idle_since[agent],
            agent,
        ),
    )
