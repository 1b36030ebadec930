"""The ticket's page: its conversation, what happened in between, and why it is whose."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from services.projections.moments import in_words
from services.projections.rows.entries import Entry
from services.projections.views.ticket.row import TicketRow
from services.projections.web.bars import bars, legend, more_than_chosen
from services.projections.web.marks import MARKS
from services.projections.web.showing import Shown
from services.projections.web.standing import stood
from shared.eventlog.moment import At
from shared.eventlog.references import TicketIsUnknown, ticket_named
from shared.events import ticket as said
from shared.events.assignment import EntitlementBooked
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.identity import PersonId, StreamId
from shared.vocabulary.words import Origin, Resolution, ToughBecause, WaitingOn
from shared.web.asking import route_needs
from shared.web.since import READ_BY_REQUESTERS
from shared.web.versions import etag

SEES = Annotated[Viewer, Depends(route_needs(Action.SEE_TICKET))]
TOUGHNESSES = (250, 500, 1_000, 1_500, 2_000, 3_000, 4_000, 5_000, 7_000, 10_000)
"""Milli-points to choose from; finer ones are for those who forecast."""
UNBOOKED = (
    "No fair share was booked: nobody could have been given it then, as while nobody is on shift"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a ticket, as its page tells it."""

    position: int
    at: datetime
    who: str
    words: str
    kind: str
    """said, noted, or happened"""
    by_requester: bool = False
    mark: str | None = None
    """The icon beside what happened."""


def router(desk: Shown) -> APIRouter:
    """The ticket's pages."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/tickets/{ref}")
    def ticket(
        ref: str,
        request: Request,
        viewer: SEES,
        at: str | None = None,
        why_not: str | None = None,
        why_nobody: bool = False,
    ) -> HTMLResponse:
        desk.catch_up(request)
        moment = desk.moment(at)
        row = found(desk, ref, viewer, moment)
        page = desk.page(
            request, viewer, "ticket.html", at=moment, row=row,
            steps=steps_of(desk, row, viewer, moment), live=moment is None,
            held=desk.views.parking.among([row.ticket], moment).get(row.ticket, []),
            subject=desk.title(row),
            **about(desk, row, viewer, moment),
            **asked(desk, row, viewer, why_not if moment is None else None, nobody=why_nobody),
        )  # fmt: skip
        page.headers["ETag"] = etag(row.version)
        return page

    return routes


def found(desk: Shown, ref: str, viewer: Viewer, at: At) -> TicketRow:
    """The ticket as of a moment; requesters find only their own. Raises `TicketIsUnknown`."""
    stream = ticket_named(desk.log, ref)
    row = desk.views.ticket.get(stream, at)
    only: PersonId | None = viewer.limited_to(Action.SEE_TICKET)
    if row is None or (only and row.requester != only):
        when = f" {in_words(at)}" if at is not None else ""
        raise TicketIsUnknown(f"there is no ticket {ref!r} to be seen{when}; look for its number")
    return row


def steps_of(desk: Shown, row: TicketRow, viewer: Viewer, at: At) -> list[Step]:
    """The ticket's events as of a moment; requesters read what was said, not what was noted."""
    staff = viewer.may(Action.SEE_TRAIL)
    entries = desk.views.audit_trail.of(row.ticket, at=at)
    kept = [each for each in entries if staff or isinstance(each.event, READ_BY_REQUESTERS)]
    free = unbooked(entries) if staff and row.source is None else set()
    steps = [step for each in kept if (step := step_of(desk, row, each)) is not None]
    return [
        replace(step, words=f"{step.words}. {UNBOOKED}") if step.position in free else step
        for step in steps
    ]


def unbooked(entries: Sequence[Entry]) -> set[int]:
    """Positions at which a ticket of this desk changed hands before anything was booked for it.

    What stands booked once moves with its ticket; what another desk shared out is never booked here.
    """
    found: set[int] = set()
    handed: set[int] = set()
    for entry in entries:
        if isinstance(entry.event, EntitlementBooked):
            return found
        if isinstance(entry.event, said.TicketAssigned):
            found |= handed
            handed = set() if entry.event.origin == Origin.IMPORTED else {entry.position}
    return found | handed


def step_of(desk: Shown, row: TicketRow, entry: Entry) -> Step | None:
    """One event in words."""
    event, who = entry.event, desk.name(entry.by)
    asker = entry.by == str(row.requester)
    if isinstance(event, said.TicketRaised):
        words = desk.open(event.problem) or "(the source tells no text)"
        asked = row.requester is not None
        return Step(entry.position, entry.at, desk.name(row.requester) or who, words, "said", asked)
    if isinstance(event, said.TicketReplied | said.TicketNoted):
        kind = "said" if isinstance(event, said.TicketReplied) else "noted"
        return Step(entry.position, entry.at, who, desk.open(event.text), kind, asker)
    words = desk.directory.sentence(entry)
    return Step(entry.position, entry.at, who, words, "happened", asker, MARKS[type(event)])


def about(desk: Shown, row: TicketRow, viewer: Viewer, at: At) -> dict[str, Any]:
    """What stands beside the conversation."""
    reasons = desk.reasons.why_if_any(row.ticket, at) if viewer.may(Action.SEE_REASONS) else None
    return {
        "facts": stood(desk, row, at, staff=viewer.may(Action.SEE_TRAIL)),
        "requester": desk.name(row.requester),
        "owner": desk.name(row.owner),
        "owned_by_me": row.owner == viewer.person,
        "asked_by_me": row.requester == viewer.person,
        "offered_to": desk.name(row.offered_to),
        "offered_to_me": row.offered_to == viewer.person,
        "pinned_to": desk.name(row.pinned_to),
        "helper": desk.name(row.helper),
        "helps_me": row.helper == viewer.person,
        "question": desk.open(row.question),
        "links": [desk.name(link) for link in row.links],
        "availability": desk.open(row.availability),
        "contact": desk.open(row.contact),
        "department": desk.open(row.department),
        "email": desk.open(row.email),
        "phone": desk.open(row.phone),
        "reasons": reasons,
        "tentative": desk.as_things_stand(viewer, at).get(row.ticket),
        "bars": bars(reasons.weighed) if reasons else {},
        "legend": legend(reasons.weighed) if reasons else {},
        "more": more_than_chosen(reasons.weighed, row.owner) if reasons else {},
        "toughnesses": sorted({*TOUGHNESSES, row.toughness} - {None}),
        "carried_by_me": viewer.person in row.carried_by and viewer.may(Action.FLAG),
        "may_answer": viewer.may(Action.ANSWER_APPEALS) and row.appealed_by != viewer.person,
        "flags": [each.value for each in ToughBecause],
        "resolutions": [each.value for each in Resolution],
        "waits": [each.value for each in WaitingOn],
        "agents": sorted(
            ((desk.name(agent), agent) for agent in desk.directory.agents), key=lambda each: each[0]
        ),
    }


def asked(
    desk: Shown, row: TicketRow, viewer: Viewer, agent: str | None, *, nobody: bool
) -> dict[str, Any]:
    """What somebody asked against the decision, and its answer; a page as it is now is asked only."""
    if not viewer.may(Action.SEE_REASONS):
        return {"against": None, "nobody": None}
    return {
        "against_name": desk.name(PersonId(StreamId(agent))) if agent else "",
        "against": desk.reasons.why_not(row.ticket, PersonId(StreamId(agent))) if agent else None,
        "nobody": desk.reasons.why_nobody(row.ticket) if nobody and row.owner is None else None,
    }
