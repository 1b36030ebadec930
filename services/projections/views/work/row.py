"""A ticket's work: its line, and what an event makes of it."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from shared.eventlog.recorded import Recorded
from shared.eventlog.touch import Act, touched, worker
from shared.events import ticket as said
from shared.events.assignment import EntitlementBooked
from shared.events.toughness import CreditMoved, ToughnessForecast
from shared.vocabulary.identity import PersonId, StreamId, TeamId, TicketId, is_person
from shared.vocabulary.words import Resolution


class WorkRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One ticket's work."""

    ticket: TicketId
    number: int
    raised_at: datetime
    changed_at: datetime
    requester: PersonId | None = None
    team: TeamId | None = None
    owner: PersonId | None = None
    resolver: PersonId | None = None
    stated: PersonId | None = None
    """Who resolved it, as its source said last: a row may do more than resolve."""
    resolved_at: datetime | None = None
    settled: bool = False
    toughness: int = 0
    judged: bool = False
    """Whether its toughness is a person's judgement, which wins over every forecast."""
    reopened: int = 0
    handed_over: int = 0
    adopted: bool = True
    credited: PersonId | None = None
    """Who was booked as its taker last."""
    credits: dict[PersonId, int] = {}
    """Who carries how many milli-points of it."""
    acts: dict[str, Act] = {}
    """What each person of the desk did last on it."""


def evolve(row: WorkRow | None, told: Recorded[Any]) -> WorkRow | None:
    """The ticket's work after the event."""
    event = told.event
    if isinstance(event, said.TicketRaised):
        row = WorkRow(
            ticket=TicketId(told.stream), number=event.number, raised_at=told.at,
            changed_at=told.at, adopted=event.adopted, requester=event.requester,
        )  # fmt: skip
    if row is None:
        return None
    changes = changed(row, told)
    if stated := stated_resolver(event):
        changes["stated"] = stated
    act = touched(row.acts, told, requester=row.requester)
    if act:
        changes["acts"] = {**row.acts, act.who: act.last}
    return replace(row, changed_at=told.at, **changes)


def changed(row: WorkRow, told: Recorded[Any]) -> dict[str, Any]:
    """What an event changes of the line."""
    match told.event:
        case said.TicketRouted(team=team):
            return {"team": team}
        case said.TicketTriaged(toughness=toughness) if toughness is not None:
            return {"toughness": toughness, "judged": True}
        case said.TicketAssigned(agent=agent):
            return {"owner": agent, "handed_over": row.handed_over + moves(row, agent)}
        case said.TicketReleased():
            return {"owner": None}
        case said.TicketResolved():
            resolver = resolver_of(row, told) or row.resolver
            return {"settled": True, "resolved_at": told.at, "resolver": resolver}
        case said.TicketReopened():
            return {"settled": False, "resolved_at": None, "reopened": row.reopened + 1}
        case said.TicketClosed():
            return {"settled": True, "resolved_at": row.resolved_at or told.at}
        case EntitlementBooked(taker=taker):
            return {"credited": taker, "credits": credits_after(told.event)}
        case CreditMoved(credits=credits):
            return {"credits": credits}
        case ToughnessForecast(toughness=toughness) if not row.judged:
            return {"toughness": toughness}
        case _:
            return {}


def moves(row: WorkRow, agent: PersonId) -> bool:
    """Whether the ticket goes from one owner to another."""
    return row.owner is not None and row.owner != agent


def resolver_of(row: WorkRow, told: Recorded[Any]) -> PersonId | None:
    """Who resolved it: as the source says, else whoever did it; nobody where it resolved itself."""
    if told.event.code is Resolution.SELF_RESOLVED:
        return None
    who = worker(told, requester=row.requester)
    stated = stated_resolver(told.event) or row.stated
    return stated or (PersonId(StreamId(who)) if who and is_person(who) else None)


def stated_resolver(event: Any) -> PersonId | None:
    """Who resolves the ticket, as the row of a source says."""
    row = getattr(event, "row", None)
    return row.resolver if row else None


def credits_after(event: EntitlementBooked | CreditMoved) -> dict[PersonId, int]:
    """Who carries how many milli-points after a booking."""
    if isinstance(event, CreditMoved):
        return dict(event.credits)
    return {event.taker: event.toughness} if event.taker else {}
