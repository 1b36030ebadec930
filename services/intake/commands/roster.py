"""Agents, teams and people on the command line."""

from typing import Annotated, Any

import typer

from services.intake.carrying import Answer
from services.intake.commands import listing
from services.intake.commands.made import command_of
from services.intake.commands.office import (
    AGENT,
    BY,
    JSON,
    Office,
    call_by,
    refusals_told,
    say,
)
from services.intake.commands.shift import shift
from services.intake.requests.people import (
    PERSON_REQUESTS,
    FormTeam,
    IntroducePerson,
    TeamMember,
)
from services.intake.requests.roster import AGENT_REQUESTS
from services.intake.requests.working_time import SetWorkingTime
from shared.vocabulary.words import Role

TEAM = Annotated[str, typer.Argument(help="The team's name or id.")]


def add_to(app: typer.Typer) -> None:
    """Put the groups `agent`, `team` and `person` on the command line."""
    agents = typer.Typer(help="Who works here, when and at what.", no_args_is_help=True)
    agents.command("shift")(shift)
    for kind in AGENT_REQUESTS:
        if kind is not SetWorkingTime:
            agents.command(kind.COMMAND)(command_of(kind, about="agent", carry=asked_of_agent))
    teams = typer.Typer(help="Agents who share a queue.", no_args_is_help=True)
    teams.command("form")(form)
    teams.command("join")(join)
    teams.command("leave")(leave)
    people = typer.Typer(help="Whom the desk knows.", no_args_is_help=True)
    people.command("introduce")(introduce)
    for each in PERSON_REQUESTS:
        people.command(each.COMMAND)(command_of(each, about="person", carry=asked_of_person))
    listing.add_to(agents, teams, people)
    for name, group in (("agent", agents), ("team", teams), ("person", people)):
        app.add_typer(group, name=name)


def form(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="What the team is called.")],
    service: Annotated[list[str] | None, typer.Option(help="A service routed to it.")] = None,
    by: BY = None,
    json: JSON = False,
) -> None:
    """Form a team."""
    office: Office = ctx.obj
    with refusals_told(json):
        request = FormTeam(name=name, services=tuple(service or ()))
        say(office.people.form_team(request, call_by(office, by)), done="formed", json=json)


def join(ctx: typer.Context, team: TEAM, agent: AGENT, by: BY = None, json: JSON = False) -> None:
    """Add an agent to a team."""
    office: Office = ctx.obj
    with refusals_told(json):
        directory = office.people.intake.directory
        request = TeamMember(agent=directory.person_named(agent))
        answer = office.people.join(directory.team_named(team), request, call_by(office, by))
        say(answer, done="joined", json=json)


def leave(ctx: typer.Context, team: TEAM, agent: AGENT, by: BY = None, json: JSON = False) -> None:
    """Take an agent out of a team."""
    office: Office = ctx.obj
    with refusals_told(json):
        directory = office.people.intake.directory
        request = TeamMember(agent=directory.person_named(agent))
        answer = office.people.leave(directory.team_named(team), request, call_by(office, by))
        say(answer, done="left", json=json)


def introduce(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="What the person is called.")],
    role: Annotated[list[Role] | None, typer.Option(help="What they may do.")] = None,
    email: Annotated[str | None, typer.Option(help="Where mail reaches them.")] = None,
    phone: Annotated[str | None, typer.Option(help="Where a call reaches them.")] = None,
    department: Annotated[str | None, typer.Option(help="Where they work.")] = None,
    by: BY = None,
    json: JSON = False,
) -> None:
    """Let the desk know a person."""
    office: Office = ctx.obj
    with refusals_told(json):
        roles = tuple(role or (Role.REQUESTER,))
        request = IntroducePerson(
            name=name, email=email, phone=phone, department=department, roles=roles
        )
        say(office.people.introduce(request, call_by(office, by)), done="introduced", json=json)


def asked_of_agent(office: Office, agent: str, request: Any, call: Any) -> Answer:
    """A request about an agent, meant by name or id."""
    intake = office.people.intake
    return intake.ask_agent(intake.directory.person_named(agent), request, call)


def asked_of_person(office: Office, person: str, request: Any, call: Any) -> Answer:
    """A request about a person, meant by name or id."""
    directory = office.people.intake.directory
    return office.people.ask(directory.person_named(person), request, call)
