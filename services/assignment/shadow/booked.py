"""What stands booked for a ticket, and what would under the policy that is tried; pure.

The two differ in one thing: where a round dealt a ticket that both policies would have dealt, but to
different people, it is booked to whom the tried one chose, for as long as it is with whom the desk chose.
What people do themselves, and what one of the two would have left waiting, counts on both as it was done.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from services.assignment.account.booking import Booking
from shared.vocabulary.identity import PersonId

Moves = Mapping[PersonId, int]
"""Milli-points by agent."""


class Takers(NamedTuple):
    """Who got a ticket, and who would have."""

    live: PersonId
    tried: PersonId


class Booked(NamedTuple):
    """What stands booked for a ticket, and in whose place the tried policy's account has whom."""

    live: Booking
    takers: Takers | None = None

    @property
    def tried(self) -> Booking:
        """The booking with the tried policy's choice in the place of the desk's."""
        credits = added(self.live.credits, self.aside)
        return replace(self.live, credits=credits) if self.aside else self.live

    @property
    def aside(self) -> dict[PersonId, int]:
        """What the tried policy's account has beside the desk's: the credit goes to whom it chose."""
        part = self.live.credits.get(self.takers.live, 0) if self.takers else 0
        return {self.takers.live: -part, self.takers.tried: part} if self.takers and part else {}


NOTHING = Booked(Booking())


def between(before: Moves, after: Moves) -> dict[PersonId, int]:
    """What leads from one to the other, in order of agent; whoever stays as they are is left out."""
    return added(after, {agent: -amount for agent, amount in before.items()})


def added(one: Moves, other: Moves) -> dict[PersonId, int]:
    """Both taken together, in order of agent; whoever comes to nothing is left out."""
    sums = {agent: one.get(agent, 0) + other.get(agent, 0) for agent in sorted({*one, *other})}
    return {agent: amount for agent, amount in sums.items() if amount}
