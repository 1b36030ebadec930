"""`evenhand shadow`: lets another policy decide beside the desk's own, and shows how it compares."""

import shlex
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Annotated

import msgspec
import rich.table
import typer
from rich.console import Console

from services.assignment.commands.taking import AsJson, read_as
from services.assignment.shadow.report import Report
from services.assignment.shadow.requests import StartShadow
from services.assignment.shadow.service import Begun, Shadows
from services.assignment.shadow.wording import Table, opening, tables
from shared.command_line import typed_once
from shared.policy_typed import FIGURES, NAMED, typed
from shared.vocabulary.identity import SETUP, Actor

Open = Callable[[], AbstractContextManager[Shadows]]
BY = Annotated[str | None, typer.Option("--by", help="Who does it: a person's name or id.")]


def add_commands(app: typer.Typer, reading: Open, writing: Open) -> None:
    """The group `shadow`, over ways to open the service."""
    shadow = typer.Typer(
        help="Another policy that decides beside the desk's own.", no_args_is_help=True
    )
    app.add_typer(shadow, name="shadow")
    add_changes(shadow, writing)

    @shadow.command("report")
    def report(as_json: AsJson = False) -> None:
        """Show how the policy in the shadow compares with the desk's own."""
        with reading() as shadows:
            told = shadows.report()
        if as_json:
            typer.echo(msgspec.json.format(msgspec.json.encode(told), indent=2))
        else:
            tell(told)


def add_changes(shadow: typer.Typer, writing: Open) -> None:
    """Starting and stopping."""

    @shadow.command("start")
    def start(
        reason: Annotated[str, typer.Option(help="Why; everybody reads it.")],
        policy: NAMED = None,
        change: Annotated[list[str] | None, typer.Option("--set", help=FIGURES)] = None,
        by: BY = None,
        as_json: AsJson = False,
    ) -> None:
        """Let another policy decide in the shadow of the desk's own; nobody is given anything by it."""
        said = {"policy": typed(policy, change or ()), "reason": reason}
        request = read_as(StartShadow, said)
        with writing() as shadows:
            begun = shadows.start(
                request, by=actor(shadows, by), command=typed_once(shadows.hands.assignment.chance)
            )
        say(
            begun,
            "it decides in the shadow from now on; see evenhand shadow report",
            as_json=as_json,
        )

    @shadow.command("stop")
    def stop(by: BY = None, as_json: AsJson = False) -> None:
        """End the policy in the shadow; what was compared is kept."""
        with writing() as shadows:
            begun = shadows.stop(
                by=actor(shadows, by), command=typed_once(shadows.hands.assignment.chance)
            )
        say(begun, "it decides no more", as_json=as_json)


def actor(shadows: Shadows, by: str | None) -> Actor:
    """In whose name it is done."""
    return Actor(shadows.hands.person_called(by)) if by else SETUP


def say(begun: Begun, done: str, *, as_json: bool) -> None:
    """What became of it."""
    if as_json:
        typer.echo(msgspec.json.encode(begun))
        return
    typer.echo("\n".join([*begun.changes, f"{begun.shadow}: {done}"]))


def tell(told: Report) -> None:
    """The comparison in words and tables."""
    typer.echo("\n".join([opening(told), *told.changes, f"{told.sentence}."]))
    for each in tables(told):
        show(each)
    typer.echo(told.words)
    if told.running:
        figures = (shlex.quote(f"{path}={figure}") for path, figure in told.to_set.items())
        typer.echo(f"To agree on it: evenhand policy set {' '.join(figures)}")


def show(table: Table) -> None:
    """One table."""
    first, *both = table.columns
    printed = rich.table.Table(first, title=table.title, title_justify="left")
    for each in both:
        printed.add_column(each, justify="right" if table.figures else "left")
    for row in table.rows:
        printed.add_row(*row)
    Console().print(printed)
    if table.more:
        typer.echo(table.more)
