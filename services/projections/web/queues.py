"""The pages of the queue: mine, a team's, the whole desk's, and what a requester asked."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.projections.moments import in_address
from services.projections.views.queue import query as queues
from services.projections.views.queue.row import QueueRow
from services.projections.web.giving import awaited, choices, team_given
from services.projections.web.paging import A_PAGE, next_page, page_after
from services.projections.web.showing import Shown
from shared.eventlog.moment import At
from shared.eventlog.references import ticket_named
from shared.pages.words import group_of
from shared.people.policy_table import Action
from shared.people.unknown import TeamIsUnknown
from shared.people.viewer import Viewer
from shared.vocabulary.identity import StreamId, TeamId, TicketId
from shared.vocabulary.words import Role
from shared.web.asking import route_needs

NOBODY = "nobody"
NOTHING_TOLD: Mapping[TicketId, Any] = {}
NOTHING_GIVEN: dict[str, Any] = {"offers": (), "helps": (), "given": None}
SEES_OWN = Annotated[Viewer, Depends(route_needs(Action.SEE_OWN))]
SEES_ALL = Annotated[Viewer, Depends(route_needs(Action.SEE_ALL))]


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One team to choose, with how many open tickets it has."""

    team: TeamId
    name: str
    open: int


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One ticket of a list, in words."""

    row: QueueRow
    subject: str
    requester: str
    owner: str
    held: bool = False
    """Whether it shows less than happened."""
    tentative: str = ""
    """Who would get it as things stand, and when; reads on from the ticket."""


def router(desk: Shown) -> APIRouter:
    """The queue's pages."""
    routes = APIRouter(include_in_schema=False)
    add_own(routes, desk)
    add_desk(routes, desk)
    add_team(routes, desk)
    return routes


def add_own(routes: APIRouter, desk: Shown) -> None:
    """What is mine, what I asked, and where a ticket is."""

    @routes.get("/")
    def home(viewer: SEES_OWN) -> Response:
        if Role.AGENT in viewer.roles:
            return RedirectResponse("/queue", 303)
        return RedirectResponse("/teams" if viewer.may(Action.SEE_ALL) else "/mine", 303)

    @routes.get("/queue")
    def mine(
        request: Request, viewer: SEES_ALL, at: str | None = None, after: str | None = None
    ) -> HTMLResponse:
        desk.catch_up(request)
        moment = desk.moment(at)
        rows = queues.in_hand(
            desk.views.queue, viewer.person, after=page_after(after), limit=A_PAGE, at=moment
        )
        number = desk.counts(viewer.person, moment)["mine"]
        return listed(
            desk, request, viewer, rows, moment, title="My queue", number=number,
            **awaited(desk, viewer, moment),
        )  # fmt: skip

    @routes.get("/mine")
    def asked(request: Request, viewer: SEES_OWN, at: str | None = None) -> HTMLResponse:
        desk.catch_up(request)
        moment = desk.moment(at)
        found = queues.asked_by(desk.views.queue, viewer.person, at=moment)
        found.sort(key=lambda each: each[0].changed_at, reverse=True)
        held = desk.views.parking.among((row.ticket for row, _ in found), moment)
        lines = [(line_of(desk, row, held), settled) for row, settled in found]
        return desk.page(request, viewer, "mine.html", lines=lines, at=moment)

    @routes.get("/find")
    def find(viewer: SEES_ALL, ticket: str = "") -> Response:
        if not ticket.strip():
            return RedirectResponse("/teams", 303)
        stream = ticket_named(desk.log, ticket)
        return RedirectResponse(f"/tickets/{desk.directory.name_of(stream).removeprefix('#')}", 303)


def add_desk(routes: APIRouter, desk: Shown) -> None:
    """What is open on the whole desk."""

    @routes.get("/teams")
    def everyone(
        request: Request, viewer: SEES_ALL, at: str | None = None, after: str | None = None,
        owner: str | None = None, team: str | None = None,
    ) -> Response:  # fmt: skip
        moment, unowned = desk.moment(at), owner == NOBODY
        if team:
            to = f"/teams/{team}{of_nobody(unowned)}"
            return RedirectResponse(in_address(to, moment), 303)
        desk.catch_up(request)
        rows = rows_of(desk, None, after, moment, unowned=unowned)
        title = "Unowned tickets" if unowned else "Open tickets"
        numbers = desk.team_numbers(moment)
        return listed(
            desk, request, viewer, rows, moment, title=title,
            teams=teams_shown(desk, numbers, moment, unowned=unowned), of_nobody=of_nobody(unowned),
            number=unowned_number(desk, moment) if unowned else sum(numbers.values()),
        )  # fmt: skip


