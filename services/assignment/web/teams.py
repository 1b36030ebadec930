"""The routes of how teams are given their tickets: the same requests from forms and as JSON."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from services.assignment.carrying_out.hands import Handed
from services.assignment.carrying_out.teams import Teams
from services.assignment.requests.teams import TEAM_REQUESTS, PullNext, TeamRequest
from shared.clock import fresh_id
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.identity import TeamId
from shared.web.asking import route_needs
from shared.web.forms import Form, Sent
from shared.web.idempotency import command_of
from shared.web.versions import etag, stamp, version_seen

TEAM, JSON = "/teams/{team}", "application/json"
API = f"/api/v1{TEAM}"
SEES = Annotated[Viewer, Depends(route_needs(Action.SEE_GIVING))]
PULLS = Annotated[Viewer, Depends(route_needs(PullNext.ACTION))]
BY_PROGRAM = Form({}, None, None)
"""A program has no form: its key and version stand in headers."""


def router(teams: Teams) -> APIRouter:
    """How a team is given its tickets, and what its agents pull."""
    routes = APIRouter(tags=["assignment"])
    for kind in TEAM_REQUESTS:
        add(routes, teams, kind)
    add_reading(routes, teams)
    add_pulling(routes, teams)
    return routes


def add(routes: APIRouter, teams: Teams, kind: type[TeamRequest]) -> None:
    """One request about a team, as JSON and as a page's form posts it."""

    def carried_out(
        team: str, asked: TeamRequest, request: Request, viewer: Viewer, form: Form = BY_PROGRAM
    ) -> tuple[TeamId, Any]:
        stream, command = named(teams, team), command_for(teams, request, viewer, form)
        seen = version_seen(request, field=form.version)
        return stream, teams.ask(stream, asked, by=viewer.actor, command=command, expected=seen)

    def ask(team: str, request: Request, viewer: Any, body: Any) -> Response:
        _, told = carried_out(team, body, request, viewer)
        response = Response(msgspec.json.encode(told), media_type=JSON)
        stamp(response, told)
        return response

    def post(team: str, request: Request, form: Sent, viewer: Any) -> Response:
        stream, told = carried_out(team, form.read_as(kind), request, viewer, form)
        response = RedirectResponse(f"/teams/{stream}", 303)
        stamp(response, told)
        return response

    ask.__annotations__["body"] = kind
    for endpoint in (ask, post):
        endpoint.__doc__ = kind.__doc__
        endpoint.__annotations__["viewer"] = Annotated[Viewer, Depends(route_needs(kind.ACTION))]
    routes.add_api_route(f"{API}/{kind.PATH}", ask, methods=["POST"], name=kind.__name__)
    routes.add_api_route(f"{TEAM}/{kind.PATH}", post, methods=["POST"], include_in_schema=False)


def add_reading(routes: APIRouter, teams: Teams) -> None:
    """What a team chose, and its list."""

    @routes.get(API + "/giving")
    def giving(team: str, viewer: SEES) -> Response:
        """How the team is given its tickets, how its people help each other, whether it is frozen."""
        told = teams.chosen(named(teams, team))
        seen = {"ETag": etag(told.version)}
        return Response(msgspec.json.encode(told), media_type=JSON, headers=seen)

    @routes.get(API + "/next")
    def line(team: str, viewer: PULLS) -> Response:
        """What the visitor may pull of the team's tickets, the first first, in the solver's order."""
        told = {"tickets": teams.line(named(teams, team), viewer.person)}
        return Response(msgspec.json.encode(told), media_type=JSON)


def add_pulling(routes: APIRouter, teams: Teams) -> None:
    """Pulling the next ticket."""

    def pulled(team: str, request: Request, viewer: Viewer, form: Form = BY_PROGRAM) -> Handed:
        return teams.pull(
            named(teams, team), viewer.person, command=command_for(teams, request, viewer, form),
            expected=version_seen(request, field=form.version),
        )  # fmt: skip

    @routes.post(f"{API}/{PullNext.PATH}")
    def pull(team: str, request: Request, viewer: PULLS, body: PullNext | None = None) -> Response:
        """Take the first ticket of the team's list; a repeat is told the same ticket.

        If-Match names the team's version; the answer tells the ticket's.
        """
        told = pulled(team, request, viewer)
        response = Response(msgspec.json.encode(told), media_type=JSON)
        stamp(response, told)
        return response

    @routes.post(f"{TEAM}/{PullNext.PATH}", include_in_schema=False)
    def pull_by_form(team: str, request: Request, form: Sent, viewer: PULLS) -> Response:
        told = pulled(team, request, viewer, form)
        response = RedirectResponse(f"/tickets/{told.number}", 303)
        stamp(response, told)
        return response


def command_for(teams: Teams, request: Request, viewer: Viewer, form: Form) -> str:
    """The id of the request: from its sender's key, or a fresh one."""
    command = command_of(request, viewer.actor, field=form.key)
    return command or fresh_id(teams.assignment.chance)


def named(teams: Teams, reference: str) -> TeamId:
    """The team of that name or id. Raises `TeamIsUnknown`."""
    return teams.hands.directory.team_named(reference)
