"""Answers every refusal in the form its sender reads: JSON for programs, a page for people."""

from dataclasses import replace

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from shared.eventlog.port import VersionConflict
from shared.web.html import page
from shared.web.idempotency import as_sent
from shared.web.layers import HEADERS
from shared.web.problems import STATUS, Problem, malformed, problem_of
from shared.web.since import Since

JSON = "application/problem+json"
UNREADABLE = "the body is no JSON in UTF-8"
trail = structlog.get_logger(__name__)


def answer_refusals(app: FastAPI) -> None:
    """Make the app answer every refusal and failure with a problem."""
    for kind in STATUS:
        app.add_exception_handler(kind, refused)
    app.add_exception_handler(RequestValidationError, not_as_declared)
    app.add_exception_handler(HTTPException, not_served)
    app.add_exception_handler(Exception, failed)


def refused(request: Request, refusal: Exception) -> Response:
    """A rule said no, or something the desk needs is not there."""
    seen = getattr(request.state, "version_seen", None)
    problem = problem_of(refusal, version_told=seen is not None)
    problem = replace(problem, detail=as_sent(request, problem.detail))
    if isinstance(refusal, VersionConflict):
        problem = with_news(request, problem, refusal)
    return answer(request, problem)


def with_news(request: Request, problem: Problem, conflict: VersionConflict) -> Problem:
    """What happened after the version the visitor saw, as far as they may see it."""
    told_since: Since | None = getattr(request.app.state, "told_since", None)
    viewer = getattr(request.state, "viewer", None)
    if told_since is None or viewer is None:
        return problem
    events = told_since(conflict.stream, conflict.expected, viewer)
    name = told_since.name_of(conflict.stream)
    return replace(
        problem,
        detail=problem.detail.replace(conflict.stream, name),
        extra={"since": events, "version": conflict.actual},
    )


def not_as_declared(request: Request, wrong: Exception) -> Response:
    """A field is unknown, missing, or not of its kind."""
    assert isinstance(wrong, RequestValidationError)
    return answer(request, malformed([dict(each) for each in wrong.errors()]))


def not_served(request: Request, raised: Exception) -> Response:
    """There is no such address, no such method, or the body could not be read at all."""
    assert isinstance(raised, HTTPException)
    if raised.status_code == 400:
        unread = {"loc": ("body",), "msg": UNREADABLE, "type": "unreadable"}
        return answer(request, malformed([unread]))
    slug = {404: "address-is-unknown", 405: "method-is-not-allowed"}.get(
        raised.status_code, "other"
    )
    detail = f"{request.method} {request.url.path}: {raised.detail}"
    headers = dict(raised.headers or {})
    return answer(request, Problem(raised.status_code, slug, detail, headers))


def failed(request: Request, failure: Exception) -> Response:
    """A mistake of ours; its text and address may hold words or secrets, so only kinds are logged."""
    route = getattr(request.scope.get("route"), "path", "no route")
    trail.error("a request failed", route=route, failure=type(failure).__name__)
    detail = "the desk made a mistake here; try again, and tell whoever runs the desk if it stays"
    around = {name.decode(): value.decode() for name, value in HEADERS.items()}
    return answer(request, Problem(500, "desk-is-mistaken", detail, around))


def answer(request: Request, problem: Problem) -> Response:
    """The problem as its reader reads it; a form's words are given back."""
    if reads_pages(request):
        words = getattr(request.state, "words", {})
        here = request.url.path
        told = page(
            request, "problem.html", status=problem.status, problem=problem, words=words, here=here,
            back=ticket_of(here),
        )  # fmt: skip
        told.headers.update(problem.headers)
        return told
    return JSONResponse(problem.body(), problem.status, problem.headers, JSON)


def ticket_of(path: str) -> str:
    """Where to go on from a refused form: to the ticket it was about, or to the desk."""
    parts = path.split("/")
    return "/".join(parts[:3]) if parts[1] == "tickets" and len(parts) > 3 else "/"


def reads_pages(request: Request) -> bool:
    """Whether a browser asked for a page."""
    is_api = request.url.path.startswith("/api/")
    return not is_api and "text/html" in request.headers.get("accept", "")
