"""Says when the views have moved on: positions only, so that what a visitor may see is asked anew."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from services.projections.web.showing import Shown
from shared.pages.static import FOREVER
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.web.asking import open_route, route_needs
from shared.web.html import THEME

EVERY, PING = 0.5, 15.0
A_YEAR = 31_536_000
OPEN = [Depends(open_route(Action.SIGN_IN))]


def router(desk: Shown) -> APIRouter:
    """Live positions, static files and the choice of colours."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/live")
    async def live(
        request: Request, _: Annotated[Viewer, Depends(route_needs(Action.SEE_OWN))]
    ) -> StreamingResponse:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        told = positions(desk, request)
        return StreamingResponse(told, media_type="text/event-stream", headers=headers)

    @routes.get("/static/{name}", dependencies=OPEN)
    def static(name: str) -> Response:
        file = desk.renderer.static.files.get(name)
        if file is None:
            return Response("there is no such file\n", 404, media_type="text/plain")
        return Response(file.content, media_type=file.kind, headers={"Cache-Control": FOREVER})

    @routes.post("/theme", dependencies=OPEN)
    def theme(request: Request, to: Annotated[str, Form()]) -> Response:
        back = request.headers.get("referer", "/")
        path = "/" + back.split("/", 3)[3] if back.count("/") >= 3 else "/"
        response = RedirectResponse(path, 303)
        chosen = to if to in ("light", "dark") else ""
        response.set_cookie(THEME, chosen, max_age=A_YEAR, samesite="lax", httponly=True)
        return response

    return routes


async def positions(desk: Shown, request: Request) -> AsyncIterator[str]:
    """The position whenever it moved; a comment now and then so that nobody hangs up."""
    shown, silent = -1, 0.0
    while not desk.closing.is_set() and not await request.is_disconnected():
        position = desk.follower.position()
        if position != shown:
            shown, silent = position, 0.0
            yield f"id: {position}\ndata: {position}\n\n"
        elif silent >= PING:
            silent = 0.0
            yield ": still here\n\n"
        await asyncio.sleep(EVERY)
        silent += EVERY
