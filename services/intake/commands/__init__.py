"""Intake on the command line: every request of the catalogue, made from its class."""

import typer

from services.intake.commands import desk, roster, tickets


def add_to(app: typer.Typer) -> typer.Typer:
    """Put intake's commands on the command line; `ctx.obj` has to be an `Office`.

    The group `policy` is returned, for others to say more of it.
    """
    for part in (tickets, roster):
        part.add_to(app)
    return desk.add_to(app)
