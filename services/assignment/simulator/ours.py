"""Our own way: the desk's production code in virtual time.

Rules, rulebook, problem, kernel, ledger and bookings are the very functions a living desk calls; here they
are only told what a desk would have read from its log. Agents who have no room are left out of a round
before it is stated, for they could get nothing in it.
"""

from collections import deque
from collections.abc import Iterable

import msgspec

from services.assignment import rulebook
from services.assignment.booking import booked
from services.assignment.compile import compiled
from services.assignment.engine import pipeline
from services.assignment.ledger import Ledger
from services.assignment.simulator.floor import Floor, agents_in
from services.assignment.simulator.standings import (
    as_member,
    as_waiting,
    asker,
    moment,
    shift_worked,
)
from services.assignment.simulator.world import DAY, Worker, World, person_id
from services.assignment.standing import Frozen, Standing, WaitingTicket
from shared.vocabulary.identity import PersonId
from shared.vocabulary.policy import Policy as Document
from shared.vocabulary.toughness import is_tough
from shared.vocabulary.words import Origin

TRAILING = 30 * DAY
STEPS = 2_000


class Ours:
    """The desk's own policy document, carried out by its own code."""

    def __init__(
        self, world: World, document: Document, *, seed: int, forecast: bool, rotates: bool = True
    ) -> None:
        self.world, self.document, self.seed = world, document, seed
        self.forecast, self.rotates = forecast, rotates
        self.exceptions = 0
        self.ledger = Ledger(half_life_days=document.assignment.half_life_days)
        self.tickets: dict[int, WaitingTicket] = {}
        self.members: dict[int, Standing] = {}
        self.dealt_lately: deque[tuple[int, int]] = deque()
        self.tough_lately = 0

    def room(self, worker: Worker) -> int:
        """As many as the policy document says."""
        return self.document.work.tickets_in_work

    def deal(self, floor: Floor) -> Iterable[tuple[int, int]]:
        """A round over everything that somebody free may have."""
        free = floor.free
        tickets = sorted(ticket for ticket in floor.queue if floor.willing[ticket] & free)
        reached = 0
        for ticket in tickets:
            reached |= floor.willing[ticket]
        frozen = self._frozen(floor, tickets, agents_in(reached & free))
        stated = compiled(frozen)
        plan = pipeline.solve(stated.problem, seed=self.seed, units=STEPS).owners
        agents = [int(agent.id[7:], 16) for agent in frozen.agents]
        return [
            (ticket, agents[owner])
            for ticket, owner in zip(tickets, plan, strict=True)
            if owner >= 0
        ]

    def on_shift(self, floor: Floor, agent: int) -> None:
        """The agent as they come to work."""
        levels = dict(sorted(floor.levels[agent].items()))
        member = as_member(agent, self.world.workers[agent], levels)
        self.members[agent] = msgspec.structs.replace(
            member, limit=floor.room[agent], working=shift_worked(floor.now, floor.off_at[agent])
        )

    def dealt(self, floor: Floor, ticket: int, agent: int) -> None:
        """Book it as the desk books a deal."""
        waiting = self._waiting(floor, ticket)
        if is_tough(waiting.toughness):
            self.dealt_lately.append((floor.now, waiting.toughness))
            self.tough_lately += waiting.toughness
        entitled = {}
        if waiting.booking.credited is None:
            frozen = self._frozen(floor, [ticket], agents_in(floor.able[ticket] & floor.present))
            entitled = rulebook.entitled_to(waiting, frozen)
        self._book(floor, ticket, to=agent, origin=Origin.DEALT, entitled=entitled)

    def declined(self, floor: Floor, ticket: int, agent: int) -> None:
        """Remember who would not have it."""
        waiting = self.tickets[ticket]
        self.tickets[ticket] = msgspec.structs.replace(
            waiting, put_back_by=(*waiting.put_back_by, person_id(agent))
        )

    def given_up(self, floor: Floor, ticket: int, agent: int) -> None:
        """Take the booking back."""
        self._book(floor, ticket, to=None, origin=Origin.PUT_BACK, entitled={})

    def closed(self, floor: Floor, ticket: int, agent: int) -> None:
        """Nothing more is asked of it unless it comes back."""

    def reopened(self, floor: Floor, ticket: int, agent: int) -> None:
        """It is the agent's again, booked as it was."""

    def _frozen(self, floor: Floor, tickets: list[int], agents: Iterable[int]) -> Frozen:
        return Frozen(
            now=moment(floor.now),
            policy=self.document,
            mean_toughness=self._mean_toughness(floor.now),
            tickets=tuple(self._waiting(floor, ticket) for ticket in tickets),
            agents=tuple(self._standing(floor, agent, tickets) for agent in agents),
        )

    def _waiting(self, floor: Floor, ticket: int) -> WaitingTicket:
        if ticket not in self.tickets:
            ask = self.world.asks[ticket]
            self.tickets[ticket] = as_waiting(
                ticket,
                ask,
                toughness=ask.forecast if self.forecast else ask.toughness,
                resolve_by=self.world.when_open_for(ask.arrives, ask.promised),
            )
        return self.tickets[ticket]

    def _standing(self, floor: Floor, agent: int, tickets: list[int]) -> Standing:
        asks = self.world.asks
        return msgspec.structs.replace(
            self.members[agent],
            in_work=floor.in_work[agent],
            load=1_000 * floor.minutes[agent],
            lead=self._lead(floor, agent),
            redlines=tuple((asker(t), None) for t in tickets if agent in asks[t].barred),
        )

    def _lead(self, floor: Floor, agent: int) -> int:
        """Without the ledger nobody is ever ahead, and so every tough ticket costs everybody alike."""
        return self.ledger.lead(person_id(agent), moment(floor.now)) if self.rotates else 0

    def _book(
        self,
        floor: Floor,
        ticket: int,
        *,
        to: int | None,
        origin: Origin,
        entitled: dict[PersonId, int],
    ) -> None:
        waiting = self.tickets[ticket]
        for event in booked(
            waiting.booking,
            to=None if to is None else person_id(to),
            origin=origin,
            toughness=waiting.toughness,
            entitled=entitled,
            team=waiting.team,
        ):
            self.ledger.book(event.shares, moment(floor.now))
            waiting = msgspec.structs.replace(waiting, booking=waiting.booking.after(event))
            self.tickets[ticket] = waiting

    def _mean_toughness(self, now: int) -> int:
        """Mean milli-points of the tough tickets dealt in the trailing thirty days."""
        lately = self.dealt_lately
        while lately and lately[0][0] < now - TRAILING:
            self.tough_lately -= lately.popleft()[1]
        default = self.document.work.default_toughness
        return max(1, self.tough_lately // len(lately)) if lately else default
