"""`evenhand policy preview`: what a change of the policy would have done, before anybody agrees on it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from services.assignment.carrying_out.hands import Hands
from services.assignment.policy.previewing import Compared, Preview
from shared.policy_typed import FIGURES, NAMED, typed

MOST_SHOWN = 50


def add_to(policy: typer.Typer, reading: Callable[[], AbstractContextManager[Hands]]) -> None:
    """Put `preview` into the group, over a way to open the service."""

    @policy.command("preview")
    def preview(
        change: Annotated[list[str] | None, typer.Argument(help=FIGURES)] = None,
        policy: NAMED = None,
        last: Annotated[
            int, typer.Option(help="Recorded rounds to decide again.", min=0, max=200)
        ] = 20,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Show who would get what instead, in the last rounds and of what waits now."""
        with reading() as hands:
            told = hands.preview(typed(policy, change or ()), last=last)
        if as_json:
            typer.echo(msgspec.json.format(msgspec.json.encode(told), indent=2))
        else:
            tell(told)


def tell(preview: Preview) -> None:
    """What is tried, the sentences, and the tickets that would go elsewhere."""
    for change in preview.changes:
        typer.echo(change)
    say(f"The last {preview.past.rounds} rounds", preview.past)
    say("What waits now", preview.now)
    typer.echo(preview.words)


def say(title: str, told: Compared) -> None:
    """One comparison."""
    typer.echo(f"{title}: {told.sentence}.")
    if told.moved:
        table = Table("ticket", "now", "with the change")
        for each in told.moved[:MOST_SHOWN]:
            table.add_row(each.name, each.before or "waits", each.after or "waits")
        Console().print(table)
        if len(told.moved) > MOST_SHOWN:
            typer.echo(f"… and {len(told.moved) - MOST_SHOWN} more; --json tells all")
