"""The same requests from a page's forms: carried out, then on to the page that shows them."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from services.intake.desk import Intake
from services.intake.requests.absence import ComeBack, GoAway, SetFocusTime
from services.intake.requests.catalogue import TICKET_REQUESTS
from services.intake.requests.form import TicketRequest
from services.intake.requests.raising import FollowUpTicket
from services.intake.web.roster import refuse_others
from services.intake.web.telling import called, shown
from shared.eventlog.references import ticket_named
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.identity import PersonId, StreamId
from shared.vocabulary.words import Channel
from shared.web.asking import route_needs
from shared.web.forms import Sent

ABOUT_ONESELF = (GoAway, ComeBack, SetFocusTime)


def router(intake: Intake) -> APIRouter:
    """Where the forms of the pages post to."""
    routes = APIRouter(include_in_schema=False)
    for kind in TICKET_REQUESTS:
        add(routes, intake, kind)
    for own in ABOUT_ONESELF:
        add_own(routes, intake, own)

    @routes.post("/tickets/{ticket}/follow-up")
    def follow_up(
        ticket: str,
        request: Request,
        form: Sent,
        viewer: Annotated[Viewer, Depends(route_needs(Action.TALK))],
    ) -> Response:
        before = ticket_named(intake.log, ticket)
        call = called(intake, request, viewer, Action.TALK, key=form.key, version=form.version)
        asked = form.read_as(FollowUpTicket)
        answer = intake.follow_up(before, asked, call, channel=Channel.FORM)
        return shown(answer, f"/tickets/{answer.number}")

    return routes


def add(routes: APIRouter, intake: Intake, kind: type[TicketRequest]) -> None:
    """Where one request about a ticket is posted to."""

    def post(ticket: str, request: Request, form: Sent, viewer: Any) -> Response:
        call = called(intake, request, viewer, kind.ACTION, key=form.key, version=form.version)
        answer = intake.ask(ticket_named(intake.log, ticket), form.read_as(kind), call)
        return shown(answer, f"/tickets/{answer.number}")

    post.__annotations__["viewer"] = Annotated[Viewer, Depends(route_needs(kind.ACTION))]
    routes.add_api_route(f"/tickets/{{ticket}}/{kind.PATH}", post, methods=["POST"])


def add_own(routes: APIRouter, intake: Intake, kind: Any) -> None:
    """Where agents say that they are away, back, or not to be disturbed."""

    def post(person: str, request: Request, form: Sent, viewer: Any) -> Response:
        agent = PersonId(StreamId(person))
        refuse_others(viewer, kind.ACTION, agent)
        call = called(intake, request, viewer, kind.ACTION, key=form.key)
        return shown(intake.ask_agent(agent, form.read_as(kind), call), "/")

    post.__annotations__["viewer"] = Annotated[Viewer, Depends(route_needs(kind.ACTION))]
    routes.add_api_route(f"/agents/{{person}}/{kind.PATH}", post, methods=["POST"])
