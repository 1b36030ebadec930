"""The ticket: what each event changes of its line; its conversation is in the audit trail."""

from datetime import datetime
from typing import Any, assert_never, get_args

from msgspec.structs import replace

from services.projections import givings
from services.projections.view import View
from services.projections.views.ticket.row import TicketRow
from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.events import toughness as weighed
from shared.events.assignment import EntitlementEvent
from shared.events.giving import GivingEvent, HandRaised
from shared.events.streams import AnyToughnessEvent, OfTicket
from shared.vocabulary.identity import (
    Actor,
    PersonId,
    StreamId,
    TicketId,
    is_person,
)

NO_WAIT: dict[str, Any] = {"waiting_on": None, "waiting_until": None, "waiting_for": None}


def evolve(row: TicketRow | None, told: Recorded[OfTicket]) -> TicketRow | None:
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


def raised(event: said.TicketRaised, told: Recorded[OfTicket]) -> TicketRow:
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


def changes(row: TicketRow, event: OfTicket, at: datetime) -> dict[str, Any]:
    """What an event changes of the line, beside its giving."""
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
        case said.TicketConfirmed():
            return {"confirmed": True}
        case HandRaised():
            return {"question": event.question}
        case said.TicketTagged():
            kept = [tag for tag in row.tags if tag not in event.removed]
            return {"tags": tuple(dict.fromkeys((*kept, *event.added)))}
        case weighed.ToughnessEvent():
            return found_tough(event)
        case GivingEvent() | EntitlementEvent():
            return {}
        case said.TicketReplied() | said.TicketNoted() | said.TicketWorkLogged():
            return {}
        case said.TicketRaised() | said.TicketUpdatedElsewhere():
            return {}
        case _:
            return turned(row, event, at)


def judged(event: said.TicketTriaged) -> dict[str, Any]:
    """What a judgement spoke of; the rest stays."""
    spoken = {
        "impact": event.impact, "urgency": event.urgency, "priority": event.priority,
        "toughness": event.toughness, "need": event.skill, "minutes": event.minutes,
        "service": event.service,
    }  # fmt: skip
    return {name: value for name, value in spoken.items() if value is not None}


def found_tough(event: AnyToughnessEvent) -> dict[str, Any]:
    """What the desk expects and finds of its toughness, and whether its agent disagrees."""
    match event:
        case weighed.ToughnessForecast(toughness=expected, low=low, high=high):
            return {"expected": (expected, low, high)}
        case weighed.ToughnessTruedUp(toughness=counted):
            return {"counted": counted}
        case weighed.JudgementAppealed(agent=agent):
            return {"appealed_by": agent}
        case weighed.AppealAnswered(toughness=None):
            return {"appealed_by": None}
        case weighed.AppealAnswered(toughness=counted):
            return {"appealed_by": None, "counted": counted}
        case weighed.TicketFlaggedTough() | weighed.CreditMoved() | weighed.CapExceeded():
            return {}
        case _:
            assert_never(event)


def turned(row: TicketRow, event: said.TicketTurn, at: datetime) -> dict[str, Any]:
    """What another state changes."""
    match event:
        case said.TicketSetWaiting():
            return {
                "state": "waiting", "waiting_on": event.on, "waiting_until": event.until,
                "waiting_for": event.reason,
            }  # fmt: skip
        case said.TicketResumed():
            return {"state": "open", **NO_WAIT}
        case said.TicketResolved():
            settled = {"resolution": event.code, "done": event.done, "resolved_at": at}
            return {"state": "resolved", **settled, **NO_WAIT}
        case said.TicketReopened():
            again = {
                "resolution": None, "resolved_at": None, "confirmed": False,
                "reopened": row.reopened + 1,
            }  # fmt: skip
            return {"state": "open", **again, **NO_WAIT}
        case said.TicketClosed():
            return {"state": "closed", **NO_WAIT}
        case _:
            assert_never(event)


TICKET = View(name="ticket", version=5, reads=get_args(OfTicket), row=TicketRow, evolve=evolve)
