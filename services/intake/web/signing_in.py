"""Signing in by a one-time link, and out again.

Opening the link only shows a button: mail scanners and previews open links too, and must not use
them up.
"""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from shared.people.access import SESSION_LASTS, Access
from shared.people.directory import Directory
from shared.people.policy_table import Action
from shared.web.asking import COOKIE, open_route
from shared.web.html import page

SEE_OTHER = 303


def router(access: Access, directory: Directory) -> APIRouter:
    """The pages of signing in and out."""
    routes = APIRouter(include_in_schema=False, dependencies=[Depends(open_route(Action.SIGN_IN))])

    @routes.get("/sign-in")
    def without_link(request: Request) -> HTMLResponse:
        return page(request, "sign_in.html", name=None, secret=None)

    @routes.get("/sign-in/{secret}")
    def look(secret: str, request: Request) -> HTMLResponse:
        name = directory.name_of(access.invited(secret))
        return page(request, "sign_in.html", name=name, secret=secret)

    @routes.post("/sign-in/{secret}")
    def sign_in(secret: str, request: Request) -> Response:
        response = RedirectResponse("/", SEE_OTHER)
        response.set_cookie(
            COOKIE,
            access.sign_in(secret),
            max_age=int(SESSION_LASTS.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    @routes.post("/sign-out")
    def sign_out(request: Request) -> Response:
        access.sign_out(request.cookies.get(COOKIE, ""))
        response = RedirectResponse("/sign-in", SEE_OTHER)
        response.delete_cookie(COOKIE)
        return response

    return routes
