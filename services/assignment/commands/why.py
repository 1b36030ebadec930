"""The assignment service's commands: why, redecide, and changes of hands."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Annotated, Any

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from services.assignment.carrying_out.hands import Hands
from services.assignment.explaining.against import WhyNot
from services.assignment.explaining.candidates import Weighed
from services.assignment.explaining.nobody import Nobody
from services.assignment.explaining.reasons import Next, Why
from services.assignment.explaining.spoken import signed
from shared.command_line import BROKEN
from shared.eventlog.port import RequestIsUnclear
from shared.eventlog.references import ticket_named

Open = Callable[[], AbstractContextManager[Hands]]
Ticket = Annotated[str, typer.Argument(help="Number, source:key or id of the ticket.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def add_commands(app: typer.Typer, reading: Open) -> None:
    """The commands, over a way to open the service."""
    add_why(app, reading)
    add_redecide(app, reading)


def add_why(app: typer.Typer, reading: Open) -> None:
    """Reasons, as a sentence, a table and JSON."""

    @app.command()
    def why(
        ticket: Ticket,
        not_: Annotated[str | None, typer.Option("--not", help="Why not this agent?")] = None,
        waiting: Annotated[
            bool, typer.Option("--waiting", help="Why nobody, and what would have to change first?")
        ] = False,
        as_json: AsJson = False,
    ) -> None:
        """Say why a ticket is with its owner, or why it waits."""
        if waiting and not_:
            raise AsksTwice(
                "--waiting asks why nobody has it, --not why not somebody; ask one of them"
            )
        with reading() as hands:
            stream = ticket_named(hands.assignment.log, ticket)
            hands.assignment.catch_up()
            if waiting:
                answer: Any = hands.answers.why_nobody(stream)
            elif not_:
                answer = hands.answers.why_not(stream, hands.agent_called(not_))
            else:
                answer = hands.answers.why(stream)
        tell(answer, as_json=as_json)


def add_redecide(app: typer.Typer, reading: Open) -> None:
    """A recorded round decided again."""

    @app.command()
    def redecide(
        round_: Annotated[str, typer.Argument(metavar="ROUND", help="Id of the round.")],
        as_json: AsJson = False,
    ) -> None:
        """Decide a recorded round again; exit code 3 where the answer differs."""
        with reading() as hands:
            answer = hands.answers.redecide(round_)
        if as_json:
            print_json(answer)
        elif answer.same:
            typer.echo(f"{answer.round} comes to the same answer.")
        else:
            typer.echo(f"{answer.round} comes to another answer:")
            for difference in answer.differences:
                typer.echo(f"  {difference}")
        raise typer.Exit(0 if answer.same else BROKEN)


class AsksTwice(RequestIsUnclear):
    """Two questions at once."""


def tell(answer: Why | WhyNot | Nobody, *, as_json: bool) -> None:
    """The sentence, then the numbers."""
    if as_json:
        print_json(answer)
    elif isinstance(answer, WhyNot):
        tell_against(answer)
    elif isinstance(answer, Nobody):
        tell_nobody(answer)
    else:
        tell_reasons(answer)


def tell_reasons(answer: Why) -> None:
    """Who could have had it and who was ruled out, and what each rule says."""
    typer.echo(answer.sentence)
    if not answer.weighed:
        return
    Console().print(weighed(answer))
    typer.echo(BESIDE if answer.round else ALONE)
    if answer.entitled:
        typer.echo(f"due a share of it: {', '.join(answer.entitled)}")
    for place, each in enumerate(answer.following, 2):
        typer.echo(f"{place}. on the list: {each.name}, {on_the_list(each)}")
    for barred in answer.barred:
        typer.echo(f"ruled out by {barred.rule}: {', '.join(barred.names)}")
    named = {*telling(answer), *(each.rule for each in answer.barred)}
    for rule, words in answer.words.items():
        if rule in named:
            typer.echo(words)
    told = (answer.round, f"policy {answer.policy}", answer.certain)
    typer.echo(" · ".join(filter(None, told)))


def on_the_list(each: Next) -> str:
    """What put a ticket where it stood on the list from which another was pulled."""
    told = ["its promise about to break"] if each.breaks else []
    if each.past_the_cap:
        told.append(f"{each.past_the_cap:.1f} points past the fairness cap")
    return ", ".join([*told, f"worth {each.minutes_less:.1f} minutes less to begin"])


ALONE = "“alone”: what the ticket adds with them; beside it the rules that differ."
BESIDE = (
    "“whole round”: what the round would have cost more with them on it, the rest shared out anew. "
    "“alone”: what the ticket adds with them, the rest left as it was; beside it the rules that differ."
)


def weighed(answer: Why) -> Table:
    """Everyone who could have had it, in minutes: over the whole round, alone, and alone by rule."""
    rules = telling(answer)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("agent")
    for heading in ("whole round", "alone"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("by rule", ratio=1)
    for each in answer.weighed:
        terms = ", ".join(f"{rule} {each.terms[rule]:.1f}" for rule in rules)
        table.add_row(each.name, over_the_round(answer, each), f"{each.minutes:.1f}", terms)
    return table


def telling(answer: Why) -> list[str]:
    """The rules by which the candidates differ as printed; of the others each costs all the same."""
    rules = answer.weighed[0].terms
    return [rule for rule in rules if len({f"{e.terms[rule]:.1f}" for e in answer.weighed}) > 1]


def over_the_round(answer: Why, each: Weighed) -> str:
    """What the round would have cost more; of a higher level than minutes only that it would."""
    if each.agent == answer.agent:
        return "has it"
    if each.whole is None:
        return ""
    if each.whole.risk or each.whole.overflow:
        return "breach" if each.whole.risk else "cap"
    return signed(each.whole.milli_minutes)


def tell_against(answer: WhyNot) -> None:
    """What the round would have come to, rule by rule, and who says so of whom."""
    typer.echo(answer.sentence)
    if answer.because:
        Console().print(differences(answer))
    if answer.instead:
        typer.echo(f"got instead: {', '.join(answer.instead)}")
    for other, taker in answer.moved.items():
        typer.echo(f"{other} would have gone to {taker}")


def tell_nobody(answer: Nobody) -> None:
    """Who was kept by which rule, in words, and who could take it after what."""
    typer.echo(answer.sentence)
    table = Table("rule", "agent", "why not")
    for hurdle in answer.hurdles:
        for each in hurdle.agents:
            table.add_row(hurdle.rule, each.name, each.words)
    Console().print(table)
    for hurdle in answer.hurdles:
        typer.echo(hurdle.says)
    for opening in answer.openings:
        when = f"on {opening.at:%a %-d %b, %H:%M} UTC, when" if opening.at else "as soon as"
        typer.echo(f"{opening.name} could take it {when} {opening.words}")
    typer.echo(f"{answer.round} · decided {answer.decided_at:%a %-d %b, %H:%M:%S} UTC")


def differences(answer: WhyNot) -> Table:
    """Each rule's net difference in minutes, then what makes it; what is saved stands below 0.

    Rules whose differences cancel out come last and count 0.
    """
    table = Table("rule", "minutes", "because")
    rules = dict.fromkeys((*answer.by_rule, *(each.rule for each in answer.because)))
    for rule in rules:
        own = [each for each in answer.because if each.rule == rule]
        told = [f"{each.name} {each.words} ({signed(round(1000 * each.minutes))})" for each in own]
        table.add_row(rule, signed(round(1000 * answer.by_rule.get(rule, 0.0))), "\n".join(told))
    return table


def print_json(answer: Any) -> None:
    """The whole answer as JSON."""
    typer.echo(msgspec.json.format(msgspec.json.encode(answer), indent=2))
