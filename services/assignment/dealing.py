"""What a round's deals record in their tickets' streams, in one transaction with the round itself."""

from collections.abc import Mapping, Sequence

from services.assignment.booking import booked
from services.assignment.eligibility import entitled_to
from services.assignment.past_the_cap import past_the_cap
from services.assignment.standing import Frozen, WaitingTicket
from shared.eventlog.port import Write
from shared.events.assignment import EntitlementBooked, Judged
from shared.events.ticket import TicketAssigned
from shared.vocabulary.identity import RoundId, TicketId
from shared.vocabulary.words import Origin


def deals_of(frozen: Frozen, dealt: Sequence[Judged], round_id: RoundId) -> list[Write]:
    """What each deal records in its ticket's stream: the owner, the booking, an exception to the cap."""
    tickets = {each.id: each for each in frozen.tickets}
    bookings = [
        (tickets[each.ticket], booked_to(each, tickets, frozen, round_id)) for each in dealt
    ]
    exceptions = past_the_cap(
        frozen, [(ticket.id, each) for ticket, told in bookings for each in told], round_id
    )
    return [
        Write(
            stream=ticket.id,
            expected=ticket.version,
            events=(assigned(each, round_id), *told, *filter(None, [exceptions.get(ticket.id)])),
        )
        for each, (ticket, told) in zip(dealt, bookings, strict=True)
    ]


def assigned(deal: Judged, round_id: RoundId) -> TicketAssigned:
    """The deal itself."""
    assert deal.agent, "only a dealt ticket is recorded as one"
    return TicketAssigned(agent=deal.agent, origin=Origin.DEALT, round=round_id)


def booked_to(
    deal: Judged, tickets: Mapping[TicketId, WaitingTicket], frozen: Frozen, round_id: RoundId
) -> tuple[EntitlementBooked, ...]:
    """What a deal books."""
    ticket = tickets[deal.ticket]
    return booked(
        ticket.booking, to=deal.agent, origin=Origin.DEALT, toughness=ticket.toughness,
        entitled=entitled_to(ticket, frozen), team=ticket.team, round_id=round_id,
    )  # fmt: skip
