"""Our own way in a replay: the desk's production code, which is told of toughness when it was known.

In an invented world a ticket's true toughness is known when it is resolved. Here tickets were resolved when
the log says so, however long a replay takes over them; until then nobody may know. So nothing is put right
at the close; it is when it turned out.
"""

from collections.abc import Iterable, Sequence

from services.assignment.account.booking import Booking, set_right
from services.assignment.backtest.toughness_known import Turn
from services.assignment.simulator.floor import Floor
from services.assignment.simulator.ours import Ours
from services.assignment.simulator.world import World, ticket_id
from shared.events import ticket as said
from shared.vocabulary.identity import ASSIGNMENT
from shared.vocabulary.policy import Policy
from shared.vocabulary.words import CreditReason

Told = tuple[int, Turn]
"""Second of the run from which it is known, and what."""


class AsKnown(Ours):
    """A policy document carried out by the desk's own code on what was known."""

    def __init__(self, world: World, document: Policy, turns: Sequence[Told]) -> None:
        super().__init__(world, document)
        self.turns = turns
        self.heard = 0
        """How many turns are told."""
        self.early: dict[int, int] = {}
        """By ticket that nobody had when it turned: milli-points to be told once somebody has."""
        self.settled: dict[int, Booking] = {}
        """By ticket that is closed in the replay: what stands booked."""

    def deal(self, floor: Floor) -> Iterable[tuple[int, int]]:
        """A round on what is known now."""
        self.told.now = floor.now
        self._hear()
        dealt = list(super().deal(floor))
        for ticket, _ in dealt:
            if ticket in self.early:
                self._turned(ticket, self.early.pop(ticket))
        return dealt

    def arrived(self, floor: Floor, ticket: int) -> None:
        """It came in, and was forecast from what was resolved by then."""
        ask, self.told.now = self.world.asks[ticket], floor.now
        self.told.raised(ticket, ask, toughness=ask.forecast)

    def closed(
        self, floor: Floor, ticket: int, agent: int, worked: dict[int, int], *, for_good: bool
    ) -> None:
        """The agent is done with it; what it weighed is told when that was known."""
        self.told.now = floor.now
        self.told.resolved(ticket, agent)
        self.settled[ticket] = self.told.situation.tickets[ticket_id(ticket)].booking
        self.told.tell(ticket_id(ticket), said.TicketClosed())

    def _hear(self) -> None:
        while self.heard < len(self.turns) and self.turns[self.heard][0] <= self.told.now:
            turn = self.turns[self.heard][1]
            self.heard += 1
            self._turned(turn.ticket, turn.toughness)

    def _turned(self, ticket: int, toughness: int) -> None:
        """It counts so many milli-points from now on."""
        standing = self.settled.get(ticket)
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
                self.settled[ticket] = booking.after(moved, booking.dealt_at)
