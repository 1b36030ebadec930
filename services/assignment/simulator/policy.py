"""What a way of sharing out work has to be able to say."""

from collections.abc import Iterable
from typing import Protocol

from services.assignment.simulator.floor import Floor
from services.assignment.simulator.world import Worker


class Policy(Protocol):
    """Who gets what, and what it wants to be told."""

    exceptions: int
    """Deals so far that had to leave somebody above the cap."""

    def room(self, worker: Worker) -> int:
        """Tickets in work the agent may have at once."""

    def deal(self, floor: Floor) -> Iterable[tuple[int, int]]:
        """Tickets with the agents who get them; each is carried out before the next is asked for."""

    def on_shift(self, floor: Floor, agent: int) -> None:
        """An agent began a shift, or learned something during it."""

    def dealt(self, floor: Floor, ticket: int, agent: int) -> None:
        """A deal stands: it was not declined."""

    def declined(self, floor: Floor, ticket: int, agent: int) -> None:
        """The agent would not have it; it waits again."""

    def given_up(self, floor: Floor, ticket: int, agent: int) -> None:
        """The agent's day ended over it; it waits again."""

    def closed(self, floor: Floor, ticket: int, agent: int) -> None:
        """The agent resolved it."""

    def reopened(self, floor: Floor, ticket: int, agent: int) -> None:
        """It was not settled after all; it is the agent's again."""
