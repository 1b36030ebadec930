"""Deals that leave somebody past the fairness cap, each with its reason: told beside the deal."""

from collections.abc import Iterable, Mapping

from services.assignment.rules import cap
from services.assignment.situation.standing import Frozen
from shared.events.assignment import EntitlementBooked
from shared.events.toughness import CapExceeded
from shared.vocabulary.identity import PersonId, RoundId, TicketId
from shared.vocabulary.toughness import MilliPoints
from shared.vocabulary.words import CapReason


def past_the_cap(
    desk: Frozen, bookings: Iterable[tuple[TicketId, EntitlementBooked]], round_id: RoundId | None
) -> Mapping[TicketId, CapExceeded]:
    """By ticket: the exception its deal makes, going through the round's bookings in their order."""
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
            exceptions[ticket] = exception(taker, before, leads[taker], most, round_id)
    return exceptions


def exception(
    taker: PersonId, before: int, after: int, most: int, round_id: RoundId | None
) -> CapExceeded:
    """The exception in words; who was not ahead has been led past the cap by one ticket alone."""
    return CapExceeded(
        agent=taker,
        lead=MilliPoints(after),
        cap=MilliPoints(most),
        why=CapReason.HEAVY if before <= 0 else CapReason.PROMISE,
        round=round_id,
    )
