"""The assignment service's commands: why, redecide, and changes of hands."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from services.assignment import rulebook
from services.assignment.against import WhyNot
from services.assignment.explain import Why
from services.assignment.hands import Hands
from shared.command_line import BROKEN
from shared.eventlog.references import ticket_named

Open = Callable[[], AbstractContextManager[Hands]]
Ticket = Annotated[str, typer.Argument(help="Number, source:key or id of the ticket.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
"""Exit code where a round decided again comes to another answer."""


def add_commands(app: typer.Typer, reading: Open) -> None:
    """The commands, over a way to open the service."""

    @app.command()
    def why(
        ticket: Ticket,
        not_: Annotated[str | None, typer.Option("--not", help="Why not this agent?")] = None,
        as_json: AsJson = False,
    ) -> None:
        """Say why a ticket is with its owner, or why it waits."""
        with reading() as hands:
            stream = ticket_named(hands.assignment.log, ticket)
            hands.assignment.catch_up()
            if not_:
                answer: Any = hands.why_not(stream, hands.agent_called(not_))
            else:
                answer = hands.why(stream)
        tell(answer, as_json=as_json)

    @app.command()
    def redecide(
        round_: Annotated[str, typer.Argument(metavar="ROUND", help="Id of the round.")],
        as_json: AsJson = False,
    ) -> None:
        """Decide a recorded round again; exit code 3 where the answer differs."""
        with reading() as hands:
            answer = hands.redecide(round_)
        if as_json:
            print_json(answer)
        elif answer.same:
            typer.echo(f"{answer.round} comes to the same answer.")
        else:
            typer.echo(f"{answer.round} comes to another answer:")
            for difference in answer.differences:
                typer.echo(f"  {difference}")
        raise typer.Exit(0 if answer.same else BROKEN)


def tell(answer: Why | WhyNot, *, as_json: bool) -> None:
    """The sentence, then the numbers."""
    if as_json:
        print_json(answer)
        return
    typer.echo(answer.sentence)
    if isinstance(answer, WhyNot):
        if answer.because:
            Console().print(differences(answer))
        for other, taker in answer.moved.items():
            typer.echo(f"{other} would have gone to {taker}")
    elif answer.weighed:
        Console().print(weighed(answer))
        for kept in answer.kept:
            typer.echo(f"ruled out by {kept.rule}: {', '.join(kept.names)}")
        for rule in (*rulebook.PRICES, *rulebook.CURVES):
            typer.echo(rule.in_short)
        gap = "" if answer.gap_percent is None else f", gap {answer.gap_percent:.2f} %"
        typer.echo(f"{answer.round} · {answer.status}{gap} · policy {answer.policy}")


def weighed(answer: Why) -> Table:
    """Everyone who could have had it, in minutes by rule."""
    table = Table("agent", "minutes", *answer.weighed[0].terms)
    for each in answer.weighed:
        terms = [f"{value:.1f}" for value in each.terms.values()]
        table.add_row(each.name, f"{each.minutes:.1f}", *terms)
    return table


def differences(answer: WhyNot) -> Table:
    """What each rule says differently, in minutes; what is saved stands below 0."""
    table = Table("rule", "minutes", "because")
    for each in answer.because:
        table.add_row(each.rule, f"{each.minutes:+.1f}", f"{each.name} {each.words}")
    return table


def print_json(answer: Any) -> None:
    """The whole answer as JSON."""
    typer.echo(msgspec.json.format(msgspec.json.encode(answer), indent=2))
