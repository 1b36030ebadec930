"""The API of tickets: one address for each request of the catalogue, made from its class."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from services.intake.desk import Intake
from services.intake.requests.catalogue import TICKET_REQUESTS
from services.intake.requests.form import TicketRequest
from services.intake.requests.raising import FollowUpTicket, RaiseTicket
from services.intake.web.telling import TOLD, Told, called, response_of
from shared.eventlog.references import ticket_named
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.words import Channel
from shared.web.asking import route_needs

TICKETS = "/api/v1/tickets"
CREATED: dict[int | str, dict[str, Any]] = {201: {"model": Told, "description": "Raised."}}


def router(intake: Intake) -> APIRouter:
    """Raising tickets, following them up, and everything asked about one."""
    routes = APIRouter(tags=["tickets"])

    @routes.post(TICKETS, status_code=201, responses=CREATED)
    def raise_ticket(
        body: RaiseTicket,
        request: Request,
        viewer: Annotated[Viewer, Depends(route_needs(Action.RAISE))],
    ) -> Response:
        """Ask the desk for help."""
        call = called(intake, request, viewer, Action.RAISE)
        return response_of(intake.raise_ticket(body, call, channel=Channel.API), status=201)

    @routes.post(TICKETS + "/{ticket}/follow-up", status_code=201, responses=CREATED)
    def follow_up(
        ticket: str,
        body: FollowUpTicket,
        request: Request,
        viewer: Annotated[Viewer, Depends(route_needs(Action.TALK))],
    ) -> Response:
        """Begin a second round as a new, linked ticket."""
        before = ticket_named(intake.log, ticket)
        call = called(intake, request, viewer, Action.TALK)
        return response_of(intake.follow_up(before, body, call, channel=Channel.API), status=201)

    for kind in TICKET_REQUESTS:
        add(routes, intake, kind)
    return routes


def add(routes: APIRouter, intake: Intake, kind: type[TicketRequest]) -> None:
    """The address of one request about a ticket."""

    def ask(*, ticket: str, body: Any = None, request: Request, viewer: Any) -> Response:
        call = called(intake, request, viewer, kind.ACTION)
        return response_of(intake.ask(ticket_named(intake.log, ticket), body or kind(), call))

    needs_body(ask, kind)
    routes.add_api_route(
        f"{TICKETS}/{{ticket}}/{kind.PATH}",
        ask,
        methods=["POST"],
        name=kind.__name__,
        responses=TOLD,
    )


def needs_body(endpoint: Any, kind: type[Any]) -> None:
    """Declare an endpoint's body and visitor; a request without required fields needs no body."""
    endpoint.__doc__ = kind.__doc__
    endpoint.__annotations__["viewer"] = Annotated[Viewer, Depends(route_needs(kind.ACTION))]
    required = any(field.is_required() for field in kind.model_fields.values())
    endpoint.__annotations__["body"] = kind if required else kind | None
    endpoint.__kwdefaults__ = None if required else {"body": None}
