"""Plays an invented world at the sample desk: what befalls it is the simulator's, who gets what the desk's.

The course of the world asks a play, its dealer, who gets what waits; the play lets the desk decide by its own
rounds and tells the course.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from deploy.sample.saying import Saying
from deploy.sample.stage import Stage
from services.assignment.giving.given import Offer
from services.assignment.requests.offers import AcceptOffer
from services.assignment.simulator.dealer import Hearing
from services.assignment.simulator.dice import Dice
from services.assignment.simulator.floor import NOBODY, Floor
from services.assignment.simulator.virtual_time import VirtualTime
from services.assignment.simulator.world import DAY, Worker, World
from shared.vocabulary.identity import PersonId, TicketId

ANY_NUMBER = 1_000
"""The desk knows who has room for more, and the course need not."""


class Play:
    """One world at one stage, from `begins` on.

    `decides`: whether the play lets the desk decide; one that is open does so itself. `carried`: tickets that
    the desk has already, the first ones of the world. `hurry`: how many times as fast as usual all of it is.
    `looks`: seconds within which agents look at what they are offered.
    """

    exceptions = 0
    """The desk keeps its own record of them."""

    def __init__(
        self, stage: Stage, world: World, begins: datetime, *, decides: bool = True, hurry: int = 1,
        carried: Sequence[TicketId] = (), looks: int = 0,
    ) -> None:  # fmt: skip
        self.stage, self.world, self.begins = stage, world, begins
        self.decides, self.looks = decides, looks
        self.says = Saying(stage, world, begins, hurry=hurry, carried=carried)
        self.hears: Hearing = self.says
        self.people = {person: agent for agent, person in enumerate(self.says.people)}
        self.course = VirtualTime(world, self)
        self._seen: dict[str, int] = {}
        """By offer: when the play first saw it."""

    @property
    def ends(self) -> datetime:
        """When the world is over."""
        return self.begins + timedelta(seconds=self.world.days * DAY)

    def until(self, now: datetime) -> None:
        """Let everything befall the desk that does until now."""
        end, floor = int((now - self.begins).total_seconds()), self.course.floor
        self._let_go()
        for at, told in self.says.due(end):
            self.course.until(max(at, floor.now))
            told(floor)
        self.course.until(end)
        self.says.it_is(floor)
        self.course.share_out()
        if self.decides:
            self.stage.timers.turn()

    def room(self, worker: Worker) -> int:
        """As many as the desk gives them."""
        return ANY_NUMBER

    def deal(self, floor: Floor) -> Iterator[tuple[int, int]]:
        """What the desk gave to whom, as far as they are there."""
        self.says.it_is(floor)
        if self.decides:
            self.stage.assignment.run_round()
        else:
            self.stage.assignment.catch_up()
        for ticket in list(floor.queue):
            owner, offer = self._owner(ticket), self._offer(ticket, floor)
            person = owner or (offer.agent if offer else None)
            agent = self.people.get(person) if person else None
            if agent is None or not floor.free & 1 << agent:
                continue
            yield ticket, agent
            if not owner and (floor.current[agent] == ticket or ticket in floor.hand[agent]):
                self.says.hand(ticket, agent, AcceptOffer())

    def _owner(self, ticket: int) -> PersonId | None:
        """Who is to work on it, as the desk sees it."""
        live = self.stage.live(self.says.ids[ticket])
        return live.owner if live and not live.resolved else None

    def _offer(self, ticket: int, floor: Floor) -> Offer | None:
        """The offer that somebody looks at now."""
        offer = self.stage.assignment.situation.pending.offers.get(self.says.ids[ticket])
        if offer is None or offer.id in self.says.ignored:
            return None
        since = self._seen.setdefault(offer.id, floor.now)
        patience = Dice(self.world.asks[ticket].luck).below(self.looks + 1)
        return offer if floor.now >= since + patience else None

    def _let_go(self) -> None:
        """Take from each agent what somebody who tries the sample out has decided otherwise about."""
        self.stage.assignment.catch_up()
        floor = self.course.floor
        for agent, person in enumerate(self.says.people):
            for ticket in (*floor.hand[agent], floor.current[agent]):
                if ticket != NOBODY and self._owner(ticket) != person:
                    self.course.take_away(ticket, agent)
