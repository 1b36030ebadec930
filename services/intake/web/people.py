"""The API of people and policy: introductions, roles, erasure, sign-in links, and what is agreed."""

from typing import Annotated, Any

import msgspec
import structlog
from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from services.intake.people import People
from services.intake.requests.form import Request as Asking
from services.intake.requests.people import (
    PERSON_REQUESTS,
    ErasePerson,
    IntroducePerson,
    PersonRequest,
)
from services.intake.requests.policy import SetPolicy
from services.intake.web.telling import TOLD, called, response_of
from services.intake.web.tickets import needs_body
from shared.people.access import Access
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.identity import PersonId, StreamId
from shared.vocabulary.written import PERSON
from shared.web.asking import route_needs
from shared.web.versions import etag, version_required

PEOPLE = "/api/v1/people"
MANAGES = Annotated[Viewer, Depends(route_needs(Action.MANAGE_PEOPLE))]
trail = structlog.get_logger(__name__)


class MakeSignInLink(Asking):
    """Make a one-time link with which somebody signs in."""

    ACTION = Action.MANAGE_PEOPLE

    person: str = Field(description="Who signs in with it.", pattern=PERSON)


def router(people: People, access: Access) -> APIRouter:
    """Everything asked about people."""
    routes = APIRouter(tags=["people"])
    for kind in PERSON_REQUESTS:
        add(routes, people, kind)
    add_coming_and_going(routes, people, access)
    add_reading(routes, people)
    add_policy(routes, people)
    return routes


def add_coming_and_going(routes: APIRouter, people: People, access: Access) -> None:
    """Introducing somebody, letting them in, and erasing them."""

    @routes.post(PEOPLE, status_code=201, responses=TOLD)
    def introduce(body: IntroducePerson, request: Request, viewer: MANAGES) -> Response:
        """Let the desk know a person."""
        call = called(people.intake, request, viewer, Action.MANAGE_PEOPLE)
        return response_of(people.introduce(body, call), status=201)

    @routes.post(PEOPLE + "/{person}/erase", responses=TOLD)
    def erase(
        person: str,
        body: ErasePerson,
        request: Request,
        viewer: Annotated[Viewer, Depends(route_needs(Action.ERASE_PEOPLE))],
    ) -> Response:
        """Destroy the keys of a person's words, and end what lets them in."""
        erased = PersonId(StreamId(person))
        call = called(people.intake, request, viewer, Action.ERASE_PEOPLE)
        answer = people.erase(erased, body, call)
        access.shut_out(erased)
        return response_of(answer)

    @routes.post("/api/v1/sign-in-links", status_code=201)
    def invite(body: MakeSignInLink, request: Request, viewer: MANAGES) -> dict[str, str]:
        """A one-time link; it is told once and not kept."""
        people.intake.person(PersonId(StreamId(body.person))).must_not_be_erased()
        secret = access.invite(PersonId(StreamId(body.person)))
        trail.info("a sign-in link was made", by=viewer.person, person=body.person)
        return {"link": f"{str(request.base_url).rstrip('/')}/sign-in/{secret}"}


def add_reading(routes: APIRouter, people: People) -> None:
    """Who is known."""

    @routes.get(PEOPLE, dependencies=[Depends(route_needs(Action.SEE_PEOPLE))])
    def everyone(
        after: str = "",
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> dict[str, Any]:
        """People by id: name and roles. `next` goes on after the last one."""
        directory = people.intake.directory.up_to_date()
        ids = sorted(each for each in directory.people() if each > after)
        some = [
            {
                "person": each,
                "name": directory.name_of(each),
                "roles": sorted(directory.roles_of(each)),
            }
            for each in ids[:limit]
        ]
        return {"people": some, "next": ids[limit - 1] if len(ids) > limit else None}


def add(routes: APIRouter, people: People, kind: type[PersonRequest]) -> None:
    """The address of one request about a person."""

    def ask(*, person: str, body: Any = None, request: Request, viewer: Any) -> Response:
        call = called(people.intake, request, viewer, kind.ACTION)
        return response_of(people.ask(PersonId(StreamId(person)), body, call))

    needs_body(ask, kind)
    path = f"{PEOPLE}/{{person}}/{kind.PATH}"
    routes.add_api_route(path, ask, methods=["POST"], name=kind.__name__, responses=TOLD)


def add_policy(routes: APIRouter, people: People) -> None:
    """Reading and replacing the desk's policy."""

    @routes.get("/api/v1/policy", dependencies=[Depends(route_needs(Action.SEE_POLICY))])
    def policy(response: Response) -> dict[str, Any]:
        """The policy in force; its ETag is what a change has to name."""
        agreed = people.agreed()
        response.headers["ETag"] = etag(agreed.version)
        document: dict[str, Any] = msgspec.to_builtins(agreed.policy)
        return document

    @routes.put("/api/v1/policy", responses=TOLD)
    def set_policy(
        body: SetPolicy,
        request: Request,
        viewer: Annotated[Viewer, Depends(route_needs(Action.SET_POLICY))],
    ) -> Response:
        """Agree on another policy, by who has seen the one in force."""
        version_required(request)
        return response_of(
            people.set_policy(body, called(people.intake, request, viewer, body.ACTION))
        )
