"""`evenhand solve`: the engine as a tool of its own, over a problem stated in JSON."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from services.assignment.engine.answering import Answer, answered
from services.assignment.engine.exact import cp_sat
from services.assignment.engine.form.plan import Bound
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.knapsack import ascent
from services.assignment.engine.proving import Best, best
from services.assignment.engine.search import compiling
from services.assignment.engine.search.budget import units_of
from services.assignment.engine.stated import stating
from shared.eventlog.port import RequestIsUnclear

PROVED_UP_TO = 20
"""Tickets of a problem for whose plan the exact model is asked for a proof."""
WORTH_COMPILING = 20_000
"""Pairs from which compiling the kernel takes less time than searching without it."""
BUDGET = re.compile(r"(\d+(?:\.\d+)?)(ms|s)")


class BudgetIsUnclear(RequestIsUnclear):
    """A budget that is no number of milliseconds or seconds."""


class FileIsUnreadable(RequestIsUnclear):
    """The problem is to be read from a file that cannot be read."""


class Stopwatch:
    """CPU by stage, all threads of this process, user and system."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What happens within belongs to this stage."""
        began = time.process_time()
        yield
        self.spent[name] = round(1_000 * (time.process_time() - began), 3)


def add_commands(app: typer.Typer, kernel: Callable[[], Path]) -> None:
    """The command. `kernel`: the folder in which the compiled kernel is kept."""

    @app.command()
    def solve(
        problem: Annotated[
            Path, typer.Argument(metavar="PROBLEM.json", help="The stated problem.")
        ],
        budget: Annotated[str, typer.Option(help="Work of the search, as 100ms or 2s.")] = "100ms",
        seed: Annotated[int, typer.Option(min=0, help="Seed of the search.")] = 1,
        bound: Annotated[
            bool, typer.Option("--bound", help="Look for the best bound too.")
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Solve a problem stated in JSON: who gets which ticket, and how good that is."""
        units, watch = units_of(milliseconds(budget)), Stopwatch()
        answer = solved(content(problem), units, seed, watch, kernel=kernel(), bounded=bound)
        if as_json:
            typer.echo(msgspec.json.format(msgspec.json.encode(answer), indent=2))
        else:
            tell(answer)


def solved(
    text: bytes, units: int, seed: int, watch: Stopwatch, *, kernel: Path, bounded: bool
) -> Answer:
    """The answer to the problem stated in `text`, within so many units."""
    with watch.stage("read"):
        problem = stating.read(text)
    with watch.stage("load"):
        if problem.sides or len(problem.tickets) <= PROVED_UP_TO:
            cp_sat.load()
    with watch.stage("compile"):
        if compiling.is_full(kernel) or len(problem.arc_agent) >= WORTH_COMPILING:
            compiling.load(kernel)
    with watch.stage("solve"):
        found = best(problem, seed=seed, units=units, exact_up_to=PROVED_UP_TO)
    highest = found.bounds.minutes
    if bounded:
        with watch.stage("bound"):
            highest = improved(problem, found)
    return answered(problem, found, highest, watch.spent)


def improved(problem: Problem, found: Best) -> Bound:
    """The bound that an exact knapsack for each agent proves, where it is higher."""
    raised = ascent.bound(problem, found.owners, found.cost)
    return max(found.bounds.minutes, raised, key=lambda each: each.value)


def milliseconds(budget: str) -> float:
    """A budget in words as a number of milliseconds."""
    told = BUDGET.fullmatch(budget)
    if not told:
        raise BudgetIsUnclear(f"--budget is {budget!r}, expected as much as 100ms or 2s")
    return float(told[1]) * (1 if told[2] == "ms" else 1_000)


def content(file: Path) -> bytes:
    """What stands in the file."""
    try:
        return file.read_bytes()
    except OSError as wrong:
        raise FileIsUnreadable(f"{file} cannot be read: {wrong.strerror}") from wrong


def tell(answer: Answer) -> None:
    """The plan as a table, and what is known of it in sentences."""
    table = Table("ticket", "agent")
    for each in answer.assignments:
        table.add_row(each.ticket, each.agent)
    for left in answer.unassigned:
        table.add_row(left.ticket, f"waits: {left.reason}")
    Console().print(table)
    cost = answer.cost
    typer.echo(
        f"risk {cost.risk}, overflow {cost.overflow}, {cost.minutes / 1_000:.3f} minutes "
        f"({', '.join(f'{rule} {value / 1_000:.3f}' for rule, value in cost.by_rule.items())})"
    )
    gap = "" if answer.gap is None else f", gap {100 * answer.gap:.2f} %"
    best = "no plan is better" if answer.proven else "not proven to be the best"
    typer.echo(f"at least {answer.bound / 1_000:.3f} minutes by {answer.bound_kind}{gap}; {best}")
