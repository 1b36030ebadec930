"""The page of people: who may do what here, in which team, and a sign-in link for whoever needs one."""

from dataclasses import dataclass
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from services.intake.carrying import Call
from services.intake.people import People
from services.intake.requests.people import (
    ErasePerson,
    FormTeam,
    GrantRole,
    IntroducePerson,
    TeamMember,
    WithdrawRole,
)
from services.intake.requests.roster import WelcomeAgent
from services.intake.web.asking_for_help import InShell
from services.intake.web.telling import called, shown
from shared.clock import fresh_id
from shared.people.access import Access
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.identity import PersonId, StreamId, TeamId
from shared.vocabulary.words import Role
from shared.web.asking import route_needs
from shared.web.forms import Form, Sent

PEOPLE = "/people"
MOST = 200
SEES = Annotated[Viewer, Depends(route_needs(Action.SEE_PEOPLE))]
MANAGES = Annotated[Viewer, Depends(route_needs(Action.MANAGE_PEOPLE))]
ERASES = Annotated[Viewer, Depends(route_needs(Action.ERASE_PEOPLE))]
trail = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of the desk."""

    person: PersonId
    name: str
    roles: tuple[Role, ...]
    works: bool
    """Whether they work tickets here."""
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Invited:
    """A sign-in link that was just made; it is shown once."""

    name: str
    link: str


class PeoplePage:
    """What the page shows and where its forms post to."""

    def __init__(self, people: People, access: Access, in_shell: InShell) -> None:
        self.people, self.access, self.in_shell = people, access, in_shell
        self.directory = people.intake.directory

    def show(
        self, request: Request, viewer: Viewer, *, named: str = "", invited: Invited | None = None
    ) -> HTMLResponse:
        """The page, with a link that was just made."""
        lines = self._lines(named)
        teams = sorted(
            (known.name, team, known.services)
            for team, known in self.directory.teams.items()
            if known.source is None
        )
        return self.in_shell(
            request, viewer, "people.html", lines=lines[:MOST], number=len(lines), named=named,
            teams=teams, roles=list(Role), invited=invited, nobody_works=not self.directory.agents,
            may_manage=viewer.may(Action.MANAGE_PEOPLE), may_erase=viewer.may(Action.ERASE_PEOPLE),
            key=fresh_id(self.people.intake.chance),
        )  # fmt: skip

    def _lines(self, named: str) -> list[PersonLine]:
        """Whoever has a role here, by name; people of imported histories have none."""
        directory = self.directory.up_to_date()
        teams = [known for known in directory.teams.values() if known.source is None]
        lines = [
            PersonLine(
                person, directory.name_of(person), tuple(sorted(roles)), person in directory.agents,
                tuple(sorted(each.name for each in teams if person in each.members)),
            )
            for person, roles in directory.roles.items() if roles
        ]  # fmt: skip
        found = [each for each in lines if named.casefold() in each.name.casefold()]
        return sorted(found, key=lambda each: (each.name.casefold(), each.person))

    def add(self, request: Request, viewer: Viewer, form: Form) -> PersonId:
        """A new person; an agent begins to work, in a team if one is chosen."""
        words = dict(form.words)
        team = words.pop("team", None)
        asked = Form(words, form.key, form.version).read_as(IntroducePerson)
        answer = self.people.introduce(asked, self.call(request, viewer, form, "introduce"))
        assert answer.person, "an introduction is answered with the person"
        if Role.AGENT in asked.roles:
            call = self.call(request, viewer, form, "welcome")
            self.people.intake.ask_agent(answer.person, WelcomeAgent(), call)
            if team:
                member = TeamMember(agent=answer.person)
                call = self.call(request, viewer, form, "join")
                self.people.join(TeamId(StreamId(team)), member, call)
        return answer.person

    def invite(self, request: Request, viewer: Viewer, person: PersonId) -> Invited:
        """A one-time link with which the person signs in."""
        self.people.intake.person(person).must_not_be_erased()
        secret = self.access.invite(person)
        trail.info("a sign-in link was made", by=viewer.person, person=person)
        link = f"{str(request.base_url).rstrip('/')}/sign-in/{secret}"
        return Invited(self.directory.up_to_date().name_of(person), link)

    def call(self, request: Request, viewer: Viewer, form: Form, step: str) -> Call:
        """One step of what a form asks, under a key of its own."""
        key = f"{form.key}-{step}" if form.key else None
        return called(self.people.intake, request, viewer, Action.MANAGE_PEOPLE, key=key)


def router(people: People, access: Access, in_shell: InShell) -> APIRouter:
    """The page and its forms."""
    routes = APIRouter(include_in_schema=False)
    page = PeoplePage(people, access, in_shell)

    @routes.get(PEOPLE)
    def everyone(request: Request, viewer: SEES, named: str = "") -> HTMLResponse:
        return page.show(request, viewer, named=named.strip())

    @routes.post(PEOPLE)
    def add(request: Request, viewer: MANAGES, form: Sent) -> HTMLResponse:
        person = page.add(request, viewer, form)
        return page.show(request, viewer, invited=page.invite(request, viewer, person))

    @routes.post(PEOPLE + "/{person}/sign-in-link")
    def invite(person: str, request: Request, viewer: MANAGES) -> HTMLResponse:
        invited = page.invite(request, viewer, PersonId(StreamId(person)))
        return page.show(request, viewer, invited=invited)

    add_roles(routes, page)
    add_teams(routes, page)
    add_erasing(routes, page)
    return routes


def add_teams(routes: APIRouter, page: PeoplePage) -> None:
    """Forming a team, and joining one."""
    people = page.people

    @routes.post(PEOPLE + "/teams")
    def form_team(request: Request, viewer: MANAGES, form: Sent) -> Response:
        call = page.call(request, viewer, form, "form")
        return shown(people.form_team(form.read_as(FormTeam), call), PEOPLE)

    @routes.post(PEOPLE + "/{person}/team")
    def join(person: str, request: Request, viewer: MANAGES, form: Sent) -> Response:
        call = page.call(request, viewer, form, "join")
        team = TeamId(StreamId(form.words.get("team", "")))
        return shown(people.join(team, TeamMember(agent=person), call), PEOPLE)


def add_erasing(routes: APIRouter, page: PeoplePage) -> None:
    """Erasing somebody, with the ground."""
    people = page.people

    @routes.post(PEOPLE + "/{person}/erase")
    def erase(person: str, request: Request, viewer: ERASES, form: Sent) -> Response:
        erased = PersonId(StreamId(person))
        call = called(people.intake, request, viewer, Action.ERASE_PEOPLE, key=form.key)
        answer = people.erase(erased, form.read_as(ErasePerson), call)
        page.access.shut_out(erased)
        return shown(answer, PEOPLE)


def add_roles(routes: APIRouter, page: PeoplePage) -> None:
    """Letting somebody act in a role, and no longer; who may act as agent begins to work."""
    people = page.people

    @routes.post(PEOPLE + "/{person}/roles")
    def grant(person: str, request: Request, viewer: MANAGES, form: Sent) -> Response:
        who, asked = PersonId(StreamId(person)), form.read_as(GrantRole)
        answer = people.ask(who, asked, page.call(request, viewer, form, "grant"))
        if asked.role is Role.AGENT:
            call = page.call(request, viewer, form, "welcome")
            answer = people.intake.ask_agent(who, WelcomeAgent(), call)
        return shown(answer, PEOPLE)

    @routes.post(PEOPLE + "/{person}/roles/withdraw")
    def withdraw(person: str, request: Request, viewer: MANAGES, form: Sent) -> Response:
        call = page.call(request, viewer, form, "withdraw")
        answer = people.ask(PersonId(StreamId(person)), form.read_as(WithdrawRole), call)
        return shown(answer, PEOPLE)
