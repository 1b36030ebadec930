"""What each agent works on: one ticket at a time, first come first, broken off or held up by a break."""

from services.assignment.simulator.floor import NOBODY, Floor
from services.assignment.simulator.taken import Taken
from services.assignment.simulator.work import Work


class AtWork:
    """Who works on what until when."""

    def __init__(self, floor: Floor, work: Work, taken: Taken) -> None:
        self.floor, self.work, self.taken = floor, work, taken
        self.done_at = [0] * len(floor.world.workers)
        """By agent: when what they work on is done."""

    def start(self, agent: int) -> bool:
        """Begin the next ticket in hand, if there is one and nothing keeps them; whether they did."""
        floor, bit = self.floor, 1 << agent
        if floor.current[agent] != NOBODY or not floor.hand[agent]:
            return False
        if not floor.present & ~floor.at_lunch & bit:
            return False
        ticket = floor.hand[agent].pop(0)
        floor.current[agent] = ticket
        self.taken.begun(ticket, floor.now)
        floor.started[agent] = floor.now
        self.done_at[agent] = floor.now + self.work.takes(ticket, agent)
        return True

    def is_done(self, agent: int, ticket: int) -> bool:
        """Whether the agent is done with it just now; what was broken off or held up is not."""
        return self.floor.current[agent] == ticket and self.done_at[agent] == self.floor.now

    def stop(self, agent: int) -> None:
        """Work on it no more."""
        floor = self.floor
        self.taken.worked(floor.current[agent], agent, floor.now - floor.started[agent])
        floor.current[agent] = NOBODY
        floor.idle_since[agent] = floor.now

    def put_down(self, agent: int) -> None:
        """Break it off; somebody has to do a part of it again."""
        floor, done = self.floor, self.done_at[agent]
        ticket, takes, rest = floor.current[agent], done - floor.started[agent], done - floor.now
        self.stop(agent)
        self.work.break_off(ticket, rest=rest, of=takes)

    def hold_up(self, agent: int, seconds: int) -> bool:
        """Go on with it so much later; whether there is anything."""
        if self.floor.current[agent] == NOBODY:
            return False
        self.floor.started[agent] += seconds
        self.done_at[agent] += seconds
        return True
