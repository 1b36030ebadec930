"""A desk in memory behind its real web application, visited by people and machines."""

from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from services.intake.web.routes import router
from shared.people.access import Access
from shared.people.passes import SqlitePasses
from shared.people.policy_table import Scope
from shared.vocabulary.identity import PersonId
from shared.vocabulary.words import Role
from shared.web import health
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
        routers = [
            router(self.desk.people, self.access),
            health.router({"log": lambda: self.wrong}),
        ]
        return application(access=self.access, since=since, routers=routers)

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
