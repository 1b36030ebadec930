"""How long work takes whom, and what they learn by it."""

from services.assignment.simulator.floor import Floor
from services.assignment.simulator.world import MINUTE, PER_MILLE, World

AGAIN = 1_100
"""Per mille of what was left that the next owner has to do."""
READ_IN = 3 * MINUTE


class Work:
    """What is left of each ticket, and each agent's lessons."""

    def __init__(self, world: World, floor: Floor) -> None:
        self.world, self.floor = world, floor
        self.asked = [0] * len(world.asks)
        """By ticket: questions that were asked so far."""
        self.left = [self._segment(ticket) for ticket in range(len(world.asks))]
        """By ticket: seconds of an ordinary agent's work until its next question or its end."""
        self.lessons: list[dict[str, int]] = [{} for _ in world.workers]

    def takes(self, ticket: int, agent: int) -> int:
        """Seconds the agent needs for what is left, at least one."""
        world = self.world
        pace = world.workers[agent].pace * world.slower[self._short_of_fluent(ticket, agent)]
        return max(1, self.left[ticket] * pace // (PER_MILLE * PER_MILLE))

    def ask_back(self, ticket: int) -> int | None:
        """Seconds until the requester answers what is asked now; None where nothing more is asked."""
        pauses, asked = self.world.asks[ticket].pauses, self.asked[ticket]
        if asked == len(pauses):
            return None
        self.asked[ticket] += 1
        self.left[ticket] = self._segment(ticket)
        return pauses[asked].answered_in

    def break_off(self, ticket: int, *, rest: int, of: int) -> None:
        """So many of so many seconds were not worked; the next owner does a part again."""
        self.left[ticket] = self.left[ticket] * rest * AGAIN // (of * PER_MILLE) + READ_IN

    def learned(self, ticket: int, agent: int) -> bool:
        """Whether the agent knows a level more of it now that it is done."""
        name = self.world.asks[ticket].need.name
        if name is None or not self._short_of_fluent(ticket, agent):
            return False
        lessons = self.lessons[agent]
        lessons[name] = lessons.get(name, 0) + 1
        if lessons[name] < self.world.lessons:
            return False
        lessons[name] = 0
        self.floor.levels[agent][name] += 1
        return True

    def is_beyond(self, ticket: int, agent: int) -> bool:
        """Whether somebody who knows more should go on with it."""
        return self.world.asks[ticket].beyond and self._short_of_fluent(ticket, agent) > 0

    def _short_of_fluent(self, ticket: int, agent: int) -> int:
        """Levels that would still speed the agent up."""
        need = self.world.asks[ticket].need
        level = self.floor.levels[agent].get(need.name or "", 0)
        return min(max(0, need.level + self.world.fluent - level), len(self.world.slower) - 1)

    def _segment(self, ticket: int) -> int:
        """Seconds of work from the last question to the next."""
        ask, asked = self.world.asks[ticket], self.asked[ticket]
        stops = [0, *(pause.after for pause in ask.pauses), PER_MILLE]
        return ask.work * (stops[asked + 1] - stops[asked]) // PER_MILLE
