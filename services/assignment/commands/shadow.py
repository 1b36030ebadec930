"""`evenhand shadow`: lets another policy decide beside the desk's own, and shows how it compares."""

import shlex
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from services.assignment.commands.taking import AsJson, read_as
from services.assignment.shadow.report import Report
from services.assignment.shadow.requests import StartShadow
from services.assignment.shadow.shadows import Begun, Shadows
from services.assignment.shadow.wording import figures
from shared.command_line import typed_once
from shared.policy_typed import FIGURES, NAMED, typed
from shared.vocabulary.identity import SETUP, Actor

Open = Callable[[], AbstractContextManager[Shadows]]
MOST_SHOWN = 30
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
            command = typed_once(shadows.hands.assignment.chance)
            begun = shadows.start(request, by=actor(shadows, by), command=command)
        say(begun, "it decides in the shadow from now on; see evenhand shadow report", as_json)

    @shadow.command("stop")
    def stop(by: BY = None, as_json: AsJson = False) -> None:
        """End the policy in the shadow; what was compared is kept."""
        with writing() as shadows:
            command = typed_once(shadows.hands.assignment.chance)
            begun = shadows.stop(by=actor(shadows, by), command=command)
        say(begun, "it decides no more", as_json)


def actor(shadows: Shadows, by: str | None) -> Actor:
    """In whose name it is done."""
    return Actor(shadows.hands.person_called(by)) if by else SETUP


def say(begun: Begun, done: str, as_json: bool) -> None:
    """What became of it."""
    if as_json:
        typer.echo(msgspec.json.encode(begun))
        return
    typer.echo("\n".join([*begun.changes, f"{begun.shadow}: {done}"]))


def tell(told: Report) -> None:
    """The comparison in words and tables."""
    state = "runs" if told.running else f"ended on {told.ended_at:%Y-%m-%d %H:%M} UTC: {told.ended}"
    typer.echo(
        f"A policy in the shadow of version {told.against} since {told.since:%Y-%m-%d %H:%M} UTC, "
        f"by {told.by}: {told.reason}. It {state}."
    )
    typer.echo("\n".join(told.changes))
    typer.echo(f"{told.sentence}.")
    if told.tickets:
        show(("", "the desk's own", "in the shadow"), figures(told))
    if told.instead:
        rows = [(e.live or "waits", e.candidate or "waits", str(e.tickets)) for e in told.instead]
        show(("the desk's own", "in the shadow", "tickets"), rows[:MOST_SHOWN])
    if told.leads:
        leads = [(e.agent, f"{e.live:+.1f}", f"{e.candidate:+.1f}") for e in told.leads]
        show(("tough points ahead", "the desk's own", "in the shadow"), leads)
    typer.echo(told.words)
    if told.running:
        typer.echo(f"To agree on it: evenhand policy set {' '.join(map(shlex.quote, told.to_set))}")


def show(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """One table."""
    table = Table(*columns)
    for row in rows:
        table.add_row(*row)
    Console().print(table)
