"""How a team is given its tickets, on the command line, made from the requests themselves."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Annotated

import msgspec
import typer

from services.assignment.carrying_out.teams import Chosen, Teams
from services.assignment.commands.taking import AsJson, Needed, actor, arguments, read_as
from services.assignment.requests.teams import TEAM_REQUESTS, PullNext, TeamRequest
from shared.command_line import parameter, takes, typed_once

Open = Callable[[], AbstractContextManager[Teams]]
TEAM = Annotated[str, typer.Argument(help="Name or id of the team.")]
BY = Annotated[str | None, typer.Option("--by", help="Who does it: a name or id.")]


def add_commands(app: typer.Typer, writing: Open) -> None:
    """One command for each request, over a way to open the service for writing."""
    for kind in TEAM_REQUESTS:
        app.command(kind.PATH)(command_of(kind, writing))

    @app.command("how-given")
    def how_given(team: TEAM, as_json: AsJson = False) -> None:
        """Say how a team is given its tickets."""
        with writing() as teams:
            say(teams.chosen(teams.hands.directory.team_named(team)), as_json=as_json)

    @app.command("next")
    def next_(team: TEAM, by: Needed, as_json: AsJson = False) -> None:
        """List what an agent may pull of a team's tickets, in the solver's order."""
        with writing() as teams:
            named = teams.hands.directory.team_named(team)
            listed = teams.line(named, teams.hands.agent_called(by))
        if as_json:
            typer.echo(msgspec.json.encode(listed))
            return
        for each in listed:
            typer.echo(f"ticket {each.number}: {each.minutes:.1f} minutes better begun than left")

    @app.command(PullNext.PATH)
    def pull(team: TEAM, by: Needed, as_json: AsJson = False) -> None:
        """Take the first ticket of a team's list."""
        with writing() as teams:
            named, agent = teams.hands.directory.team_named(team), teams.hands.agent_called(by)
            told = teams.pull(named, agent, command=typed_once(teams.assignment.chance))
        typer.echo(msgspec.json.encode(told) if as_json else f"ticket {told.number} was pulled")


def command_of(kind: type[TeamRequest], writing: Open) -> Callable[..., None]:
    """The command of one kind of request."""

    def command(team: str, by: str | None, as_json: bool, **typed: str | None) -> None:
        with writing() as teams:
            told = teams.ask(
                teams.hands.directory.team_named(team),
                read_as(kind, {name: each for name, each in typed.items() if each}),
                by=actor(kind, teams.hands, by),
                command=typed_once(teams.assignment.chance),
            )
        say(told, as_json=as_json)

    parameters = [
        parameter("team", TEAM),
        *arguments(kind),
        parameter("by", BY, None),
        parameter("as_json", AsJson, False),
    ]
    return takes(command, parameters, words=kind.__doc__)


def say(told: Chosen, *, as_json: bool) -> None:
    """How the team is given its tickets."""
    if as_json:
        typer.echo(msgspec.json.encode(told))
        return
    frozen = "; it is frozen, so that nothing is dealt" if told.frozen else ""
    typer.echo(f"{told.name}: tickets {told.way.value}, help {told.helping.value}{frozen}")
