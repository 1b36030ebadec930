"""The simulator's command."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from services.assignment.fairness import Figures
from services.assignment.simulator.policies import NAMES
from services.assignment.simulator.scenarios import SCENARIOS, knobs_of, world_of
from services.assignment.simulator.simulate import Toughness, simulated

SHORT = 7
"""Days that are over before a kernel is compiled."""
Compiling = Callable[[], AbstractContextManager[object]]
SHOWN = {
    "mean_wait_minutes": "minutes of wait, mean",
    "p95_wait_minutes": "95 % wait at most",
    "max_wait_minutes": "longest wait",
    "tough_p95_wait_minutes": "95 % of tough ones wait at most",
    "breach_share": "promises broken, %",
    "handover_share": "handed over, %",
    "gini_load": "Gini of load",
    "m30": "tough work misplaced in 30 days, %",
    "worst_lead": "worst lead, tickets",
    "worst_lag": "worst lag, tickets",
    "exceptions": "exceptions to the cap",
}
"""The figures that fit a screen, in words; JSON has all. `fairness.md` says what each means."""
PER_CENT = ("breach_share", "handover_share", "m30")


def add_commands(app: typer.Typer, compiling: Compiling) -> None:
    """The command, over a way to have the kernel compiled beside it."""

    @app.command()
    def simulate(
        days: Annotated[int | None, typer.Option(min=1, help="Days to simulate.")] = None,
        agents: Annotated[int | None, typer.Option(min=1, help="Agents of the desk.")] = None,
        seed: Annotated[list[int], typer.Option(min=0, help="May be given often.")] = [1],  # noqa: B006
        policy: Annotated[
            list[str], typer.Option(help=f"May be given often: {', '.join(NAMES)}.")
        ] = ["ours"],  # noqa: B006
        scenario: Annotated[str, typer.Option(help=f"One of {', '.join(SCENARIOS)}.")] = "guide",
        toughness: Annotated[
            Toughness, typer.Option(help="What is known of it when a ticket is dealt.")
        ] = "known",
        as_json: Annotated[
            bool, typer.Option("--json", help="Print JSON, one run a line.")
        ] = False,
    ) -> None:
        """Try a way of sharing out work on an invented desk."""
        knobs = knobs_of(scenario, days=days, agents=agents)
        told = []
        with compiling() if knobs.days > SHORT else nullcontext():
            for each in seed:
                world = world_of(knobs, each)
                for name in policy:
                    told.append(simulated(world, name, toughness=toughness))
                    if as_json:
                        typer.echo(msgspec.json.encode(told[-1]))
        if not as_json:
            Console().print(table(told))


def table(told: list[Figures]) -> Table:
    """Runs beside each other, one figure a row."""
    shown = Table("", *(f"{each.policy}, seed {each.seed}" for each in told))
    for figure, words in SHOWN.items():
        shown.add_row(words, *(shown_as(figure, getattr(each, figure)) for each in told))
    return shown


def shown_as(figure: str, value: float | None) -> str:
    """A figure for people."""
    if value is None:
        return "–"
    return f"{100 * value:.2f}" if figure in PER_CENT else f"{value:.4g}"
