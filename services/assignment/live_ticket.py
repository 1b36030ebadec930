"""A ticket as the situation keeps it while the desk has to do with it, folded event by event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.assignment.booking import Booking
from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.events.toughness import ToughnessForecast
from shared.vocabulary.identity import PersonId, TeamId
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Resolution


@dataclass(slots=True)
class LiveTicket:
    """A ticket the desk still has to do with."""

    version: int
    raised_at: datetime
    requester: PersonId | None
    urgent: bool
    service: str | None
    number: int
    imported: bool = False
    """Whether it began at another desk, where closed tickets may have been reopened."""
    team: TeamId | None = None
    owner: PersonId | None = None
    owned_since: datetime | None = None
    waits: bool = False
    resolved: bool = False
    toughness: int | None = None
    """Milli-points, as a person judged it; else as it was forecast."""
    minutes: int | None = None
    need: SkillNeed = SkillNeed()
    resolve_by: datetime | None = None
    put_back_by: tuple[PersonId, ...] = ()
    booking: Booking = Booking()


def settled_alone(event: Any) -> bool:
    """Whether the requester settled it without the desk."""
    return isinstance(event, said.TicketResolved) and event.code is Resolution.SELF_RESOLVED


def needs_owner(live: LiveTicket) -> bool:
    """Whether the ticket waits for somebody to take it."""
    return live.owner is None and not live.waits and not live.resolved


def change(live: LiveTicket, told: Recorded[Any]) -> None:
    """What an event of its course does to a living ticket."""
    event = told.event
    match event:
        case said.TicketRouted():
            live.team = event.team
        case said.TicketPromiseSet():
            live.resolve_by = event.resolve_by
        case said.TicketTriaged():
            live.toughness = live.toughness if event.toughness is None else event.toughness
            live.minutes = event.minutes or live.minutes
            live.need = event.skill or live.need
            live.service = event.service or live.service
        case ToughnessForecast():
            live.toughness = event.toughness if live.toughness is None else live.toughness
        case said.TicketAssigned():
            live.owner, live.owned_since = event.agent, told.at
        case said.TicketReleased():
            live.owner, live.owned_since = None, None
            if told.by == str(event.agent):
                live.put_back_by = (*live.put_back_by, event.agent)
        case said.TicketSetWaiting():
            live.waits = True
        case said.TicketResumed():
            live.waits = False
        case said.TicketResolved():
            live.resolved, live.waits = True, False
        case said.TicketReopened():
            live.resolved, live.waits = False, False
