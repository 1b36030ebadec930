"""A ticket as the situation keeps it while the desk has to do with it, folded event by event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.assignment.account.booking import Booking
from services.assignment.giving.given import WORK, Given, given_after
from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.events.giving import DealUndone
from shared.events.toughness import ToughnessForecast
from shared.vocabulary.identity import PersonId, StreamId, TeamId, is_person
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Level, Resolution, WaitingOn


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
    waits: bool = False
    resolved: bool = False
    priority: Level | None = None
    toughness: int | None = None
    """Milli-points, as a person judged it; else as it was forecast."""
    minutes: int | None = None
    need: SkillNeed = SkillNeed()
    resolve_by: datetime | None = None
    put_back_by: tuple[PersonId, ...] = ()
    had_by: PersonId | None = None
    """Who had it last, if they did not give it up themself."""
    started: bool = False
    """Whether whoever has or had it worked on it."""
    approval: bool = False
    """Whether it waits for an approval."""
    kept_apart: frozenset[PersonId] = frozenset()
    """Who asked for or approved it, if it needed approval."""
    booking: Booking = Booking()
    given: Given = Given()


def settled_alone(event: Any) -> bool:
    """Whether the requester settled it without the desk."""
    return isinstance(event, said.TicketResolved) and event.code is Resolution.SELF_RESOLVED


def needs_owner(live: LiveTicket) -> bool:
    """Whether the ticket waits for somebody to take it."""
    return live.owner is None and not live.waits and not live.resolved


def change(live: LiveTicket, told: Recorded[Any]) -> None:
    """What an event of its course does to a living ticket."""
    event, live.given = told.event, given_after(live.given, told)
    if isinstance(event, WORK) and live.owner and told.by == str(live.owner):
        live.started = True
    match event:
        case said.TicketRouted():
            live.team = event.team
        case said.TicketPromiseSet():
            live.resolve_by = event.resolve_by
        case said.TicketTriaged():
            judge(live, event)
        case ToughnessForecast():
            live.toughness = event.toughness if live.toughness is None else live.toughness
        case said.TicketAssigned() | said.TicketReleased():
            change_hands(live, told)
        case DealUndone():
            live.put_back_by, live.had_by = (*live.put_back_by, event.agent), None
        case said.TicketSetWaiting():
            live.waits = True
            await_approval(live, event)
        case said.TicketResumed():
            live.waits = False
            approve(live, told.by)
        case said.TicketResolved():
            live.resolved, live.waits = True, False
        case said.TicketReopened():
            live.resolved, live.waits = False, False


def judge(live: LiveTicket, event: said.TicketTriaged) -> None:
    """What somebody judged; what they did not say stays."""
    live.priority = event.priority or live.priority
    live.toughness = live.toughness if event.toughness is None else event.toughness
    live.minutes = event.minutes or live.minutes
    live.need = event.skill or live.need
    live.service = event.service or live.service


def change_hands(live: LiveTicket, told: Recorded[Any]) -> None:
    """Another owner, or none; who gave it up themself is not one to read on with it."""
    event = told.event
    if isinstance(event, said.TicketAssigned):
        live.started = live.started and event.agent in (live.owner, live.had_by)
        live.owner, live.had_by = event.agent, None
        return
    live.owner = None
    if told.by == str(event.agent):
        live.put_back_by, live.had_by = (*live.put_back_by, event.agent), None
    else:
        live.had_by = event.agent


def await_approval(live: LiveTicket, event: said.TicketSetWaiting) -> None:
    """Who asked for what needs approval is kept from carrying it out."""
    live.approval = event.on is WaitingOn.APPROVAL
    if live.approval and live.requester:
        live.kept_apart |= {live.requester}


def approve(live: LiveTicket, by: str) -> None:
    """Whoever lets a ticket go on that waited for approval approved it, unless it is theirs to work on."""
    if live.approval and is_person(by) and by != str(live.owner):
        live.kept_apart |= {PersonId(StreamId(by))}
    live.approval = False
