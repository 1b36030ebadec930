"""The `evenhand` command, made of each service's own commands."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from deploy import safekeeping
from deploy.desk import Desk, open_desk
from deploy.logs import quiet_logs
from deploy.office import DeskOffice
from deploy.serving import PortIsTaken, serve
from services.assignment.carrying_out.hands import Hands
from services.assignment.carrying_out.teams import Teams
from services.assignment.commands import (
    backtest,
    nightly,
    simulate,
    solving,
    steering,
    taking,
    tentative,
)
from services.assignment.commands import policy as policy_commands
from services.assignment.commands import shadow as shadow_commands
from services.assignment.commands import why as assignment
from services.assignment.engine.search.compiling import compiling_beside
from services.assignment.shadow.service import Shadows
from services.intake import commands as intake
from services.intake.channels.imports import commands as imports
from services.projections.commands import reporting as reports
from services.projections.commands import views as projections
from shared.clock import Chance, Clock
from shared.command_line import FAILED, code_of
from shared.eventlog.choice import LogIsOfAnUnknownKind, Purpose, take_lock
from shared.eventlog.lock import DeskIsRunning
from shared.eventlog.port import CursorIsForeign, LogIsUnavailable, Refusal
from shared.pages.vendor import FilesAreMissing
from shared.people.passes import AccessIsUnavailable
from shared.sealing.port import KeysAreUnavailable
from shared.settings import (
    SettingIsUnknown,
    Settings,
    SettingsFileIsMalformed,
    SettingsFileIsMissing,
    told_of_settings,
)
from shared.vocabulary.working_time import TimeZoneIsUnknown

TOLD = (
    Refusal, LogIsUnavailable, CursorIsForeign, DeskIsRunning, KeysAreUnavailable, PortIsTaken,
    FilesAreMissing, LogIsOfAnUnknownKind, SettingsFileIsMissing, SettingsFileIsMalformed,
    SettingIsUnknown, TimeZoneIsUnknown, AccessIsUnavailable,
)  # fmt: skip
"""What a command is told in one sentence, without a trace."""


@dataclass(frozen=True)
class Looked:
    """The open desk as commands that read need it."""

    log: Any
    seals: Any
    settings: Settings

    @property
    def folder(self) -> Path:
        """Where the view files are."""
        return self.settings.views

    @contextmanager
    def alone(self) -> Iterator[None]:
        """As the only one who writes the desk's files. Raises `DeskIsRunning`."""
        with ExitStack() as stack:
            take_lock(self.settings, stack)
            yield


@dataclass(frozen=True)
class TakingIn:
    """The open desk as an import needs it."""

    log: Any
    keys: Any
    clock: Clock
    chance: Chance
    rejects: Path


@contextmanager
def reading() -> Iterator[Desk]:
    """The desk beside whoever writes it."""
    with open_desk(Settings(), Purpose.READING) as desk:
        yield desk


@contextmanager
def writing() -> Iterator[Desk]:
    """The desk to write to, through the running one if there is one."""
    with open_desk(Settings(), Purpose.COMMAND) as desk:
        yield desk


@contextmanager
def hands() -> Iterator[Hands]:
    """The assignment service, for asking."""
    with reading() as desk:
        yield desk.hands


@contextmanager
def changing_hands() -> Iterator[Hands]:
    """The assignment service, for taking and giving."""
    with writing() as desk:
        yield desk.hands


@contextmanager
def changing_giving() -> Iterator[Teams]:
    """The assignment service, for how teams are given their tickets."""
    with writing() as desk:
        yield desk.teams


@contextmanager
def shadows() -> Iterator[Shadows]:
    """The assignment service, for asking how a policy in the shadow compares."""
    with reading() as desk:
        yield desk.shadows


@contextmanager
def changing_shadows() -> Iterator[Shadows]:
    """The assignment service, for letting one begin or end."""
    with writing() as desk:
        yield desk.shadows


@contextmanager
def looked() -> Iterator[Looked]:
    """Log, seals and view files."""
    with reading() as desk:
        yield Looked(desk.at_hand.log, desk.at_hand.seals, desk.settings)


@contextmanager
def taking_in() -> Iterator[TakingIn]:
    """Log and keys to import into, and where to write what was left out."""
    with writing() as desk:
        log, keys = desk.at_hand.log, desk.at_hand.keys
        rejects = desk.settings.home / "rejects"
        rejects.mkdir(exist_ok=True)
        yield TakingIn(log, keys, desk.clock, desk.chance, rejects)


def application() -> typer.Typer:
    """Every command."""
    app = typer.Typer(
        no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
        help="A help desk that shares out its work evenly and can prove it.",
    )  # fmt: skip

    @app.callback()
    def office(ctx: typer.Context) -> None:
        ctx.obj = ctx.with_resource(DeskOffice.opened_when_asked())

    @app.command("serve")
    def serve_(
        sample: Annotated[bool, typer.Option(help="Make a sample desk that lives.")] = False,
        host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
        port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    ) -> None:
        """Run the desk and print its address and a one-time sign-in link."""
        chosen = {"host": host, "port": port}
        given = {name: value for name, value in chosen.items() if value is not None}
        serve(Settings(**given), sample=sample)  # type: ignore[arg-type]

    @app.command("version")
    def version_() -> None:
        """Print the version."""
        typer.echo(version("evenhand"))

    add_services(app)
    return app


def add_services(app: typer.Typer) -> None:
    """What each service can be asked, over the way it opens the desk."""
    policy = intake.add_to(app)
    policy_commands.add_to(policy, hands)
    shadow_commands.add_commands(app, shadows, changing_shadows)
    assignment.add_commands(app, hands)
    tentative.add_commands(app, hands)
    taking.add_commands(app, changing_hands)
    steering.add_commands(app, changing_giving)
    simulate.add_commands(app, lambda: compiling_beside(Settings().kernel))
    solving.add_commands(app, lambda: Settings().kernel)
    nightly.add_commands(app, changing_hands, lambda: Settings().kernel)
    backtest.add_commands(app, looked, lambda: Settings().kernel)
    projections.add_commands(app, looked)
    imports.add_commands(app, taking_in)
    reports.add_commands(app, looked)
    safekeeping.add_commands(app)


def main() -> None:
    """Run the command; what it was told is one sentence on standard error.

    Exit codes: 0 done, 1 a rule said no, 2 it could not be meant or carried out, 3 something that was
    checked does not hold.
    """
    quiet_logs()
    try:
        application()()
    except Refusal as refused:
        typer.echo(f"evenhand: {refused}", err=True)
        sys.exit(code_of(refused))
    except ValidationError as wrong:
        typer.echo(f"evenhand: {told_of_settings(wrong)}", err=True)
        sys.exit(FAILED)
    except TOLD as failed:
        typer.echo(f"evenhand: {failed}", err=True)
        sys.exit(FAILED)
