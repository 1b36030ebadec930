"""The answer to a stated problem, by id: who gets what, what it costs, and how near the best it is."""

from collections.abc import Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from services.assignment.engine.form.columns import Column
from services.assignment.engine.form.plan import WAITING, Bound, Owners, gap_of
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.form.sides import tickets_of
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.proving import Best
from shared.vocabulary.words import RoundStatus


class Assigned(msgspec.Struct, frozen=True):
    """One ticket that is given out."""

    ticket: str
    agent: str


class Unassigned(msgspec.Struct, frozen=True):
    """One ticket that is left waiting."""

    ticket: str
    reason: str


class Costs(msgspec.Struct, frozen=True, kw_only=True):
    """What the plan costs on each level, and its minutes by rule."""

    risk: Annotated[int, Meta(description="Level 1: the risk of all tickets left waiting.")]
    overflow: Annotated[int, Meta(description="Level 2: milli-points added above the caps.")]
    minutes: Annotated[int, Meta(description="Level 3: milli-minutes that the plan adds.")]
    by_rule: Annotated[
        dict[str, int],
        Meta(
            description="The milli-minutes by term, by the two curves (`load`, `rotation`), and of "
            "`waiting` tickets; they sum to `minutes`."
        ),
    ]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What `evenhand solve --json` prints."""

    assignments: Annotated[list[Assigned], Meta(description="Each ticket given out, and to whom.")]
    unassigned: Annotated[list[Unassigned], Meta(description="Each ticket that waits, and why.")]
    cost: Annotated[Costs, Meta(description="What the plan costs.")]
    bound: Annotated[
        int,
        Meta(description="No plan with this risk and overflow adds fewer milli-minutes."),
    ]
    bound_kind: Annotated[str, Meta(description="How the bound was found.")]
    gap: Annotated[
        float | None,
        Meta(description="(minutes − bound) / bound; none where the bound is not above 0."),
    ]
    proven: Annotated[bool, Meta(description="Whether no plan is better, on all three levels.")]
    units: Annotated[int, Meta(description="Work units that the search spent.")]
    cpu_ms: Annotated[
        dict[str, float],
        Meta(description="Milliseconds of CPU by stage; all threads, user and system."),
    ]


def answered(problem: Problem, best: Best, bound: Bound, cpu_ms: dict[str, float]) -> Answer:
    """The plan by ids. `bound`: of the minutes, the upper levels held at the plan's."""
    verdict = judge(problem, best.owners)
    minutes = best.cost.minutes
    gap = gap_of(minutes, bound.value)
    return Answer(
        assignments=[
            Assigned(problem.tickets[t], problem.agents[a])
            for t, a in enumerate(best.owners)
            if a != WAITING
        ],
        unassigned=list(left_waiting(problem, best.owners)),
        cost=Costs(
            risk=best.cost.risk,
            overflow=best.cost.overflow,
            minutes=minutes,
            by_rule=verdict.terms | {"waiting": verdict.waiting},
        ),
        bound=bound.value,
        bound_kind=bound.kind.value,
        gap=None if gap is None else gap / 1_000_000,
        proven=best.status == RoundStatus.PROVEN or is_met(best, bound),
        units=best.units,
        cpu_ms=cpu_ms,
    )


def is_met(best: Best, bound: Bound) -> bool:
    """Whether the bounds of all levels meet the cost, this one for the minutes."""
    return msgspec.structs.replace(best.bounds, minutes=bound).meet(best.cost)


def left_waiting(problem: Problem, owners: Owners) -> Iterator[Unassigned]:
    """Each ticket that waits, and the first of the reasons that could keep it waiting."""
    tied = {ticket for side in problem.sides for ticket in tickets_of(side)}
    full = full_agents(problem, owners)
    for ticket, owner in enumerate(owners):
        if owner == WAITING:
            yield Unassigned(problem.tickets[ticket], reason_of(problem, ticket, full, tied))


def reason_of(problem: Problem, ticket: int, full: Column, tied: set[int]) -> str:
    """Why the ticket waits."""
    arcs = problem.arcs(ticket)
    if not arcs:
        return "nobody may take it"
    if full[problem.arc_agent[arcs.start : arcs.stop]].all():
        return "everybody who may take it has been given as many tickets as fit"
    if ticket in tied:
        return "its side rules, or the limits of those who may take it, leave no better place"
    return "no place for it within everybody's limits, or none that costs less than waiting"


def full_agents(problem: Problem, owners: Owners) -> Column:
    """By agent: 1 where the plan uses up all slots."""
    left = problem.slots.copy()
    for owner in owners:
        if owner != WAITING:
            left[owner] -= 1
    return (left <= 0).astype(left.dtype)