def add_team(routes: APIRouter, desk: Shown) -> None:
    """What is open in one team."""

    @routes.get("/teams/{team}")
    def team(
        team: str,
        request: Request,
        viewer: SEES_ALL,
        at: str | None = None,
        after: str | None = None,
        owner: str | None = None,
    ) -> HTMLResponse:
        desk.catch_up(request)
        moment, stream, unowned = desk.moment(at), TeamId(StreamId(team)), owner == NOBODY
        if stream not in desk.directory.up_to_date().teams:
            raise TeamIsUnknown(f"there is no team {team[:60]!r}; choose one under Open tickets")
        rows = rows_of(desk, stream, after, moment, unowned=unowned)
        teams = teams_shown(desk, desk.team_numbers(moment), moment, unowned=unowned)
        return listed(
            desk, request, viewer, rows, moment, title=desk.name(team) + ", unowned" * unowned,
            teams=teams, of_nobody=of_nobody(unowned),
            number=next((each.open for each in teams if each.team == stream), 0),
            given=team_given(desk, stream, viewer, moment), **choices(),
        )  # fmt: skip


def rows_of(
    desk: Shown, team: TeamId | None, after: str | None, at: At, *, unowned: bool = False
) -> list[QueueRow]:
    """A page of a team's queue, or of the whole desk's."""
    page = page_after(after)

    def look() -> list[QueueRow]:
        return queues.of_team(
            desk.views.queue, team, after=page, limit=A_PAGE, at=at, unowned=unowned
        )

    return desk.once(("rows", team, page, unowned), at, look)


def unowned_number(desk: Shown, at: At) -> int:
    """How many open tickets nobody owns."""
    return desk.counts(None, at)["unowned"]


def of_nobody(unowned: bool) -> str:
    """What an address ends with that goes on among unowned tickets."""
    return f"?owner={NOBODY}" if unowned else ""


def teams_shown(
    desk: Shown, numbers: dict[TeamId | None, int], at: At, *, unowned: bool
) -> list[TeamLine]:
    """The teams of this desk, and those of imported sources that have something open, by name.

    `numbers`: open tickets by team; told are those nobody owns where these are asked for.
    """
    teams = {
        team: known
        for team, known in desk.directory.teams.items()
        if known.source is None or numbers.get(team)
    }
    if unowned:
        numbers = desk.once(
            "unowned of teams", at, lambda: queues.unowned_of_teams(desk.views.queue, teams, at=at)
        )
    lines = [TeamLine(team, known.name, numbers.get(team, 0)) for team, known in teams.items()]
    return sorted(lines, key=lambda each: each.name.casefold())


def listed(
    desk: Shown,
    request: Request,
    viewer: Viewer,
    rows: list[QueueRow],
    moment: At,
    *,
    title: str,
    teams: Sequence[TeamLine] = (),
    number: int | None = None,
    of_nobody: str = "",
    **more: Any,
) -> HTMLResponse:
    """A list grouped by how near its promises are; with `number` a page of that many in all."""
    now = desk.clock_at(moment)
    held = desk.views.parking.among((row.ticket for row in rows), moment)
    told = desk.as_things_stand(viewer, moment)
    groups = [
        (words, [line_of(desk, row, held, told) for row in group])
        for words, group in groupby(rows, key=lambda row: heading(row, now))
    ]
    return desk.page(
        request, viewer, "queue.html", title=title, groups=groups, teams=teams,
        next_page=None if number is None else next_page(request, rows), at=moment,
        number=len(rows) if number is None else number, of_nobody=of_nobody,
        nobody_works=not desk.directory.agents and viewer.may(Action.MANAGE_PEOPLE),
        **(NOTHING_GIVEN | more),
    )  # fmt: skip


def heading(row: QueueRow, now: datetime) -> str:
    """What a ticket stands under."""
    return group_of(row.resolve_by, now)


def line_of(
    desk: Shown, row: QueueRow, held: Container[str], told: Mapping[TicketId, Any] = NOTHING_TOLD
) -> QueueLine:
    """A line with names and opened words; `told`: who would get what waits."""
    tentative = told.get(row.ticket) if row.owner is None else None
    return QueueLine(
        row=row,
        subject=desk.title(row),
        requester=desk.name(row.requester),
        owner=desk.name(row.owner),
        held=row.ticket in held,
        tentative=tentative.words if tentative else "",
    )
