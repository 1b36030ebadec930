"""Help beside an owner: the raised hand, whoever is to answer it, and all who sit beside the owner."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shared.eventlog.recorded import Recorded
from shared.events import giving
from shared.events import ticket as said
from shared.vocabulary.identity import PersonId
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Seat

Seats = Mapping[PersonId, Seat]
"""Who sits beside the owner, and as what."""
LEFT_ALONE = (said.TicketAssigned, said.TicketReleased, said.TicketResolved, said.TicketClosed)
"""Another owner begins alone, and what is settled needs nobody."""
ENDS_HANDS = (giving.HandAnswered, giving.HandLowered, *LEFT_ALONE)


@dataclass(frozen=True, slots=True)
class Hand:
    """An owner's question, until somebody answered it."""

    agent: PersonId
    """The owner who asks, and stays the owner."""
    since: datetime
    skill: SkillNeed | None = None
    helper: PersonId | None = None
    """Who was found to answer; None while nobody is."""
    passed: tuple[PersonId, ...] = ()
    """Who was found and could not come."""


def hand_after(hand: Hand | None, told: Recorded[Any]) -> Hand | None:
    """The raised hand after one more event of the ticket; the same object where it says nothing of it."""
    event = told.event
    if isinstance(event, giving.HandRaised):
        return Hand(event.agent, told.at, event.skill)
    if hand is None or isinstance(event, ENDS_HANDS):
        return None
    match event:
        case giving.TicketSeated(seat=Seat.HELPER) if hand.helper is None:
            return replace(hand, helper=event.agent)
        case giving.SeatLeft() if event.agent == hand.helper:
            return replace(hand, helper=None, passed=(*hand.passed, event.agent))
        case _:
            return hand


def seats_after(seats: Seats, event: Any, hand: Hand | None) -> Seats:
    """Who sits beside the owner after one more event; the same object where it says nothing of them."""
    if isinstance(event, giving.TicketSeated):
        return {**seats, event.agent: event.seat}
    if seats and isinstance(event, LEFT_ALONE):
        return {}
    gone = None
    if isinstance(event, giving.SeatLeft | giving.HandAnswered):
        gone = event.agent
    elif isinstance(event, giving.HandLowered) and hand:
        gone = hand.helper
    return {who: seat for who, seat in seats.items() if who != gone} if gone in seats else seats
