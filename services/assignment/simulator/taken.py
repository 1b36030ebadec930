"""What is written down of a run: waits, time at work, and who got each tough ticket, who was due it."""

from services.assignment.account.ledger import divided
from services.assignment.fairness import Course, Moved, Presence
from services.assignment.simulator.floor import Floor, agents_in
from services.assignment.simulator.world import DAY, World, person_id
from shared.vocabulary.toughness import is_tough
from shared.vocabulary.working_time import Seconds


class Taken:
    """The notes of one run, the same for every policy."""

    def __init__(self, world: World) -> None:
        people, tickets = len(world.workers), len(world.asks)
        self.world = world
        self.begun_at: list[int | None] = [None] * tickets
        self.busy, self.on_shift = [0] * people, [0] * people
        self.days: list[set[int]] = [set() for _ in range(people)]
        self.handed_over = [0] * tickets
        self.moves: list[Moved] = []
        self.due: dict[int, dict[str, int]] = {}
        """By tough ticket that is dealt: milli-points due to each agent."""
        self.got: dict[int, dict[str, int]] = {}
        """By tough ticket that is dealt: milli-points that came to each agent."""
        self.worked_on: dict[int, dict[int, int]] = {}
        """By ticket: seconds by agent."""
        self.back: set[int] = set()
        """Tickets that came back, or will."""

    def present(self, agent: int, start: int, end: int) -> None:
        """A shift began."""
        self.on_shift[agent] += end - start
        self.days[agent].add(start // DAY)

    def rested(self, agent: int, seconds: int) -> None:
        """So much of their shift is a break."""
        self.on_shift[agent] -= seconds

    def begun(self, ticket: int, now: int) -> None:
        """Somebody works on it; the first time ends its wait."""
        if self.begun_at[ticket] is None:
            self.begun_at[ticket] = now

    def was_begun(self, ticket: int) -> bool:
        """Whether anybody ever worked on it."""
        return self.begun_at[ticket] is not None

    def worked(self, ticket: int, agent: int, seconds: int) -> None:
        """So long the agent was at work on the ticket."""
        self.busy[agent] += seconds
        on_it = self.worked_on.setdefault(ticket, {})
        on_it[agent] = on_it.get(agent, 0) + seconds

    def dealt(self, ticket: int, agent: int, floor: Floor) -> None:
        """Everybody who could have had it is due a share of it, and one has it."""
        toughness = self.world.asks[ticket].toughness
        if not is_tough(toughness):
            return
        entitled = agents_in(floor.able[ticket] & floor.on_hand)
        weights = {person_id(each): 1 for each in entitled}
        due = {str(each): part for each, part in divided(toughness, weights).items()}
        self.due[ticket], self.got[ticket] = due, {str(person_id(agent)): toughness}
        self._move(floor.now, self.got[ticket], due)

    def taken_back(self, ticket: int, floor: Floor) -> None:
        """As if it had never been dealt."""
        if ticket in self.due:
            self._move(floor.now, negated(self.got.pop(ticket)), negated(self.due.pop(ticket)))

    def given_up(self, ticket: int, agent: int, floor: Floor) -> int:
        """It waits for another owner; the seconds this one worked on it."""
        self.handed_over[ticket] += 1
        self.taken_back(ticket, floor)
        return self.worked_on.get(ticket, {}).get(agent, 0)

    def closed(self, ticket: int, floor: Floor) -> dict[int, int]:
        """Resolved: what was received is put right by who worked on it; seconds by agent."""
        worked = self.worked_on.get(ticket, {})
        if ticket in self.got:
            weights = {person_id(agent): seconds for agent, seconds in worked.items()}
            parts = divided(self.world.asks[ticket].toughness, weights)
            got = {str(each): part for each, part in parts.items()}
            before, self.got[ticket] = self.got[ticket], got
            if got != before:
                self._move(floor.now, difference(before, got), {})
        return worked

    def comes_back(self, ticket: int) -> bool:
        """Whether it may still come back, which happens once at most; it is noted."""
        first = ticket not in self.back
        self.back.add(ticket)
        return first

    def courses(self, end: int) -> list[Course]:
        """How each ticket went."""
        world, told = self.world, []
        for ticket, ask in enumerate(world.asks):
            begun = self.begun_at[ticket]
            until = world.open_until(end if begun is None else begun)
            waited = until - world.open_until(ask.arrives)
            told.append(
                Course(
                    waited=Seconds(waited),
                    toughness=ask.toughness,
                    broken=waited > ask.promised,
                    handed_over=self.handed_over[ticket],
                )
            )
        return told

    def presences(self) -> list[Presence]:
        """What each agent's time was spent on."""
        return [
            Presence(
                agent=person_id(agent),
                busy=Seconds(self.busy[agent]),
                present=Seconds(self.on_shift[agent]),
                days=len(self.days[agent]),
            )
            for agent in range(len(self.world.workers))
        ]

    def _move(self, now: int, received: dict[str, int], entitled: dict[str, int]) -> None:
        self.moves.append(Moved(at=Seconds(now), received=received, entitled=entitled))


def negated(amounts: dict[str, int]) -> dict[str, int]:
    """The same amounts, taken away again."""
    return {agent: -amount for agent, amount in amounts.items()}


def difference(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """What leads from one to the other."""
    agents = sorted({*before, *after})
    return {agent: after.get(agent, 0) - before.get(agent, 0) for agent in agents}
