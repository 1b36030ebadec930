"""To whom somebody of the sample hands on what they cannot go on with."""

from services.assignment.simulator.floor import Floor, agents_in


def colleague_for(ticket: int, agent: int, floor: Floor, *, knows_more: bool) -> int | None:
    """Who of the agent's team knows most of it and has least to do.

    None where nobody knows more, if that is asked; else where one alone is there, who has enough in hand.
    """
    world = floor.world
    name, team = world.asks[ticket].need.name or "", world.workers[agent].teams

    def level(each: int) -> int:
        return floor.levels[each].get(name, 0)

    able = [
        each
        for each in agents_in(floor.on_hand & floor.able[ticket] & ~(1 << agent))
        if world.workers[each].teams == team and (level(each) > level(agent) or not knows_more)
    ]
    enough = able if knows_more or len(able) > 1 else []
    return min(enough, key=lambda each: (-level(each), floor.in_work[each], each), default=None)
