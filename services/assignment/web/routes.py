"""The assignment service's routes: the same requests from forms and as JSON, and the reasons."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from services.assignment.carrying_out.hands import TICKET_REQUESTS, Handed, Hands, TicketRequest
from services.assignment.carrying_out.teams import Teams
from services.assignment.shadow.service import Shadows
from services.assignment.web import policy_page
from services.assignment.web import teams as of_teams
from shared.clock import fresh_id
from shared.eventlog.references import ticket_named
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.web.asking import route_needs
from shared.web.forms import Sent
from shared.web.idempotency import command_of
from shared.web.versions import stamp, version_seen

SEES_REASONS = Annotated[Viewer, Depends(route_needs(Action.SEE_REASONS))]


TEMPLATES = Path(__file__).parent
"""A folder of templates, for the composition's renderer."""


def router(
    hands: Hands, teams: Teams, shadows: Shadows, in_shell: policy_page.InShell
) -> APIRouter:
    """Changes of hands, reasons, and the policy with its previews."""
    routes = APIRouter()
    routes.routes += of_teams.router(teams).routes
    routes.routes += policy_page.router(hands, shadows, in_shell).routes
    for kind in TICKET_REQUESTS:
        add_form(routes, hands, kind)
        add_json(routes, hands, kind)
    add_tentative(routes, hands)

    @routes.get("/api/v1/tickets/{ticket}/why", tags=["assignment"])
    def why(
        ticket: str, viewer: SEES_REASONS, agent: str | None = None, waiting: bool = False
    ) -> Response:
        """Why the ticket is with its owner; with `agent` (name or id), why not with them.

        With `waiting`, why nobody has it: each agent with what keeps them, and what opens first.
        """
        stream = ticket_named(hands.assignment.log, ticket)
        if waiting:
            told: Any = hands.answers.why_nobody(stream)
        elif agent:
            told = hands.answers.why_not(stream, hands.agent_called(agent))
        else:
            told = hands.answers.why(stream)
        return Response(msgspec.json.encode(told), media_type="application/json")

    @routes.get("/api/v1/rounds/{round_id}/again", tags=["assignment"])
    def again(round_id: str, viewer: SEES_REASONS) -> Response:
        """A recorded round decided again, and whether the answer is the same."""
        told = hands.answers.redecide(round_id)
        return Response(msgspec.json.encode(told), media_type="application/json")

    return routes


def add_tentative(routes: APIRouter, hands: Hands) -> None:
    """Who would get what waits."""

    @routes.get("/api/v1/tentative", tags=["assignment"])
    def tentative(viewer: SEES_REASONS) -> Response:
        """Who would get what waits as things stand, and how often that changed; never a deal."""
        told = hands.answers.outlook()
        return Response(msgspec.json.encode(told), media_type="application/json")


def add_json(routes: APIRouter, hands: Hands, kind: type[TicketRequest]) -> None:
    """One request as JSON."""

    def ask(ticket: str, request: Request, viewer: Any, body: Any = None) -> Response:
        asked = carried_out(hands, ticket, body or kind(), request, viewer, None, None)
        response = Response(msgspec.json.encode(asked), media_type="application/json")
        stamp(response, asked)
        return response

    required = any(field.is_required() for field in kind.model_fields.values())
    ask.__annotations__["body"] = kind if required else kind | None
    ask.__defaults__ = None if required else ask.__defaults__
    declare(ask, kind)
    path = f"/api/v1/tickets/{{ticket}}/{kind.PATH}"
    routes.add_api_route(path, ask, methods=["POST"], name=kind.__name__, tags=["assignment"])


def add_form(routes: APIRouter, hands: Hands, kind: type[TicketRequest]) -> None:
    """One request as a page's form posts it."""

    def post(ticket: str, request: Request, form: Sent, viewer: Any) -> Response:
        asked = carried_out(
            hands, ticket, form.read_as(kind), request, viewer, form.key, form.version
        )
        response = RedirectResponse(f"/tickets/{asked.number}", 303)
        stamp(response, asked)
        return response

    declare(post, kind)
    path = f"/tickets/{{ticket}}/{kind.PATH}"
    routes.add_api_route(path, post, methods=["POST"], include_in_schema=False)


def declare(endpoint: Any, kind: type[TicketRequest]) -> None:
    """Say who may ask it, and what it is."""
    endpoint.__doc__ = kind.__doc__
    endpoint.__annotations__["viewer"] = Annotated[Viewer, Depends(route_needs(kind.ACTION))]


def carried_out(
    hands: Hands,
    ticket: str,
    asked: TicketRequest,
    request: Request,
    viewer: Viewer,
    key: str | None,
    version: str | None,
) -> Handed:
    """The request, under its sender's key and on the version they saw."""
    command = command_of(request, viewer.actor, field=key)
    return hands.ask(
        ticket_named(hands.assignment.log, ticket),
        asked,
        by=viewer.actor,
        command=command or fresh_id(hands.assignment.chance),
        expected=version_seen(request, field=version),
    )
