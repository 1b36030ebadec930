"""Tickets and what happened to them as JSON, with cursors and the position each answer shows."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from services.projections.views.people import query as people
from services.projections.views.queue import query as queues
from services.projections.web.answers import answer, cursor, listed, opened, step
from services.projections.web.paging import page_after
from services.projections.web.showing import Shown
from services.projections.web.tickets import found, steps_of
from shared.people.policy_table import Action
from shared.people.unknown import PersonIsUnknown
from shared.people.viewer import Viewer
from shared.vocabulary.identity import PersonId, StreamId, TeamId
from shared.web.asking import route_needs
from shared.web.versions import etag

MOST = 200
SEES_ALL = Annotated[Viewer, Depends(route_needs(Action.SEE_ALL))]
SEES_OWN = Annotated[Viewer, Depends(route_needs(Action.SEE_OWN))]
SEES = Annotated[Viewer, Depends(route_needs(Action.SEE_TICKET))]


def router(desk: Shown) -> APIRouter:
    """The views' API."""
    routes = APIRouter(prefix="/api/v1", tags=["views"])
    add_tickets(routes, desk)
    add_requests(routes, desk)
    add_trail(routes, desk)
    return routes


def add_tickets(routes: APIRouter, desk: Shown) -> None:
    """Lists of open tickets."""

    @routes.get("/tickets")
    def tickets(
        request: Request, viewer: SEES_ALL, team: str | None = None, owner: str | None = None,
        at: str | None = None, after: str | None = None,
        limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    ) -> Response:  # fmt: skip
        """Tickets that are not settled, by promise; `owner` is `me`, `nobody` or an agent's id."""
        desk.catch_up(request)
        moment = desk.moment(at)
        if owner not in (None, "nobody"):
            whose = viewer.person if owner == "me" else known(desk, owner)
            rows = queues.in_hand(
                desk.views.queue, whose, after=page_after(after), limit=limit, at=moment
            )
        else:
            rows = queues.of_team(
                desk.views.queue, TeamId(StreamId(team)) if team else None,
                after=page_after(after), limit=limit, at=moment, unowned=owner == "nobody",
            )  # fmt: skip
        following = cursor(rows[-1]) if len(rows) == limit else None
        return answer(desk, {"tickets": [listed(desk, row) for row in rows], "after": following})


def add_requests(routes: APIRouter, desk: Shown) -> None:
    """What somebody asked, and one ticket whole."""

    @routes.get("/requests")
    def requests(request: Request, viewer: SEES_OWN, at: str | None = None) -> Response:
        """Everything the visitor ever asked, newest first, with whether it is settled."""
        desk.catch_up(request)
        asked = queues.asked_by(desk.views.queue, viewer.person, at=desk.moment(at))
        return answer(
            desk, {"tickets": [listed(desk, row) | {"settled": done} for row, done in asked]}
        )

    @routes.get("/tickets/{ref}")
    def ticket(ref: str, request: Request, viewer: SEES, at: str | None = None) -> Response:
        """One ticket with its conversation and history, as the visitor may see it."""
        desk.catch_up(request)
        moment = desk.moment(at)
        row = found(desk, ref, viewer, moment)
        response = answer(
            desk,
            opened(desk, row)
            | {"history": [step(each) for each in steps_of(desk, row, viewer, moment)]},
        )
        response.headers["ETag"] = etag(row.version)
        return response


def add_trail(routes: APIRouter, desk: Shown) -> None:
    """Everything that happened."""

    @routes.get("/audit")
    def audit(
        request: Request,
        viewer: Annotated[Viewer, Depends(route_needs(Action.SEE_TRAIL))],
        at: str | None = None, before: int | None = None,
        limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    ) -> Response:  # fmt: skip
        """The whole desk's events, newest first."""
        desk.catch_up(request)
        entries = desk.views.audit_trail.newest(before=before, limit=limit, at=desk.moment(at))
        lines = [
            {
                "position": each.position, "stream": each.stream, "version": each.version,
                "at": each.at, "recorded_at": each.recorded_at, "by": each.by,
                "by_name": desk.name(each.by), "cause": each.cause, "about": desk.name(each.stream),
                "sentence": desk.directory.sentence(each),
            }
            for each in entries
        ]  # fmt: skip
        return answer(desk, {"events": lines, "before": entries[-1].position if entries else None})


def known(desk: Shown, person: str | None) -> PersonId:
    """The person of that id. Raises `PersonIsUnknown`."""
    who = PersonId(StreamId(person or ""))
    if people.person(desk.views.people, who) is None:
        raise PersonIsUnknown(f"nobody here has the id {person!r}; expected me, nobody or person-…")
    return who
