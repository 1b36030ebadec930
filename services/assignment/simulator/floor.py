"""The floor: what a policy sees of a desk at a moment; agents are numbers, sets of agents bits."""

from collections.abc import Iterator

import msgspec

from services.assignment.rules import skill, team
from services.assignment.simulator.dice import Dice
from services.assignment.simulator.standings import as_profile, as_waiting
from services.assignment.simulator.world import PER_MILLE, World
from shared.vocabulary.policy import SHIPPED

NOBODY = -1
NOBODY_LEARNS = msgspec.structs.replace(
    SHIPPED, growth=msgspec.structs.replace(SHIPPED.growth, learning=False)
)
"""Who may have a ticket is asked for those who are able to do it, not for those who would learn by it."""


class Floor:
    """Who is there, who has what in hand, and what waits; kept up to date by the course."""

    def __init__(self, world: World, room: list[int]) -> None:
        people, tickets = len(world.workers), len(world.asks)
        self.world, self.now = world, 0
        self.room = room
        """By agent: tickets in work they may have at once."""
        self.queue: dict[int, None] = {}
        """Tickets that wait for an owner, as they came in."""
        self.able = [0] * tickets
        """By ticket that came in: bits of the agents who may have it; they share in it, whoever gets it."""
        self.willing = [0] * tickets
        """By ticket: the same without those who declined it, unless nobody else is left."""
        self.present = self.aside = self.at_lunch = 0
        """Bits of agents on shift; of those given nothing new for now; of those at lunch, who do not work."""
        self.free = 0
        """Bits of the agents on hand who can be given more."""
        self.in_work = [0] * people
        """By agent: tickets that neither wait for somebody nor are resolved."""
        self.open_by_skill: list[dict[str | None, int]] = [{} for _ in range(people)]
        """By agent and skill asked: tickets owned and not resolved, also those that wait for somebody."""
        self.hand: list[list[int]] = [[] for _ in range(people)]
        """By agent: tickets in work that are not being worked on, first come first."""
        self.current = [NOBODY] * people
        """By agent: the ticket being worked on."""
        self.started = [0] * people
        """By agent: since when they work on it."""
        self.minutes = [0] * people
        """By agent: estimated minutes of the tickets in work."""
        self.received = [0] * people
        """By agent: tickets that were ever dealt to them."""
        self.last_dealt = [-1] * people
        self.idle_since = [0] * people
        self.off_at = [0] * people
        """By agent: when the running shift ends."""
        self.levels = [dict(worker.skills) for worker in world.workers]
        self.declined = [0] * tickets
        """By ticket: bits of the agents who would not have it."""
        self._able_by_need: dict[object, int] = {}

    @property
    def on_hand(self) -> int:
        """Bits of the agents on shift who may begin something."""
        return self.present & ~self.aside

    def takers(self, ticket: int) -> list[int]:
        """The agents who may have the ticket and can be given more; in order of number."""
        return list(agents_in(self.willing[ticket] & self.free))

    def refresh(self, agent: int) -> None:
        """Work out anew whether the agent can be given more."""
        bit = 1 << agent
        if self.on_hand & bit and self.in_work[agent] < self.room[agent]:
            self.free |= bit
        else:
            self.free &= ~bit

    def into_work(self, ticket: int, agent: int, by: int = 1) -> None:
        """The agent has the ticket in work, or with `by` -1 no more."""
        self.in_work[agent] += by
        self.minutes[agent] += by * self.world.asks[ticket].minutes
        self.refresh(agent)

    def would_decline(self, ticket: int, agent: int) -> bool:
        """Whether the agent will not have it; nobody declines a ticket twice."""
        odds = self.world.workers[agent].declines
        if not odds or self.declined[ticket] & 1 << agent:
            return False
        return Dice(self.world.asks[ticket].luck ^ agent).below(PER_MILLE) < odds

    def opened(self, ticket: int, agent: int, by: int = 1) -> None:
        """The agent owns one more unresolved ticket, or one less."""
        skill_asked = self.world.asks[ticket].need.name
        counts = self.open_by_skill[agent]
        counts[skill_asked] = counts.get(skill_asked, 0) + by

    def ask_around(self, ticket: int) -> None:
        """Work out anew who may have the ticket and would."""
        able = self._who_may(ticket)
        self.able[ticket] = able
        self.willing[ticket] = able & ~self.declined[ticket] or able

    def _who_may(self, ticket: int) -> int:
        """Bits of the agents whom the desk's own rules let have the ticket at all."""
        ask = self.world.asks[ticket]
        key = (ask.need, ask.team)
        if key not in self._able_by_need:
            asked = as_waiting(ticket, self.world)
            able = 0
            for agent, worker in enumerate(self.world.workers):
                profile = as_profile(agent, worker, self.levels[agent])
                if not any(rule.ban(asked, profile, NOBODY_LEARNS) for rule in (team, skill)):
                    able |= 1 << agent
            self._able_by_need[key] = able
        return self._able_by_need[key] & ~sum(1 << agent for agent in ask.barred)

    def learned(self) -> None:
        """Somebody knows more than before: ask anew who may have what waits."""
        self._able_by_need.clear()
        for ticket in self.queue:
            self.ask_around(ticket)


def agents_in(bits: int) -> Iterator[int]:
    """The numbers of the agents in a set of bits, lowest first."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
