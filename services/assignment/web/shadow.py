"""A policy in the shadow, from the page of the policy and as JSON: started, ended, and compared."""

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError

from services.assignment.policy.candidate import PolicyIsMalformed
from services.assignment.shadow.requests import StartShadow, StopShadow
from services.assignment.shadow.service import NothingIsTried, ShadowIsRunning, Shadows
from services.assignment.shadow.wording import opening, tables
from shared.clock import fresh_id
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.policy.wording import FigureIsUnreadable, document
from shared.web.asking import route_needs
from shared.web.forms import Sent
from shared.web.idempotency import command_of
from shared.web.versions import TAKES_IF_MATCH, stamp, version_seen

JSON = "application/json"
API, PAGE = "/api/v1/policy/shadow", "/policy/shadow"
REASON_IS_MISSING = "Say why it is tried: everybody reads it."
SEES = Annotated[Viewer, Depends(route_needs(Action.SEE_SUPERVISION))]
SETS = Annotated[Viewer, Depends(route_needs(Action.SET_POLICY))]
Again = Callable[[Request, Viewer, dict[str, str], str], HTMLResponse]
"""The page once more, with what was typed and what is wrong with it."""


def part(shadows: Shadows, viewer: Viewer) -> dict[str, Any]:
    """What the page of the policy shows of a shadow; names and figures only to who may see supervision."""
    last = shadows.now().last
    if last is None:
        return {"shadow": None}
    told, sees = shadows.report_of(last), viewer.may(Action.SEE_SUPERVISION)
    return {"shadow": told, "opening": opening(told), "tables": tables(told), "compared": sees}


def router(shadows: Shadows, again: Again) -> APIRouter:
    """Its routes; agreeing on it is a request to intake as any other policy is."""
    routes = APIRouter()
    add_forms(routes, shadows, again)
    add_json(routes, shadows)
    return routes


def add_forms(routes: APIRouter, shadows: Shadows, again: Again) -> None:
    """As the page's forms post them."""
    chance = shadows.hands.assignment.chance

    @routes.post(PAGE, include_in_schema=False)
    def start_by_form(request: Request, viewer: SETS, form: Sent) -> Response:
        try:
            begun = shadows.start(
                asked(form.words), by=viewer.actor,
                command=command_of(request, viewer.actor, field=form.key) or fresh_id(chance),
            )  # fmt: skip
        except ValidationError:
            return again(request, viewer, form.words, REASON_IS_MISSING)
        except (FigureIsUnreadable, PolicyIsMalformed, NothingIsTried, ShadowIsRunning) as wrong:
            return again(request, viewer, form.words, str(wrong))
        response = RedirectResponse("/policy#shadow", 303)
        stamp(response, begun)
        return response

    @routes.post(f"{PAGE}/stop", include_in_schema=False)
    def stop_by_form(request: Request, viewer: SETS, form: Sent) -> Response:
        command = command_of(request, viewer.actor, field=form.key) or fresh_id(
            shadows.hands.assignment.chance
        )
        begun = shadows.stop(by=viewer.actor, command=command)
        response = RedirectResponse("/policy#shadow", 303)
        stamp(response, begun)
        return response


def add_json(routes: APIRouter, shadows: Shadows) -> None:
    """As programs ask."""
    chance = shadows.hands.assignment.chance

    @routes.get(API, tags=["assignment"])
    def compared(viewer: SEES) -> Response:
        """How the policy in the shadow compares with the desk's own, or the last that was tried."""
        return Response(msgspec.json.encode(shadows.report()), media_type=JSON)

    @routes.post(API, tags=["assignment"], openapi_extra=TAKES_IF_MATCH)
    def start(request: Request, viewer: SETS, body: StartShadow) -> Response:
        """Let another policy decide in the shadow of the desk's own; nobody is given anything by it."""
        command = command_of(request, viewer.actor) or fresh_id(chance)
        seen = version_seen(request)
        return response_of(shadows.start(body, by=viewer.actor, command=command, expected=seen))

    @routes.post(f"{API}/stop", tags=["assignment"], openapi_extra=TAKES_IF_MATCH)
    def stop(request: Request, viewer: SETS, body: StopShadow | None = None) -> Response:
        """End the policy in the shadow; what was compared is kept."""
        command = command_of(request, viewer.actor) or fresh_id(chance)
        seen = version_seen(request)
        return response_of(shadows.stop(by=viewer.actor, command=command, expected=seen))


def response_of(begun: Any) -> Response:
    """The answer to a program."""
    response = Response(msgspec.json.encode(begun), media_type=JSON)
    stamp(response, begun)
    return response


def asked(words: dict[str, str]) -> StartShadow:
    """The request a form stands for. Raises `ValidationError` and `FigureIsUnreadable`."""
    figures = {path: text for path, text in words.items() if path != "reason"}
    return StartShadow(policy=document(figures), reason=words.get("reason", ""))
