"""What a round's deals, offers and seats record in their tickets' streams."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from services.assignment.account.booking import booked
from services.assignment.problem.eligibility import entitled_to
from services.assignment.round.past_the_cap import past_the_cap
from services.assignment.ruling.pressing import is_tough
from services.assignment.situation.standing import Frozen, WaitingTicket
from shared.eventlog.port import Write
from shared.events.assignment import EntitlementBooked, Judged, Seated
from shared.events.declaration import Event
from shared.events.giving import TicketOffered, TicketSeated
from shared.events.ticket import TicketAssigned
from shared.vocabulary.identity import RoundId, TicketId
from shared.vocabulary.words import Origin, Seat


def deals_of(frozen: Frozen, dealt: Sequence[Judged], round_id: RoundId) -> list[Write]:
    """What each deal records in its ticket's stream: the owner, the booking, an exception to the cap.

    An offer books nothing and seats nobody before it is accepted, and help books nothing.
    """
    tickets = {each.id: each for each in frozen.tickets}
    deals = [each for each in dealt if not each.offered and each.helps is None]
    bookings = {each.ticket: booked_to(each, tickets, frozen, round_id) for each in deals}
    told = [(ticket, each) for ticket, some in bookings.items() for each in some]
    exceptions = past_the_cap(frozen, told, round_id)
    return [
        Write(
            stream=each.ticket,
            expected=tickets[each.ticket].version,
            events=(
                given(each, tickets[each.ticket], frozen, round_id),
                *bookings.get(each.ticket, ()),
                *filter(None, [exceptions.get(each.ticket)]),
                *(seated(seat, round_id) for seat in each.beside if not each.offered),
            ),
        )
        for each in dealt
    ]


def given(deal: Judged, ticket: WaitingTicket, frozen: Frozen, round_id: RoundId) -> Event:
    """The deal itself, the offer, or the seat beside the owner who raised a hand."""
    assert deal.agent, "only what somebody gets is recorded as given"
    if deal.helps:
        return TicketSeated(agent=deal.agent, seat=Seat.HELPER, round=round_id)
    if deal.offered:
        until = frozen.now + timedelta(minutes=frozen.policy.giving.offer_minutes)
        return TicketOffered(agent=deal.agent, until=until, round=round_id, beside=deal.beside)
    tough = is_tough(ticket, frozen.policy)
    return TicketAssigned(agent=deal.agent, origin=Origin.DEALT, round=round_id, tough=tough)


def seated(seat: Seated, round_id: RoundId) -> TicketSeated:
    """Somebody beside the owner."""
    return TicketSeated(agent=seat.agent, seat=Seat(seat.role), round=round_id)


def booked_to(
    deal: Judged, tickets: Mapping[TicketId, WaitingTicket], frozen: Frozen, round_id: RoundId
) -> tuple[EntitlementBooked, ...]:
    """What a deal books."""
    ticket = tickets[deal.ticket]
    return booked(
        ticket.booking, to=deal.agent, origin=Origin.DEALT, toughness=ticket.toughness,
        entitled=entitled_to(ticket, frozen), team=ticket.team, round_id=round_id,
    )  # fmt: skip
