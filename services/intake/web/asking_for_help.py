"""The plain form: who you are, whether it is urgent, and what is wrong; everything else is behind more."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse

from services.intake.desk import Intake
from services.intake.requests.raising import RaiseTicket
from services.intake.web.telling import called, shown
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.words import Channel
from shared.web.asking import route_needs
from shared.web.forms import Form, Sent
from shared.web.html import page
from shared.web.problems import named_error

HERE = Path(__file__).parent
RAISES = Annotated[Viewer, Depends(route_needs(Action.RAISE))]


def router(intake: Intake) -> APIRouter:
    """The form, and where it is posted to."""
    routes = APIRouter(include_in_schema=False)

    def form_page(viewer: Viewer, form: Form, errors: list[dict[str, Any]]) -> str:
        return page(
            "new.html",
            HERE,
            viewer=viewer,
            name=intake.directory.name_of(viewer.person),
            words=form.words,
            key=form.key or intake.chance.token(16).hex(),
            errors={each["field"]: each["problem"] for each in errors},
        )

    @routes.get("/new")
    def new(viewer: RAISES) -> HTMLResponse:
        return HTMLResponse(form_page(viewer, Form({}, None, None), []))

    @routes.post("/new")
    def raise_ticket(request: Request, form: Sent, viewer: RAISES) -> Response:
        call = called(intake, request, viewer, Action.RAISE, key=form.key)
        try:
            asked = form.read_as(RaiseTicket)
        except RequestValidationError as wrong:
            errors = [named_error(each) for each in wrong.errors()]
            return HTMLResponse(form_page(viewer, form, errors), 422)
        answer = intake.raise_ticket(asked, call, channel=Channel.FORM)
        return shown(answer, f"/tickets/{answer.number}")

    return routes
