"""Agreeing on a policy from its page: figures as people type them become the request."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from services.intake.people import People
from services.intake.requests.policy import SetPolicy
from services.intake.web.telling import called, shown
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.policy.wording import FigureIsUnreadable, document
from shared.web.asking import route_needs
from shared.web.forms import Form, Sent

PAGE = "/policy"


def router(people: People) -> APIRouter:
    """Where the page's form posts to."""
    routes = APIRouter(include_in_schema=False)

    @routes.post(PAGE)
    def agree(
        request: Request,
        form: Sent,
        viewer: Annotated[Viewer, Depends(route_needs(Action.SET_POLICY))],
    ) -> Response:
        call = called(
            people.intake, request, viewer, Action.SET_POLICY, key=form.key, version=form.version
        )
        before = people.agreed().policy.version
        answer = people.set_policy(asked(form), call)
        changed = people.agreed().policy.version != before
        return shown(answer, f"{PAGE}?agreed={str(changed).lower()}")

    return routes


def asked(form: Form) -> SetPolicy:
    """The request the form stands for. Raises `RequestValidationError`."""
    words = dict(form.words)
    reason = words.pop("reason", None)
    try:
        return SetPolicy(policy=document(words), reason=reason)
    except FigureIsUnreadable as wrong:
        fault = {"type": "value_error", "loc": ("form", "policy"), "msg": str(wrong)}
        raise RequestValidationError([fault]) from wrong
    except ValidationError as wrong:
        errors = [{**each, "loc": ("form", *each["loc"])} for each in wrong.errors()]
        raise RequestValidationError(errors) from wrong
