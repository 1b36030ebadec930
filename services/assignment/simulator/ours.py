"""Our own way: the desk's production code in virtual time.

What happens on the floor is told to a situation as events; a round freezes it, decides by the rulebook and
the engine, and what the deals record is told in turn: the very functions a living desk calls, and no copy of
any. Only the written record of each round is left out, and proofs beyond the search's own bound, for which a
commit would wait ten milliseconds.
"""

from collections.abc import Callable, Iterable

from services.assignment.account.booking import booked, set_right
from services.assignment.round import deciding
from services.assignment.round.dealing import deals_of
from services.assignment.simulator.dealer import Hearing
from services.assignment.simulator.floor import Floor
from services.assignment.simulator.standings import moment
from services.assignment.simulator.telling import Hears, Told
from services.assignment.simulator.world import Ask, Break, Worker, World, person_id, ticket_id
from shared.events import roster as rostered
from shared.events import ticket as said
from shared.events.assignment import Judged
from shared.events.toughness import CapExceeded
from shared.vocabulary.identity import (
    ASSIGNMENT,
    CLOCK,
    Actor,
    RoundId,
    StreamId,
    roster_stream,
)
from shared.vocabulary.policy import Policy
from shared.vocabulary.words import Absence, CreditReason, Origin

ROUND = RoundId(StreamId(f"round-{0:032x}"))
"""No round is recorded, so all have the same name."""
Judges = Callable[[Told, int, Ask], None]
"""Tells that a ticket came in, with what is known then of how tough it is."""
Resolves = Callable[[Told, int, int, dict[int, int]], None]
"""Tells that a ticket was resolved by an agent, and what it counts; by person the seconds they worked."""


class Ours:
    """A policy document, carried out by the desk's own code.

    `judge` and `resolve` say what is known of toughness and when; where they are left out, it is judged
    rightly when the ticket arrives. `besides`: who else hears what the situation is told.
    """

    def __init__(
        self,
        world: World,
        document: Policy,
        *besides: Hears,
        judge: Judges | None = None,
        resolve: Resolves | None = None,
    ) -> None:
        self.document, self.world = document, world
        self._judge = judge or judged_rightly
        self._resolve = resolve or self._by_the_truth
        self.exceptions = 0
        self.hears: Hearing = self
        self.told = Told(world, document, *besides)

    def room(self, worker: Worker) -> int:
        """As many as the policy document says."""
        return self.document.work.tickets_in_work

    def deal(self, floor: Floor) -> Iterable[tuple[int, int]]:
        """A round over what waits."""
        self.told.now = floor.now
        frozen = self.told.situation.freeze(moment(floor.now))
        plan = deciding.plan(frozen)
        versions = {each.id: each.version for each in frozen.tickets}
        deals = [
            Judged(ticket=ticket, version=versions[ticket], agent=agent)
            for ticket, agent in sorted(plan.owners.items())
        ]
        for write in deals_of(frozen, deals, ROUND):
            self.exceptions += sum(isinstance(each, CapExceeded) for each in write.events)
            self.told.tell(write.stream, *write.events, by=ASSIGNMENT)
        return [(number(each.ticket), number(each.agent or "")) for each in deals]

    def arrived(self, floor: Floor, ticket: int) -> None:
        """It came in."""
        self.told.now = floor.now
        self._judge(self.told, ticket, self.world.asks[ticket])

    def learned(self, floor: Floor, agent: int, skill: str) -> None:
        """An agent knows a level more of a skill."""
        self.told.now = floor.now
        self.told.learned(agent, skill, floor.levels[agent][skill])

    def went_home_sick(self, floor: Floor, agent: int, until: int) -> None:
        """An agent is away for the rest of their shift."""
        self.told.now = floor.now
        away = rostered.AgentWentAway(why=Absence.SICK, until=moment(until))
        self.told.tell(roster_stream(person_id(agent)), away)

    def stepped_aside(self, floor: Floor, agent: int, pause: Break) -> None:
        """An agent is away for lunch, or has focus time."""
        self.told.now = floor.now
        start, end = moment(pause.start), moment(pause.end)
        lunch = rostered.AgentWentAway(why=Absence.BREAK, until=end)
        told = lunch if pause.lunch else rostered.AgentFocusTimeSet(start=start, end=end)
        self.told.tell(roster_stream(person_id(agent)), told)

    def asked_back(self, floor: Floor, ticket: int, agent: int) -> None:
        """It waits for its requester."""
        self.told.now = floor.now
        self.told.asked_back(ticket, agent)

    def answered(self, floor: Floor, ticket: int) -> None:
        """It waits no more."""
        self.told.now = floor.now
        self.told.answered(ticket)

    def declined(self, floor: Floor, ticket: int, agent: int) -> None:
        """The agent put it back."""
        self._release(floor, ticket, agent, by=Actor(person_id(agent)))

    def given_up(self, floor: Floor, ticket: int, agent: int, worked: int) -> None:
        """The agent's day ended over it."""
        self.told.now = floor.now
        self.told.worked(ticket, agent, worked)
        self._release(floor, ticket, agent, by=CLOCK)

    def _release(self, floor: Floor, ticket: int, agent: int, *, by: Actor) -> None:
        self.told.now = floor.now
        stream = ticket_id(ticket)
        standing = self.told.situation.tickets[stream].booking
        back = booked(
            standing, to=None, origin=Origin.PUT_BACK, toughness=0, entitled={}, team=None
        )
        self.told.tell(stream, said.TicketReleased(agent=person_id(agent)), *back, by=by)

    def closed(
        self, floor: Floor, ticket: int, agent: int, worked: dict[int, int], *, for_good: bool
    ) -> None:
        """The agent resolved it; what it truly counted is known, and who worked on it."""
        self.told.now = floor.now
        self.told.worked(ticket, agent, worked.get(agent, 0))
        self._resolve(self.told, ticket, agent, worked)
        if for_good:
            self.told.tell(ticket_id(ticket), said.TicketClosed())

    def _by_the_truth(self, told: Told, ticket: int, agent: int, worked: dict[int, int]) -> None:
        stream, true = ticket_id(ticket), self.world.asks[ticket].toughness
        standing = told.situation.tickets[stream].booking
        shares = {person_id(each): seconds for each, seconds in worked.items()}
        moved = set_right(standing, toughness=true, worked=shares, because=CreditReason.TRUED_UP)
        told.resolved(ticket, agent)
        told.tell(stream, *moved, by=ASSIGNMENT)

    def reopened(self, floor: Floor, ticket: int, agent: int) -> None:
        """It was not settled after all; it is the agent's again."""
        self.told.now = floor.now
        self.told.tell(ticket_id(ticket), said.TicketReopened())


def judged_rightly(told: Told, ticket: int, ask: Ask) -> None:
    """Whoever looks at a ticket when it comes in knows how tough it is."""
    told.raised(ticket, ask, toughness=ask.toughness)


def number(name: str) -> int:
    """The world's number of a ticket or an agent."""
    return int(name.rpartition("-")[2], 16)
