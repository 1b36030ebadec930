"""`evenhand backup`: a copy of the desk that holds together, made while it runs."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from shared.eventlog.backup import back_up
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
