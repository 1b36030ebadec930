"""`evenhand prove`: looks at recorded rounds again, with time for a knapsack for each agent; at night."""

import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from services.assignment.carrying_out.hands import Hands
from services.assignment.engine.form.plan import Bound, BoundKind, Bounds, Cost, gap_of, strongest
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.knapsack import ascent
from services.assignment.engine.knapsack.certificate import OnLevel
from services.assignment.engine.knapsack.recheck import rechecked
from services.assignment.engine.search import compiling
from services.assignment.revisiting.refold import Certainty, Readable, certainty_of
from services.assignment.round import later_proof
from services.assignment.round.kept_problems import KeptProblems, recorded_in
from services.assignment.round.later_proof import Unproven
from shared.clock import Clock
from shared.eventlog.port import EventLog
from shared.eventlog.recorded import Recorded
from shared.events.assignment import RoundDecided
from shared.vocabulary.identity import RoundId, StreamId
from shared.vocabulary.words import RoundStatus

AT_ONCE = 5_000
LEAST = -(1 << 62)
"""Milli-minutes below which no plan is ever stated to be."""
Open = Callable[[], AbstractContextManager[Hands]]


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What a second look at a round came to."""

    round: str
    tickets: int
    minutes: int
    bound_before: int | None
    bound: int
    gap: int | None
    """In millionths of the bound."""
    proven: bool


def add_commands(app: typer.Typer, writing: Open, kernel: Callable[[], Path]) -> None:
    """The command, over a way to open the service for writing."""

    @app.command()
    def prove(
        rounds: Annotated[int, typer.Option(min=1, help="How many rounds to look at.")] = 20,
        seed: Annotated[int, typer.Option(min=0, help="Seed of the sample.")] = 1,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Look for better bounds of recorded rounds that are not proven, and record what is found."""
        compiling.load(kernel())
        with writing() as hands:
            desk = hands.assignment
            asked = list(sampled(desk.log, desk.problems, rounds, seed))
            looked = [look(desk.log, desk.clock, each) for each in asked]
        if as_json:
            typer.echo(msgspec.json.format(msgspec.json.encode(looked), indent=2))
        else:
            tell(looked)


def sampled(log: Readable, problems: KeptProblems, rounds: int, seed: int) -> Iterator[Unproven]:
    """Some of the rounds that are not proven and whose problems are kept, chosen by the seed."""
    decided = list(decided_without_proof(log))
    random.Random(seed).shuffle(decided)
    yield from islice(still_unproven(log, problems, decided), rounds)


def still_unproven(
    log: Readable, problems: KeptProblems, decided: Iterable[Recorded[RoundDecided]]
) -> Iterator[Unproven]:
    """Those of the rounds that no later proof settled and whose problems are kept."""
    for told in decided:
        known = certainty_of(log, told.stream)
        problem = None if known.status is RoundStatus.PROVEN else problems.of(told.event)
        asked = problem and as_recorded(told, problem, known)
        if asked:
            yield asked


def decided_without_proof(log: Readable) -> Iterator[Recorded[RoundDecided]]:
    """Every recorded round whose plan was not proven when it was decided."""
    after = 0
    while read := log.read(after=after, limit=AT_ONCE):
        for told in read:
            if isinstance(told.event, RoundDecided) and told.event.status != RoundStatus.PROVEN:
                yield told
        after = read[-1].position


def as_recorded(
    told: Recorded[RoundDecided], problem: Problem, known: Certainty
) -> Unproven | None:
    """The round's plan, and what is proven of it.

    None where the record does not tell the plan whole, as after a decision came too late.
    """
    record = told.event
    owners = recorded_in(record, problem)
    verdict = judge(problem, owners)
    if verdict.breaches or verdict.cost != Cost(record.risk, record.overflow, record.minutes):
        return None
    return Unproven(
        round=RoundId(StreamId(told.stream)),
        problem=problem,
        digest=record.digest,
        owners=owners,
        cost=verdict.cost,
        bounds=recorded_bounds(known),
        seed=record.seed,
    )


def recorded_bounds(known: Certainty) -> Bounds:
    """What was proven before, by level; what was not told is the least that could be."""
    alone = BoundKind.EACH_ALONE
    return Bounds(
        Bound(known.risk or 0, alone),
        Bound(known.overflow or 0, alone),
        Bound(
            LEAST if known.bound is None else known.bound,
            BoundKind(known.kind) if known.kind else alone,
        ),
    )


def look(log: EventLog, clock: Clock, asked: Unproven) -> Looked:
    """Bound one round anew, recheck the bound, and record it where it is higher."""
    bounds = strongest(asked.cost, [(asked.cost, asked.bounds), (asked.cost, bounded(asked))])
    if bounds != asked.bounds:
        later_proof.record(log, clock, asked, bounds)
    return Looked(
        round=asked.round,
        tickets=len(asked.problem.tickets),
        minutes=asked.cost.minutes,
        bound_before=None if asked.bounds.minutes.value == LEAST else asked.bounds.minutes.value,
        bound=bounds.minutes.value,
        gap=gap_of(asked.cost.minutes, bounds.minutes.value),
        proven=bounds.meet(asked.cost),
    )


def bounded(asked: Unproven) -> Bounds:
    """What the knapsacks prove on each level, counted twice."""
    proofs = (ascent.certified(asked.problem, asked.owners, asked.cost, level) for level in OnLevel)
    told = (Bound(rechecked(asked.problem, each), BoundKind.KNAPSACKS) for each in proofs)
    return Bounds(*told)


def tell(looked: list[Looked]) -> None:
    """The rounds as a table."""
    table = Table("round", "tickets", "minutes", "at least before", "at least", "gap %", "proven")
    for each in looked:
        before = "" if each.bound_before is None else f"{each.bound_before / 1_000:.1f}"
        gap = "" if each.gap is None else f"{each.gap / 10_000:.2f}"
        table.add_row(
            each.round, str(each.tickets), f"{each.minutes / 1_000:.1f}", before,
            f"{each.bound / 1_000:.1f}", gap, "yes" if each.proven else "no",
        )  # fmt: skip
    Console().print(table)
    typer.echo(f"{len(looked)} rounds looked at again.")
