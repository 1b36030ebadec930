"""`evenhand backtest`: the desk's own past under another policy, as a supervisor reads it and as JSON."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Protocol

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from services.assignment.backtest.as_recorded import RECORDED
from services.assignment.backtest.backtesting import Told, backtested
from services.assignment.backtest.cases import Readable, history
from services.assignment.backtest.intervals import Interval
from services.assignment.backtest.parallel import beside
from services.assignment.backtest.runs import ORACLE, RANDOM, Replays
from services.assignment.backtest.team_past import past_of
from services.assignment.backtest.tried_policy import tried
from shared.eventlog.port import RequestIsUnclear
from shared.policy_typed import A_FILE

WORTH_COMPILING = 5_000
"""Tickets over all seeds from which compiling the kernel takes less time than going without."""
SHOWN = {
    "mean_wait_minutes": "mean wait, min",
    "p95_wait_minutes": "95 % wait at most, min",
    "max_wait_minutes": "longest wait, min",
    "tough_p95_wait_minutes": "95 % of tough wait at most, min",
    "breach_share": "promises broken",
    "handover_share": "handed over",
    "gini_tickets_per_present_day": "Gini of tickets per present day",
    "gini_effort_per_present_day": "Gini of effort per present day",
    "gini_tough_per_present_day": "Gini of tough per present day",
    "m7": "tough on the wrong shoulders, 7 days",
    "m30": "tough on the wrong shoulders, 30 days",
    "worst_lead": "furthest ahead, tough tickets",
    "worst_lag": "furthest behind, tough tickets",
}
CALLED = {ORACLE: "oracle (knows outcomes: the ceiling)", RANDOM: "random (the floor)"}


Name = Annotated[
    str,
    typer.Option(help=f"The policy to try: its name, or {A_FILE}."),
]
Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set", help="What changes of it, as `policy preview` takes it: fairness.cap=1.5"
    ),
]
Baseline = Annotated[str, typer.Option(help="`recorded`, or another policy by name or in a file.")]
First = Annotated[str | None, typer.Option("--from", help="First day of arrival: 2016-04-04.")]
Last = Annotated[str | None, typer.Option("--to", help="Last day of arrival.")]
Team = Annotated[str | None, typer.Option(help="Team by name; none: the one with most tickets.")]
Source = Annotated[str | None, typer.Option(help="Only this source's tickets.")]
Seeds = Annotated[int, typer.Option(min=1, help="Ways to break ties.")]
Least = Annotated[
    int, typer.Option(min=1, help="Leave people with fewer of the team's tickets out.")
]
Processes = Annotated[
    int | None, typer.Option(min=1, help="Runs beside each other; none: one a core.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class AtHand(Protocol):
    """What the command needs of an open desk."""

    @property
    def log(self) -> Readable: ...


class PeriodIsMalformed(RequestIsUnclear):
    """A period is given in days."""


def add_commands(
    app: typer.Typer,
    reading: Callable[[], AbstractContextManager[AtHand]],
    kernel: Callable[[], Path | None],
) -> None:
    """The command, over a way to open the desk for reading, and where the compiled kernel is kept."""

    @app.command()
    def backtest(
        policy: Name = "ours",
        change: Changes = None,
        baseline: Baseline = RECORDED,
        first: First = None,
        last: Last = None,
        team: Team = None,
        source: Source = None,
        seeds: Seeds = 20,
        min_tickets: Least = 10,
        processes: Processes = None,
        as_json: AsJson = False,
    ) -> None:
        """Let the desk's own past go by under another policy, beside an oracle and chance."""
        asked, against = tried(policy, change or ()), tried(baseline, ())
        period = {"first": day_of("--from", first), "last": day_of("--to", last)}
        with reading() as desk:
            past = past_of(history(desk.log, source=source), team=team, least=min_tickets, **period)
        documents = {each.name: each.document for each in (asked, against) if each.document}
        replays = Replays(past, tried=documents)
        compiled = kernel() if seeds * len(past.tickets) >= WORTH_COMPILING else None
        with beside(replays, processes, compiled) as run, shown() as progress:
            told = backtested(
                replays, asked.name, against.name, seeds=seeds, progress=progress, run=run
            )
        if as_json:
            typer.echo(msgspec.json.encode(told))
        else:
            tell(told)


def day_of(option: str, text: str | None) -> date | None:
    """A day as people write it. Raises `PeriodIsMalformed`."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise PeriodIsMalformed(
            f"{option} {text!r} is no day; expected one such as 2016-04-24"
        ) from None


@contextmanager
def shown() -> Iterator[Callable[[str, int, int], None]]:
    """Progress on standard error: a backtest may take minutes."""
    with Progress(console=Console(stderr=True), transient=True) as bars:
        by_name: dict[str, Any] = {}

        def progress(name: str, done: int, whole: int) -> None:
            if name not in by_name:
                by_name[name] = bars.add_task(name, total=whole)
            bars.update(by_name[name], completed=done)

        yield progress


def tell(told: Told) -> None:
    """What a supervisor reads aloud: what was replayed, the figures, the differences, the limits."""
    typer.echo(
        f"{told.team}, {told.days} days from {told.begins}: {told.tickets:,} tickets, "
        f"{told.tough_tickets} of them tough, {told.agents} agents, {told.seeds} ways to break ties."
    )
    Console().print(table(told))
    for sentence in compared(told):
        typer.echo(sentence)
    typer.echo("")
    for note in told.notes:
        typer.echo(f"- {note}")


def table(told: Told) -> Table:
    """The figures, one a row; each policy a column."""
    shown_ = Table("", *(CALLED.get(name, name) for name in told.means))
    for figure, called in SHOWN.items():
        row = [of.get(figure) for of in told.means.values()]
        if any(row):
            shown_.add_row(called, *("–" if each is None else f"{each.mean:,.3g}" for each in row))
    return shown_


def compared(told: Told) -> list[str]:
    """How the policy stands against the baseline and chance, a sentence for each figure that differs."""
    return [
        sentence(told.policy, other, SHOWN[figure], told.against[other][figure])
        for other in dict.fromkeys((told.baseline, RANDOM))
        for figure in SHOWN
        if other != told.policy
        and figure in told.against[other]
        and not (other == RECORDED and figure in told.incomparable)
    ]


def sentence(policy: str, other: str, figure: str, found: Interval) -> str:
    """One difference with its interval."""
    if found.low <= 0 <= found.high:
        return f"{figure}: {policy} and {other} cannot be told apart."
    side = "lower" if found.mean < 0 else "higher"
    low, high = sorted((abs(found.low), abs(found.high)))
    return f"{figure}: {policy} is {abs(found.mean):.3g} {side} than {other} ({low:.3g} to {high:.3g})."
