"""Tickets that leave somebody past the fairness cap, each with its reason: told beside the booking."""

from collections.abc import Iterable, Mapping

from services.assignment.rules import cap
from services.assignment.situation.standing import Frozen
from shared.events.assignment import EntitlementBooked
from shared.events.toughness import CapExceeded
from shared.vocabulary.identity import RoundId, TicketId
from shared.vocabulary.toughness import MilliPoints
from shared.vocabulary.words import CapReason, Origin

OF_PEOPLE = {
    Origin.TAKEN: CapReason.TAKEN,
    Origin.GIVEN: CapReason.GIVEN,
    Origin.HANDED_OVER: CapReason.HANDED_OVER,
}
"""What people decide is held to no cap, but told as past it; all else a round has chosen."""


def past_the_cap(
    desk: Frozen, bookings: Iterable[tuple[TicketId, EntitlementBooked]], round_id: RoundId | None
) -> Mapping[TicketId, CapExceeded]:
    """By ticket: the exception it makes, going through the bookings in their order."""
    agents = {agent.id: agent for agent in desk.agents}
    leads = {agent.id: agent.lead for agent in desk.agents}
    pools, exceptions = cap.pools_of(desk), {}
    for ticket, booking in bookings:
        taker = booking.taker
        before = leads.get(taker, 0) if taker else 0
        for share in booking.shares:
            leads[share.agent] = leads.get(share.agent, 0) + share.milli_points
        if taker is None or taker not in agents:
            continue
        most = cap.promised_to(agents[taker], desk, pools)
        if leads[taker] > max(most, before):
            heavy = before <= 0 and cap.is_granted(agents[taker], desk, pools)
            why = CapReason.HEAVY if heavy else CapReason.PROMISE
            exceptions[ticket] = CapExceeded(
                agent=taker,
                lead=MilliPoints(leads[taker]),
                cap=MilliPoints(most),
                why=OF_PEOPLE.get(booking.origin, why),
                round=round_id,
            )
    return exceptions
