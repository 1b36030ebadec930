"""The API of the roster: agents by their requests, teams, and who works in them."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from services.intake.people import People
from services.intake.requests.form import AgentRequest
from services.intake.requests.people import FormTeam, TeamMember
from services.intake.requests.roster import AGENT_REQUESTS
from services.intake.web.telling import TOLD, called, response_of
from services.intake.web.tickets import needs_body
from services.intake.working_life import working_life
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.identity import PersonId, StreamId
from shared.web.asking import NotAllowed, route_needs
from shared.web.versions import etag

MANAGES = Annotated[Viewer, Depends(route_needs(Action.MANAGE_ROSTER))]

SEES = Annotated[Viewer, Depends(route_needs(Action.SEE_WORKING_LIFE))]


def router(people: People) -> APIRouter:
    """Everything asked about agents and teams."""
    routes = APIRouter(tags=["roster"])
    for kind in AGENT_REQUESTS:
        add(routes, people, kind)
    add_reading(routes, people)

    @routes.post("/api/v1/teams", status_code=201, responses=TOLD)
    def form_team(body: FormTeam, request: Request, viewer: MANAGES) -> Response:
        """Form a team."""
        call = called(people.intake, request, viewer, Action.MANAGE_ROSTER)
        return response_of(people.form_team(body, call), status=201)

    @routes.post("/api/v1/teams/{team}/join", responses=TOLD)
    def join(team: str, body: TeamMember, request: Request, viewer: MANAGES) -> Response:
        """Add an agent to a team."""
        call = called(people.intake, request, viewer, Action.MANAGE_ROSTER)
        return response_of(people.join(people.intake.directory.team_named(team), body, call))

    @routes.post("/api/v1/teams/{team}/leave", responses=TOLD)
    def leave(team: str, body: TeamMember, request: Request, viewer: MANAGES) -> Response:
        """Take an agent out of a team."""
        call = called(people.intake, request, viewer, Action.MANAGE_ROSTER)
        return response_of(people.leave(people.intake.directory.team_named(team), body, call))

    return routes


def add_reading(routes: APIRouter, people: People) -> None:
    """What was set of an agent."""

    @routes.get("/api/v1/agents/{person}")
    def agent(person: str, response: Response, viewer: SEES) -> dict[str, Any]:
        """Skills, shifts, absence, capacity and redlines of an agent; the ETag is what a change names."""
        asked = PersonId(StreamId(person))
        refuse_others(viewer, Action.SEE_WORKING_LIFE, asked)
        life = working_life(people.intake, asked)
        response.headers["ETag"] = etag(life.version)
        document: dict[str, Any] = msgspec.to_builtins(life)
        return document


def add(routes: APIRouter, people: People, kind: type[AgentRequest]) -> None:
    """The address of one request about an agent."""

    def ask(*, person: str, body: Any = None, request: Request, viewer: Any) -> Response:
        agent = PersonId(StreamId(person))
        refuse_others(viewer, kind.ACTION, agent)
        call = called(people.intake, request, viewer, kind.ACTION)
        return response_of(people.intake.ask_agent(agent, body or kind(), call))

    needs_body(ask, kind)
    routes.add_api_route(
        f"/api/v1/agents/{{person}}/{kind.PATH}",
        ask,
        methods=["POST"],
        name=kind.__name__,
        responses=TOLD,
    )


def refuse_others(viewer: Viewer, action: Action, agent: PersonId) -> None:
    """Refuse what somebody may only ask about themself. Raises `NotAllowed`."""
    if viewer.limited_to(action) not in (None, agent):
        raise NotAllowed(f"you may {action} only for yourself; ask a supervisor")
