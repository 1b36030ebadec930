"""`evenhand shadow`: lets another policy decide beside the desk's own, and shows how it compares."""

import shlex
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

from services.assignment.commands.taking import AsJson, RequestIsMalformed
from services.assignment.shadow.report import Report
from services.assignment.shadow.requests import StartShadow
from services.assignment.shadow.shadows import Begun, Shadows
from services.assignment.shadow.wording import figures
from shared.command_line import document_of, told_of, typed_once
from shared.eventlog.port import RequestIsUnclear
from shared.vocabulary.identity import SETUP, Actor
from shared.vocabulary.policy import SHIPPED

Open = Callable[[], AbstractContextManager[Shadows]]
SHIPPED_NAME = "shipped"
MOST_SHOWN = 30
BY = Annotated[str | None, typer.Option("--by", help="Who does it: a person's name or id.")]


class PolicyFileIsUnreadable(RequestIsUnclear):
    """A document of a policy is JSON, as `policy show --json` prints it, or a part of that."""


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
        policy: Annotated[
            str | None,
            typer.Option(help="“shipped”, or a file that `policy show --json` wrote; else what is in force."),
        ] = None,
        change: Annotated[
            list[str] | None,
            typer.Option("--set", help="What differs, as `policy show` prints it: fairness.cap=1.5"),
        ] = None,
        by: BY = None,
        as_json: AsJson = False,
    ) -> None:  # fmt: skip
        """Let another policy decide in the shadow of the desk's own; nobody is given anything by it."""
        request = asked(document(policy), document_of(change or ()), reason)
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


def asked(document: Mapping[str, Any], change: Mapping[str, Any], reason: str) -> StartShadow:
    """The request; figures that are named win over the document."""
    whole = {**document}
    for section, values in change.items():
        before = whole.get(section)
        both = isinstance(before, Mapping) and isinstance(values, Mapping)
        whole[section] = {**before, **values} if both and before else values
    try:
        return StartShadow(policy=whole, reason=reason)
    except ValidationError as wrong:
        raise RequestIsMalformed("; ".join(map(told_of, wrong.errors()))) from wrong


def document(named: str | None) -> dict[str, Any]:
    """The policy that was named. Raises `PolicyFileIsUnreadable`."""
    if named is None:
        return {}
    if named == SHIPPED_NAME:
        shipped: dict[str, Any] = msgspec.to_builtins(SHIPPED)
        return shipped
    try:
        return msgspec.json.decode(Path(named).read_bytes(), type=dict[str, Any])
    except OSError as wrong:
        raise PolicyFileIsUnreadable(
            f"{named} cannot be read ({wrong.strerror}); expected “{SHIPPED_NAME}” or a file"
        ) from wrong
    except msgspec.DecodeError as wrong:
        raise PolicyFileIsUnreadable(
            f"{named} is no document of a policy ({wrong}); expected what `policy show --json` prints"
        ) from wrong


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
