"""A desk in memory behind its real web application, visited by people and machines."""

import threading
from functools import cache
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from services.assignment.carrying_out.hands import Hands
from services.assignment.carrying_out.teams import Teams
from services.assignment.shadow.service import Shadows
from services.assignment.tentative.kept import KeptPlan
from services.assignment.web.routes import TEMPLATES as ASSIGNMENT_TEMPLATES
from services.assignment.web.routes import router as hands_routes
from services.intake.web.routes import TEMPLATES as INTAKE_TEMPLATES
from services.intake.web.routes import router as intake_routes
from services.projections.catalogue import open_views
from services.projections.follow import Follower
from services.projections.web.routes import TEMPLATES
from services.projections.web.routes import router as view_routes
from services.projections.web.showing import Shown
from shared.pages.render import Renderer
from shared.pages.static import FONT, ICONS, Static
from shared.people.access import Access
from shared.people.passes import SqlitePasses
from shared.people.policy_table import Scope
from shared.vocabulary.identity import PersonId
from shared.vocabulary.words import Role
from shared.web import health, html
from shared.web.application import application
from shared.web.since import Since
from tests.desks import Desk

OURS = {"sec-fetch-site": "same-origin"}
PAGE = {"accept": "text/html"}


@cache
def one_renderer() -> Renderer:
    """The same for every site: templates are compiled once."""
    folders = [INTAKE_TEMPLATES, ASSIGNMENT_TEMPLATES, TEMPLATES, html.TEMPLATES]
    return Renderer(empty_files(), folders)


class Site:
    """A desk and those who visit it."""

    def __init__(self, plan: KeptPlan | None = None) -> None:
        self.desk = Desk()
        self.passes = SqlitePasses(None)
        self.access = Access(
            self.passes,
            roles_of=self.desk.directory.roles_of,
            clock=self.desk.clock,
            chance=self.desk.chance,
        )
        self.wrong: str | None = None
        self.hands = Hands(self.desk.assignment, self.desk.directory, self.desk.keys, plan)
        self.teams = Teams(self.hands, self.desk.keys)
        self.shadows = Shadows(self.hands, self.desk.keys)
        self.views = open_views(None, self.desk.log)
        self.follower = Follower(self.desk.feed, self.views.all())
        self.app = self._app()

    def _app(self) -> FastAPI:
        desk = self.desk
        self.renderer = one_renderer()
        shown = Shown(
            log=desk.log,
            views=self.views,
            follower=self.follower,
            directory=desk.directory,
            clock=desk.clock,
            renderer=self.renderer,
            closing=threading.Event(),
            reasons=self.hands.answers,
            line=self.teams.line,
        )
        routers = [
            intake_routes(desk.people, self.access, shown.page),
            hands_routes(self.hands, self.teams, self.shadows, shown.page),
            view_routes(shown),
            health.router(lambda: [self.wrong] if self.wrong else []),
        ]
        since = Since(desk.log, desk.directory)
        return application(access=self.access, since=since, renderer=self.renderer, routers=routers)

    def anybody(self, **headers: str) -> TestClient:
        """A visitor who is not signed in."""
        told = OURS | {name.replace("_", "-"): value for name, value in headers.items()}
        visitor = TestClient(
            self.app, headers=told, follow_redirects=False, raise_server_exceptions=False
        )
        visitor.event_hooks["request"].append(lambda _: self.follower.turn())
        return visitor

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
