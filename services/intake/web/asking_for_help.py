"""The plain form: who you are, whether it is urgent, and what is wrong; everything else is behind more."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse

from services.intake.people import People
from services.intake.requests.raising import RaiseTicket
from services.intake.web.telling import called, shown
from shared.clock import fresh_id
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.words import Channel
from shared.web.asking import route_needs
from shared.web.forms import Form, Sent
from shared.web.problems import named_error

InShell = Callable[..., HTMLResponse]
"""Renders a page in the desk's shell: request, viewer, template, `status`, and what it shows."""
RAISES = Annotated[Viewer, Depends(route_needs(Action.RAISE))]


def router(people: People, in_shell: InShell) -> APIRouter:
    """The form, and where it is posted to."""
    routes, intake = APIRouter(include_in_schema=False), people.intake

    def form_page(
        request: Request, viewer: Viewer, form: Form, errors: list[dict[str, Any]]
    ) -> HTMLResponse:
        return in_shell(
            request,
            viewer,
            "new.html",
            status=422 if errors else 200,
            words=form.words,
            key=form.key or fresh_id(intake.chance),
            errors={each["field"]: each["problem"] for each in errors},
            promise=people.agreed().policy.promise,
            services=intake.directory.up_to_date().services(),
        )

    @routes.get("/new")
    def new(request: Request, viewer: RAISES) -> HTMLResponse:
        return form_page(request, viewer, Form({}, None, None), [])

    @routes.post("/new")
    def raise_ticket(request: Request, form: Sent, viewer: RAISES) -> Response:
        call = called(intake, request, viewer, Action.RAISE, key=form.key)
        try:
            asked = form.read_as(RaiseTicket)
        except RequestValidationError as wrong:
            errors = [named_error(each) for each in wrong.errors()]
            return form_page(request, viewer, form, errors)
        answer = intake.raise_ticket(asked, call, channel=Channel.FORM)
        return shown(answer, f"/tickets/{answer.number}")

    return routes
