"""Ties: what side rules state of several tickets and people, by their ids; compiled to the engine's sides.

A tie asks for seats where somebody works beside an owner: a seat is a ticket of its own to the engine.
"""

from collections.abc import Mapping

import msgspec

from shared.vocabulary.identity import PersonId, TicketId

Takers = Mapping[TicketId, tuple[PersonId, ...]]
"""By waiting ticket: who could be given it now, in order of id."""


class OneOwner(msgspec.Struct, frozen=True):
    """These tickets all go to one agent, or all wait; left out where nobody could be given them all."""

    tickets: tuple[TicketId, ...]


class DifferentOwners(msgspec.Struct, frozen=True):
    """No agent gets more than one of these."""

    tickets: tuple[TicketId, ...]


class SeatBeside(msgspec.Struct, frozen=True):
    """Somebody sits beside whoever gets the ticket, if it is one of these owners."""

    ticket: TicketId
    role: str
    """`helper`, `mentor` or `learner`."""
    percent: int
    """What the seat takes, in per cent of the ticket's minutes."""
    beside: Mapping[PersonId, tuple[PersonId, ...]]
    """By owner: who may sit there, in order of id, never the owner."""


class AtMost(msgspec.Struct, frozen=True):
    """Of these tickets, together at most `most` go to these agents."""

    tickets: tuple[TicketId, ...]
    agents: tuple[PersonId, ...]
    most: int


Tie = OneOwner | DifferentOwners | SeatBeside | AtMost
