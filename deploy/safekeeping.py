"""`evenhand backup` makes a copy of the desk while it runs; `evenhand restored` lets one go on."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from shared.eventlog.backup import back_up
from shared.eventlog.choice import declare_restored
from shared.settings import Settings


def add_commands(app: typer.Typer) -> None:
    """The commands that keep the desk safe."""

    @app.command()
    def backup(
        folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Copy log, keys and access into a folder, beside the running desk; views are replayed."""
        made = back_up(Settings(), folder)
        if as_json:
            typer.echo(msgspec.json.encode(made))
            return
        typer.echo(f"{made.folder} holds the desk up to event {made.position:,}.")
        typer.echo("Whoever has both files can read it: keep keys.sqlite apart from log.sqlite.")

    @app.command()
    def restored(
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Say that the log here was put back from a backup; the desk must not be running.

        It goes on as a new generation: whoever had read further in the lost one stops with a clear
        error instead of missing what comes now. Views are built anew.
        """
        settings = Settings()
        generation = declare_restored(settings)
        if as_json:
            typer.echo(msgspec.json.encode({"home": str(settings.home), "generation": generation}))
            return
        typer.echo(f"The log in {settings.home} goes on as generation {generation}.")
        typer.echo("Build its views anew: evenhand rebuild --all")
