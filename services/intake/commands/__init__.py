"""Intake on the command line: every request of the catalogue, made from its class."""

import typer

from services.intake.commands import desk, roster, tickets


def add_to(app: typer.Typer, *, policy: typer.Typer) -> None:
    """Put intake's commands on the command line; `ctx.obj` has to be an `Office`."""
    for part in (tickets, roster):
        part.add_to(app)
    desk.add_to(app, policy)
