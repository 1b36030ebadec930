"""The ticket: where it stands and what is known of it; its conversation is in the audit trail."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from services.projections import givings
from services.projections.view import View
from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.events.catalogue import topics
from shared.events.declaration import DECLARED
from shared.events.giving import HandRaised
from shared.events.toughness import (
    AppealAnswered,
    JudgementAppealed,
    ToughnessForecast,
    ToughnessTruedUp,
)
from shared.vocabulary.identity import (
    Actor,
    Personal,
    PersonId,
    RoundId,
    StreamId,
    TeamId,
    TicketId,
    is_person,
)
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Channel, Level, Origin, Resolution, WaitingOn


class TicketRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One ticket as its page shows it."""

    ticket: TicketId
    version: int
    number: int
    raised_at: datetime
    changed_at: datetime
    channel: Channel
    state: str = "open"
    """open, waiting, resolved or closed"""
    subject: Personal | None = None
    problem: Personal | None = None
    availability: Personal | None = None
    contact: Personal | None = None
    department: Personal | None = None
    email: Personal | None = None
    phone: Personal | None = None
    requester: PersonId | None = None
    urgent: bool = False
    service: str | None = None
    source: str | None = None
    source_key: str | None = None
    adopted: bool = True
    team: TeamId | None = None
    owner: PersonId | None = None
    origin: Origin | None = None
    round: RoundId | None = None
    owned_since: datetime | None = None
    impact: Level | None = None
    urgency: Level | None = None
    priority: Level | None = None
    toughness: int | None = None
    """Milli-points, as a person judged it."""
    expected: tuple[int, int, int] | None = None
    """Milli-points of its forecast: what is expected, and the range of eight in ten."""
    counted: int | None = None
    """Milli-points it was found to be, or an appeal made of it."""
    appealed_by: PersonId | None = None
    """Whose appeal waits for an answer."""
    carried_by: tuple[PersonId, ...] = ()
    """Everybody who owned it, in order."""
    need: SkillNeed | None = None
    minutes: int | None = None
    resolve_by: datetime | None = None
    waiting_on: WaitingOn | None = None
    waiting_until: datetime | None = None
    waiting_for: Personal | None = None
    resolution: Resolution | None = None
    done: Personal | None = None
    resolved_at: datetime | None = None
    reopened: int = 0
    handed_over: int = 0
    tags: tuple[str, ...] = ()
    links: tuple[TicketId, ...] = ()
    hands: tuple[PersonId, ...] = ()
    """Everyone of the desk who did something on it, in order of their first act."""
    confirmed: bool = False
    offered_to: PersonId | None = None
    offered_until: datetime | None = None
    pinned_to: PersonId | None = None
    asks_for_help: bool = False
    question: Personal | None = None
    helper: PersonId | None = None


READS = tuple(DECLARED[topic] for topic in sorted(topics("ticket")))


def evolve(row: TicketRow | None, told: Recorded[Any]) -> TicketRow | None:
    """The ticket's line after the event."""
    event = told.event
    if isinstance(event, said.TicketRaised):
        return raised(event, told)
    if row is None:
        return None
    return replace(
        row,
        version=told.version,
        changed_at=told.at,
        hands=hands(row, told.by),
        **changes(row, event, told.at),
        **givings.given(row, event),
    )


def hands(row: TicketRow, by: Actor) -> tuple[PersonId, ...]:
    """Who did something on it, with whoever acted now; requesters and machines are not of the desk."""
    person = PersonId(StreamId(by))
    if not is_person(by) or person == row.requester or person in row.hands:
        return row.hands
    return (*row.hands, person)


def raised(event: said.TicketRaised, told: Recorded[Any]) -> TicketRow:
    """A ticket as it begins."""
    return TicketRow(
        ticket=TicketId(told.stream),
        version=told.version,
        number=event.number,
        raised_at=told.at,
        changed_at=told.at,
        channel=event.channel,
        subject=event.subject,
        problem=event.problem,
        availability=event.availability,
        contact=event.contact,
        department=event.department,
        email=event.email,
        phone=event.phone,
        requester=event.requester,
        urgent=event.urgent,
        service=event.service,
        source=event.source,
        source_key=event.source_key,
        adopted=event.adopted,
    )


def changes(row: TicketRow, event: Any, at: datetime) -> dict[str, Any]:
    """What an event changes of the line."""
    match event:
        case said.TicketRouted():
            return {"team": event.team}
        case said.TicketPromiseSet():
            return {"resolve_by": event.resolve_by}
        case said.TicketTriaged():
            return judged(event)
        case said.TicketAssigned():
            moved = row.handed_over + (row.owner not in (None, event.agent))
            return {
                "owner": event.agent, "origin": event.origin, "round": event.round,
                "owned_since": at, "handed_over": moved,
                "carried_by": tuple(dict.fromkeys((*row.carried_by, event.agent))),
            }  # fmt: skip
        case said.TicketReleased():
            return {"owner": None, "origin": None, "round": None, "owned_since": None}
        case said.TicketLinked():
            return {"links": (*row.links, event.other)}
        case said.TicketFollowedUp():
            return {"links": (*row.links, event.follow_up)}
        case HandRaised():
            return {"question": event.question}
        case said.TicketTagged():
            kept = [tag for tag in row.tags if tag not in event.removed]
            return {"tags": tuple(dict.fromkeys((*kept, *event.added)))}
        case _:
            return weighed(event) or course(row, event, at)


def judged(event: said.TicketTriaged) -> dict[str, Any]:
    """What a judgement spoke of; the rest stays."""
    spoken = {
        "impact": event.impact, "urgency": event.urgency, "priority": event.priority,
        "toughness": event.toughness, "need": event.skill, "minutes": event.minutes,
        "service": event.service,
    }  # fmt: skip
    return {name: value for name, value in spoken.items() if value is not None}


def weighed(event: Any) -> dict[str, Any]:
    """What the desk expects and finds of its toughness, and whether its agent disagrees."""
    match event:
        case ToughnessForecast(toughness=expected, low=low, high=high):
            return {"expected": (expected, low, high)}
        case ToughnessTruedUp(toughness=counted):
            return {"counted": counted}
        case JudgementAppealed(agent=agent):
            return {"appealed_by": agent}
        case AppealAnswered(toughness=None):
            return {"appealed_by": None}
        case AppealAnswered(toughness=counted):
            return {"appealed_by": None, "counted": counted}
        case _:
            return {}


def course(row: TicketRow, event: Any, at: datetime) -> dict[str, Any]:
    """What the course of a ticket changes."""
    no_wait = {"waiting_on": None, "waiting_until": None, "waiting_for": None}
    match event:
        case said.TicketSetWaiting():
            return {
                "state": "waiting", "waiting_on": event.on, "waiting_until": event.until,
                "waiting_for": event.reason,
            }  # fmt: skip
        case said.TicketResumed():
            return {"state": "open", **no_wait}
        case said.TicketResolved():
            settled = {"resolution": event.code, "done": event.done, "resolved_at": at}
            return {"state": "resolved", **settled, **no_wait}
        case said.TicketReopened():
            again = {
                "resolution": None, "resolved_at": None, "confirmed": False,
                "reopened": row.reopened + 1,
            }  # fmt: skip
            return {"state": "open", **again, **no_wait}
        case said.TicketConfirmed():
            return {"confirmed": True}
        case said.TicketClosed():
            return {"state": "closed", **no_wait}
        case _:
            return {}


TICKET = View(name="ticket", version=5, reads=READS, row=TicketRow, evolve=evolve)
