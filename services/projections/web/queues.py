"""The pages of the queue: mine, a team's, the whole desk's, and what a requester asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.projections.views.queue import query as queues
from services.projections.views.queue.view import LATEST, QueueRow
from services.projections.web.showing import Shown, in_words, moment_of
from shared.eventlog.envelope import as_text
from shared.eventlog.references import ticket_named
from shared.pages.words import group_of
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.identity import StreamId, TeamId
from shared.vocabulary.words import Role
from shared.web.asking import route_needs

A_PAGE = 50
SEES_OWN = Annotated[Viewer, Depends(route_needs(Action.SEE_OWN))]
SEES_ALL = Annotated[Viewer, Depends(route_needs(Action.SEE_ALL))]


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One ticket of a list, in words."""

    row: QueueRow
    subject: str
    requester: str
    owner: str


def router(desk: Shown) -> APIRouter:
    """The queue's pages."""
    routes = APIRouter(include_in_schema=False)
    add_own(routes, desk)
    add_teams(routes, desk)
    return routes


def add_own(routes: APIRouter, desk: Shown) -> None:
    """What is mine, what I asked, and where a ticket is."""

    @routes.get("/")
    def home(viewer: SEES_OWN) -> Response:
        if Role.AGENT in viewer.roles:
            return RedirectResponse("/queue", 303)
        return RedirectResponse("/teams" if viewer.may(Action.SEE_ALL) else "/mine", 303)

    @routes.get("/queue")
    def mine(request: Request, viewer: SEES_ALL, at: str | None = None) -> HTMLResponse:
        desk.catch_up(request)
        moment = moment_of(at)
        rows = queues.in_hand(desk.views.queue, viewer.person, at=moment)
        return listed(desk, request, viewer, rows, moment, title="My queue")

    @routes.get("/mine")
    def asked(request: Request, viewer: SEES_OWN) -> HTMLResponse:
        desk.catch_up(request)
        found = queues.asked_by(desk.views.queue, viewer.person)
        lines = [(line_of(desk, row), settled) for row, settled in found]
        return desk.page(request, viewer, "mine.html", lines=lines)

    @routes.get("/find")
    def find(viewer: SEES_ALL, ticket: str = "") -> Response:
        stream = ticket_named(desk.log, ticket)
        return RedirectResponse(f"/tickets/{desk.directory.name_of(stream).removeprefix('#')}", 303)


def add_teams(routes: APIRouter, desk: Shown) -> None:
    """What is open, for everyone or in one team."""

    @routes.get("/teams")
    def everyone(
        request: Request, viewer: SEES_ALL, at: str | None = None, after: str | None = None,
        owner: str | None = None,
    ) -> HTMLResponse:  # fmt: skip
        desk.catch_up(request)
        moment = moment_of(at)
        rows = queues.of_team(
            desk.views.queue, None, after=page_after(after), limit=A_PAGE, at=moment,
            unowned=owner == "nobody",
        )  # fmt: skip
        title = "Unowned tickets" if owner == "nobody" else "Open tickets"
        return listed(desk, request, viewer, rows, moment, title=title, paged=True)

    @routes.get("/teams/{team}")
    def team(
        team: str,
        request: Request,
        viewer: SEES_ALL,
        at: str | None = None,
        after: str | None = None,
    ) -> HTMLResponse:
        desk.catch_up(request)
        moment, stream = moment_of(at), TeamId(StreamId(team))
        rows = queues.of_team(
            desk.views.queue, stream, after=page_after(after), limit=A_PAGE, at=moment
        )
        return listed(desk, request, viewer, rows, moment, title=desk.name(team), paged=True)


def listed(
    desk: Shown,
    request: Request,
    viewer: Viewer,
    rows: list[QueueRow],
    moment: Any,
    *,
    title: str,
    paged: bool = False,
) -> HTMLResponse:
    """A list grouped by how near its promises are."""
    now = desk.clock.now()
    groups = [
        (words, [line_of(desk, row) for row in group])
        for words, group in groupby(rows, key=lambda row: heading(row, now))
    ]
    teams = [
        (team, known.name) for team, known in desk.directory.teams.items() if known.source is None
    ]
    return desk.page(
        request, viewer, "queue.html", title=title, groups=groups, teams=teams,
        at_words=in_words(moment), next_page=next_page(request, rows) if paged else None,
        number=len(rows),
    )  # fmt: skip


def heading(row: QueueRow, now: Any) -> str:
    """What a ticket stands under."""
    return group_of(row.resolve_by, now)


def line_of(desk: Shown, row: QueueRow) -> QueueLine:
    """A line with names and opened words."""
    return QueueLine(
        row=row,
        subject=desk.open(row.subject) or f"Ticket {row.number}",
        requester=desk.name(row.requester),
        owner=desk.name(row.owner),
    )


def page_after(text: str | None) -> tuple[str, int] | None:
    """Where the last page ended: `<due>~<number>`."""
    due, _, number = (text or "").rpartition("~")
    return (due, int(number)) if due and number.isdigit() else None


def next_page(request: Request, rows: Iterable[QueueRow]) -> str | None:
    """The address of the next page; none where this one is not full."""
    rows = list(rows)
    if len(rows) < A_PAGE:
        return None
    last = rows[-1]
    due = as_text(last.resolve_by) if last.resolve_by else LATEST
    query = dict(request.query_params) | {"after": f"{due}~{last.number}"}
    return f"{request.url.path}?{urlencode(query)}"
