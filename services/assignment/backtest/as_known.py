"""Our own way in a replay: the desk's production code, which is told of toughness when it was known.

In an invented world a ticket's true toughness is known when it is resolved. Here tickets were resolved when
the log says so, however long a replay takes over them; until then nobody may know. So nothing is put right
at the close; it is when it turned out.
"""

from collections.abc import Iterable, Sequence

from services.assignment.account.booking import Booking, set_right
from services.assignment.backtest.toughness_known import Turn
from services.assignment.simulator.dealer import Hearing
from services.assignment.simulator.floor import Floor
from services.assignment.simulator.ours import Ours
from services.assignment.simulator.telling import Told
from services.assignment.simulator.world import Ask, Worker, World, ticket_id
from shared.vocabulary.identity import ASSIGNMENT
from shared.vocabulary.policy import Policy
from shared.vocabulary.words import CreditReason

Turned = tuple[int, Turn]
"""Second of the run from which it is known, and what."""


class AsKnown:
    """A policy document carried out by the desk's own code on what was known."""

    def __init__(self, world: World, document: Policy, turns: Sequence[Turned]) -> None:
        self._ours = Ours(world, document, judge=forecast, resolve=self._closed)
        self.hears: Hearing = self._ours
        self.told = self._ours.told
        self.turns = turns
        self.heard = 0
        """How many turns are told."""
        self.early: dict[int, int] = {}
        """By ticket that nobody had when it turned: milli-points to be told once somebody has."""
        self.done: dict[int, Booking] = {}
        """By ticket that is closed in the replay: what stands booked."""

    @property
    def exceptions(self) -> int:
        """Deals so far that had to leave somebody above the cap."""
        return self._ours.exceptions

    def room(self, worker: Worker) -> int:
        """As many as the policy document says."""
        return self._ours.room(worker)

    def deal(self, floor: Floor) -> Iterable[tuple[int, int]]:
        """A round on what is known now."""
        self.told.now = floor.now
        self._hear()
        dealt = list(self._ours.deal(floor))
        for ticket, _ in dealt:
            if ticket in self.early:
                self._turned(ticket, self.early.pop(ticket))
        return dealt

    def _closed(self, told: Told, ticket: int, agent: int, worked: dict[int, int]) -> None:
        """The agent is done with it; what it weighed is told when that was known."""
        told.resolved(ticket, agent)
        self.done[ticket] = told.situation.tickets[ticket_id(ticket)].booking

    def _hear(self) -> None:
        while self.heard < len(self.turns) and self.turns[self.heard][0] <= self.told.now:
            turn = self.turns[self.heard][1]
            self.heard += 1
            self._turned(turn.ticket, turn.toughness)

    def _turned(self, ticket: int, toughness: int) -> None:
        """It counts so many milli-points from now on."""
        standing = self.done.get(ticket)
        alive = self.told.situation.tickets.get(ticket_id(ticket))
        booking = standing if standing is not None else alive.booking if alive else None
        if booking is None or booking.credited is None:
            self.early[ticket] = toughness
            return
        for moved in set_right(
            booking, toughness=toughness, worked=booking.credits, because=CreditReason.TRUED_UP
        ):
            self.told.tell(ticket_id(ticket), moved, by=ASSIGNMENT)
            if standing is not None:
                assert booking.dealt_at is not None, "what is credited was dealt"
                self.done[ticket] = booking.after(moved, booking.dealt_at)


def forecast(told: Told, ticket: int, ask: Ask) -> None:
    """It came in, and was forecast from what was resolved by then."""
    told.raised(ticket, ask, toughness=ask.forecast)
