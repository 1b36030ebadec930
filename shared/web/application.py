"""The web application around the routes: its layers, its refusals, and its own description."""

from collections.abc import Iterable

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse

from shared.events.publish import LOG_TOPIC, json_schema
from shared.pages.render import Renderer
from shared.people.access import Access
from shared.people.policy_table import Action
from shared.web.asking import route_needs
from shared.web.html import page
from shared.web.layers import BodyLimit, SafeHeaders
from shared.web.openapi import description
from shared.web.problems import meanings, titled
from shared.web.refusing import answer_refusals
from shared.web.since import Since

TITLE, VERSION = "Evenhand", "1"


def application(
    *, access: Access, since: Since, renderer: Renderer, routers: Iterable[APIRouter]
) -> FastAPI:
    """An app of these routes, behind the layers and with the answers that all of them share."""
    app = FastAPI(title=TITLE, version=VERSION, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.access, app.state.told_since, app.state.renderer = access, since, renderer
    app.add_middleware(BodyLimit)
    app.add_middleware(SafeHeaders)
    answer_refusals(app)
    for each in (*routers, described(app)):
        app.router.routes += each.routes  # as they are: included, each would be built once more
    return app


def described(app: FastAPI) -> APIRouter:
    """The routes that describe the API and the problems it answers with."""
    reads = [Depends(route_needs(Action.READ_ABOUT))]
    router = APIRouter(dependencies=reads, include_in_schema=False)

    @router.get("/problems/{slug}")
    def problem(slug: str, request: Request) -> HTMLResponse:
        meaning = meanings().get(slug)
        if meaning is None:
            raise HTTPException(404, "no problem goes by that name")
        return page(request, "meaning.html", title=titled(slug), meaning=meaning)

    @router.get("/api/v1/openapi.json")
    def openapi() -> dict[str, object]:
        return description(app, title=TITLE, version=VERSION)

    @router.get(f"/schemas/{LOG_TOPIC}/events.schema.json")
    def schema() -> dict[str, object]:
        return json_schema()

    return router
