"""The assignment service's commands: why, redecide, and changes of hands."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from services.assignment.against import WhyNot
from services.assignment.explain import Why
from services.assignment.explaining.candidates import Weighed
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
    elif isinstance(answer, WhyNot):
        tell_against(answer)
    else:
        tell_reasons(answer)


def tell_reasons(answer: Why) -> None:
    """Who could have had it and who was ruled out, and what each rule says."""
    typer.echo(answer.sentence)
    if not answer.weighed:
        return
    Console().print(weighed(answer))
    typer.echo(BESIDE)
    for kept in answer.kept:
        typer.echo(f"ruled out by {kept.rule}: {', '.join(kept.names)}")
    for rule, words in answer.words.items():
        typer.echo(f"{rule}: {words}")
    typer.echo(f"{answer.round} · policy {answer.policy} · {answer.certain}")


BESIDE = (
    "“whole round”: what the round would have cost more with them on it, the rest shared out anew. "
    "“alone”: what the ticket adds with them, the rest left as it was, and by which rule."
)


def weighed(answer: Why) -> Table:
    """Everyone who could have had it, in minutes: over the whole round, alone, and alone by rule."""
    table = Table("agent", "whole round", "alone", *answer.weighed[0].terms)
    for each in answer.weighed:
        terms = [f"{value:.1f}" for value in each.terms.values()]
        table.add_row(each.name, over_the_round(answer, each), f"{each.minutes:.1f}", *terms)
    return table


def over_the_round(answer: Why, each: Weighed) -> str:
    """What the round would have cost more; of a higher level than minutes only that it would."""
    if each.agent == answer.agent:
        return "has it"
    if each.whole is None:
        return ""
    if each.whole.risk or each.whole.overflow:
        return "breach" if each.whole.risk else "cap"
    return f"{each.whole.milli_minutes / 1000:+.1f}"


def tell_against(answer: WhyNot) -> None:
    """What the round would have come to, rule by rule, and who says so of whom."""
    typer.echo(answer.sentence)
    if answer.because:
        Console().print(differences(answer))
    if answer.instead:
        typer.echo(f"got instead: {', '.join(answer.instead)}")
    for other, taker in answer.moved.items():
        typer.echo(f"{other} would have gone to {taker}")


def differences(answer: WhyNot) -> Table:
    """Each rule's net difference in minutes, then what makes it; what is saved stands below 0.

    Rules whose differences cancel out come last and count 0.
    """
    table = Table("rule", "minutes", "because")
    rules = dict.fromkeys((*answer.by_rule, *(each.rule for each in answer.because)))
    for rule in rules:
        own = [each for each in answer.because if each.rule == rule]
        told = [f"{each.name} {each.words} ({each.minutes:+.1f})" for each in own]
        table.add_row(rule, f"{answer.by_rule.get(rule, 0.0):+.1f}", "\n".join(told))
    return table


def print_json(answer: Any) -> None:
    """The whole answer as JSON."""
    typer.echo(msgspec.json.format(msgspec.json.encode(answer), indent=2))
