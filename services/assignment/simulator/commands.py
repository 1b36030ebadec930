"""The simulator's command."""

from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from services.assignment.fairness import Figures
from services.assignment.simulator.policies import NAMES
from services.assignment.simulator.scenarios import SCENARIOS, knobs_of, world_of
from services.assignment.simulator.simulate import Toughness, simulated

SHOWN = {
    "mean_wait_minutes": "wait", "p95_wait_minutes": "p95", "max_wait_minutes": "longest",
    "tough_p95_wait_minutes": "tough p95", "breach_share": "broken", "handover_share": "handed",
    "gini_load": "gini", "m30": "m30", "worst_lead": "lead", "worst_lag": "lag",
}  # fmt: skip
"""The figures that fit a screen, and what they are called there; JSON has all."""


def add_commands(app: typer.Typer) -> None:
    """The command."""

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
        for each in seed:
            world = world_of(knobs, each)
            for name in policy:
                told.append(simulated(world, name, toughness=toughness))
                if as_json:
                    typer.echo(msgspec.json.encode(told[-1]))
        if not as_json:
            Console().print(table(told))


def table(told: list[Figures]) -> Table:
    """Runs beside each other, one a row."""
    shown = Table("policy", "seed", *SHOWN.values())
    for each in told:
        values = (getattr(each, name) for name in SHOWN)
        shown.add_row(
            each.policy, str(each.seed), *("–" if v is None else f"{v:.3g}" for v in values)
        )
    return shown
