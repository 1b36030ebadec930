"""The same views as JSON, with cursors and the position each answer shows."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from services.projections.views.queue import query as queues
from services.projections.views.queue.view import LATEST, QueueRow
from services.projections.web.day import day_of, refuse_others
from services.projections.web.queues import page_after
from services.projections.web.showing import Shown
from services.projections.web.tickets import found, told
from shared.eventlog.envelope import as_text
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.identity import StreamId, TeamId
from shared.web.asking import route_needs
from shared.web.versions import POSITION, etag

MOST = 200
SEES_ALL = Annotated[Viewer, Depends(route_needs(Action.SEE_ALL))]
SEES = Annotated[Viewer, Depends(route_needs(Action.SEE_TICKET))]


def router(desk: Shown) -> APIRouter:
    """The views' API."""
    routes = APIRouter(prefix="/api/v1", tags=["views"])
    add_tickets(routes, desk)
    add_trail(routes, desk)
    add_people(routes, desk)
    return routes


def add_tickets(routes: APIRouter, desk: Shown) -> None:
    """Lists of tickets, and one of them."""

    @routes.get("/tickets")
    def tickets(
        request: Request, viewer: SEES_ALL, team: str | None = None, owner: str | None = None,
        at: str | None = None, after: str | None = None, limit: int = 50,
    ) -> Response:  # fmt: skip
        """Tickets that are not settled, by promise; `owner=me` for one's own."""
        desk.catch_up(request)
        moment, most = desk.moment(at), max(1, min(limit, MOST))
        if owner == "me":
            rows = queues.in_hand(desk.views.queue, viewer.person, at=moment)
        else:
            rows = queues.of_team(
                desk.views.queue, TeamId(StreamId(team)) if team else None,
                after=page_after(after), limit=most, at=moment, unowned=owner == "nobody",
            )  # fmt: skip
        following = cursor(rows[-1]) if len(rows) == most else None
        return answer(desk, {"tickets": [listed(desk, row) for row in rows], "after": following})

    @routes.get("/tickets/{ref}")
    def ticket(ref: str, request: Request, viewer: SEES, at: str | None = None) -> Response:
        """One ticket with its conversation and history, as the visitor may see it."""
        desk.catch_up(request)
        moment = desk.moment(at)
        row = found(desk, ref, viewer, moment)
        response = answer(
            desk,
            opened(desk, row)
            | {"history": [step(each) for each in told(desk, row, viewer, moment)]},
        )
        response.headers["ETag"] = etag(row.version)
        return response


def add_trail(routes: APIRouter, desk: Shown) -> None:
    """Everything that happened."""

    @routes.get("/audit")
    def audit(
        request: Request,
        viewer: Annotated[Viewer, Depends(route_needs(Action.SEE_TRAIL))],
        at: str | None = None, before: int | None = None, limit: int = 100,
    ) -> Response:  # fmt: skip
        """The whole desk's events, newest first."""
        desk.catch_up(request)
        entries = desk.views.audit_trail.newest(
            before=before, limit=max(1, min(limit, MOST)), at=desk.moment(at)
        )
        lines = [
            {
                "position": each.position, "stream": each.stream, "version": each.version,
                "at": each.at, "by": each.by,
                "sentence": desk.directory.sentence(each),
            }
            for each in entries
        ]  # fmt: skip
        return answer(desk, {"events": lines, "before": entries[-1].position if entries else None})


def add_people(routes: APIRouter, desk: Shown) -> None:
    """How evenly the work is shared, and what one agent did on a day."""

    @routes.get("/supervision")
    def supervision(
        request: Request,
        viewer: Annotated[Viewer, Depends(route_needs(Action.SEE_SUPERVISION))],
        at: str | None = None,
    ) -> Response:
        """How evenly the work is shared."""
        desk.catch_up(request)
        moment = desk.moment(at)
        figures = desk.supervision(request, moment)
        plain: dict[str, Any] = msgspec.to_builtins(figures)
        plain["silent"] = [row["number"] for row in plain["silent"]]
        for each in plain["agents"]:
            each["name"] = desk.name(each["agent"])
        return answer(desk, plain)

    @routes.get("/agents/{agent}/day")
    def day(
        agent: str, request: Request,
        viewer: Annotated[Viewer, Depends(route_needs(Action.SEE_OWN_DAY))],
        day: str | None = None, at: str | None = None,
    ) -> Response:  # fmt: skip
        """What an agent did on one day."""
        refuse_others(viewer, agent)
        desk.catch_up(request)
        return answer(desk, msgspec.to_builtins(day_of(desk, agent, day, desk.moment(at))))


def answer(desk: Shown, content: dict[str, Any]) -> Response:
    """JSON with the position it shows."""
    headers = {POSITION: str(desk.follower.position()), "Cache-Control": "private, no-store"}
    return Response(msgspec.json.encode(content), media_type="application/json", headers=headers)


def cursor(row: QueueRow) -> str:
    """Where the next page begins."""
    due = as_text(row.resolve_by) if row.resolve_by else LATEST
    return f"{due}~{row.number}"


def listed(desk: Shown, row: QueueRow) -> dict[str, Any]:
    """A line of a queue with opened words and names."""
    names = {"requester_name": desk.name(row.requester), "owner_name": desk.name(row.owner)}
    return {
        **msgspec.to_builtins(msgspec.structs.asdict(row)),
        "subject": desk.open(row.subject),
        **names,
    }


def opened(desk: Shown, row: Any) -> dict[str, Any]:
    """A ticket with its sealed words opened."""
    sealed = ("subject", "problem", "availability", "contact", "waiting_for", "done")
    plain: dict[str, Any] = msgspec.to_builtins(msgspec.structs.asdict(row))
    words = {name: desk.open(getattr(row, name)) for name in sealed}
    return {**plain, **words, "owner_name": desk.name(row.owner), "team_name": desk.name(row.team)}


def step(each: Any) -> dict[str, Any]:
    """One step of a ticket."""
    return {
        "position": each.position, "at": each.at, "who": each.who, "kind": each.kind,
        "words": each.words,
    }  # fmt: skip
