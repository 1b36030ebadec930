"""Who would get what waits, on the command line."""

import msgspec
import typer

from services.assignment.commands.why import AsJson, Open
from services.assignment.tentative.telling import Outlook


def add_commands(app: typer.Typer, reading: Open) -> None:
    """The command, over a way to open the service."""

    @app.command()
    def tentative(as_json: AsJson = False) -> None:
        """Say who would get what waits as things stand, and how often that changed."""
        with reading() as hands:
            hands.assignment.catch_up()
            told = hands.answers.outlook()
            named = [(hands.name_of(each.ticket), each) for each in told.tickets]
        if as_json:
            typer.echo(msgspec.json.format(msgspec.json.encode(told), indent=2))
            return
        for ticket, each in named:
            typer.echo(f"{ticket} {each.words}")
        typer.echo(changes_told(told))


def changes_told(told: Outlook) -> str:
    """How often tentative owners changed, in a sentence."""
    if told.since is None:
        return "Nothing was planned yet: a running desk plans as soon as a round leaves tickets waiting."
    nobody = "" if told.tickets else "Nothing waits for anybody in sight. "
    return (
        f"{nobody}Tickets planned since {told.since:%a %-d %b %Y, %H:%M} UTC: {told.counted}; changes of "
        f"the tentative owner: {told.mean_changes:.2f} a ticket, {told.worst_changes} at worst."
    )
