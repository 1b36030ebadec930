"""Ties as the engine reads them: sides over places in the problem, and a place for every seat.

The places are the round's tickets in order, each followed by its seats; a seat's id is its ticket's with the
role behind it, so that the order of ids is the order of places.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from services.assignment.engine.form.sides import Apart, Beside, Quota, Role, Side, Together
from services.assignment.ruling.tying import AtMost, DifferentOwners, OneOwner, SeatBeside, Tie
from services.assignment.situation.standing import Frozen, WaitingTicket
from shared.vocabulary.identity import PersonId, TicketId


class Place(msgspec.Struct, frozen=True):
    """One ticket of the numeric problem: a ticket of the round, or a seat beside its owner."""

    ticket: WaitingTicket
    seat: SeatBeside | None = None

    @property
    def id(self) -> str:
        """How the problem calls it."""
        return seat_id(self.seat.ticket, self.seat.role) if self.seat else self.ticket.id


def seat_id(ticket: str, role: str) -> str:
    """The name of a ticket's seat in the problem."""
    return f"{ticket}#{role}"


def places(desk: Frozen, ties: Iterable[Tie]) -> tuple[Place, ...]:
    """Every ticket of the round with its seats, in canonical order."""
    seats: dict[TicketId, list[SeatBeside]] = {}
    for tie in ties:
        if isinstance(tie, SeatBeside):
            seats.setdefault(tie.ticket, []).append(tie)
    if not seats:
        return tuple(Place(ticket) for ticket in desk.tickets)
    return tuple(
        Place(ticket, seat)
        for ticket in desk.tickets
        for seat in (
            None,
            *sorted(seats.get(ticket.id, ()), key=lambda seat: seat_id(seat.ticket, seat.role)),
        )
    )


def sitters(seat: SeatBeside) -> list[PersonId]:
    """Who may sit there, whoever owns the ticket, in order of id."""
    return sorted({person for who in seat.beside.values() for person in who})


def sides(ties: Sequence[Tie], seated: Sequence[Place], desk: Frozen) -> tuple[Side, ...]:
    """The ties over places in the problem."""
    if not ties:
        return ()
    at = {place.id: index for index, place in enumerate(seated)}
    who = {agent.id: index for index, agent in enumerate(desk.agents)}
    return tuple(stated(tie, at, who) for tie in ties)


def stated(tie: Tie, at: Mapping[str, int], who: Mapping[PersonId, int]) -> Side:
    """One tie in the engine's words."""
    match tie:
        case OneOwner(tickets):
            return Together(tuple(at[each] for each in tickets))
        case DifferentOwners(tickets):
            return Apart(tuple(at[each] for each in tickets))
        case AtMost(tickets, agents, most):
            return Quota(
                tuple(at[each] for each in tickets), tuple(who[each] for each in agents), most
            )
        case SeatBeside():
            beside = tuple(
                Beside(who[owner], tuple(who[each] for each in others))
                for owner, others in sorted(tie.beside.items())
            )
            return Role(at[tie.ticket], at[seat_id(tie.ticket, tie.role)], beside)
