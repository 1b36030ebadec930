"""A desk in memory behind its real web application, visited by people and machines."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from starlette.testclient import TestClient

from services.intake.web.routes import TEMPLATES, router
from services.projections.web.showing import seen_as
from shared.pages.render import Renderer
from shared.pages.static import FONT, ICONS, Static
from shared.people.access import Access
from shared.people.passes import SqlitePasses
from shared.people.policy_table import Scope
from shared.people.viewer import Viewer
from shared.vocabulary.identity import PersonId
from shared.vocabulary.words import Role
from shared.web import health, html
from shared.web.application import application
from shared.web.since import Since
from tests.desks import Desk

OURS = {"sec-fetch-site": "same-origin"}
PAGE = {"accept": "text/html"}


class Site:
    """A desk and those who visit it."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.access = Access(
            SqlitePasses(None),
            roles_of=self.desk.directory.roles_of,
            clock=self.desk.clock,
            chance=self.desk.chance,
        )
        self.wrong: str | None = None
        self.app = self._app()

    def _app(self) -> FastAPI:
        since = Since(self.desk.log, self.desk.directory, self.desk.seals)
        self.renderer = Renderer(empty_files(), [TEMPLATES, html.TEMPLATES])
        routers = [
            router(self.desk.people, self.access, self.in_shell),
            health.router({"log": lambda: self.wrong}),
        ]
        return application(access=self.access, since=since, renderer=self.renderer, routers=routers)

    def in_shell(
        self, request: Request, viewer: Viewer, name: str, *, status: int = 200, **more: Any
    ) -> HTMLResponse:
        """A page in the shell, without views beside it."""
        seen = seen_as(viewer, self.desk.directory.name_of(viewer.person))
        counts = {"mine": 0, "open": 0, "unowned": 0}
        content = self.renderer.page(
            name, viewer=seen, counts=counts, here="/new", theme="", position=0, **more
        )
        return HTMLResponse(content, status)

    def anybody(self, **headers: str) -> TestClient:
        """A visitor who is not signed in."""
        told = OURS | {name.replace("_", "-"): value for name, value in headers.items()}
        return TestClient(
            self.app, headers=told, follow_redirects=False, raise_server_exceptions=False
        )

    def visit(self, person: PersonId) -> TestClient:
        """Somebody in a session of their own."""
        visitor = self.anybody()
        visitor.cookies.set("evenhand", self.access.sign_in(self.access.invite(person)))
        return visitor

    def machine(self, person: PersonId, *scopes: Scope) -> TestClient:
        """A program with a token that acts for somebody."""
        token = self.access.make_token(person, scopes=frozenset(scopes), days=30)
        return self.anybody(authorization=f"Bearer {token}", sec_fetch_site="cross-site")

    def signed_in(self, name: str, *roles: Role) -> TestClient:
        """A new person, signed in."""
        return self.visit(self.desk.person(name, *roles))


def raised(visitor: TestClient, problem: str = "VPN drops", **more: Any) -> dict[str, Any]:
    """What the desk answers to somebody who asks for help."""
    answer = visitor.post("/api/v1/tickets", json={"problem": problem, **more})
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def empty_files() -> Static:
    """Style sheet, script, font and icons with nothing in them: their names are all that counts."""
    static = Static()
    for name in ("evenhand.css", "live.js", FONT, ICONS):
        static.add(name, b"")
    return static
