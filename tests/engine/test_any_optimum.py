"""What must hold of any optimum: other names, more agents, fewer tickets, more urgency."""

from typing import Any

import msgspec
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.assignment.engine.form.columns import Column, column
from services.assignment.engine.form.plan import WAITING
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.stated import restating, stating
from tests.cases import cases
from tests.engine.problems import arcs_kept, best_plan, optimum, problems

QUICK = cases(25)


@st.composite
def rising_problems(draw: st.DrawFn) -> Problem:
    """No price below 0 and nobody behind, so that no ticket can make a plan cheaper."""
    made = draw(problems(tickets=4, agents=3))
    return msgspec.structs.replace(
        made,
        terms={rule: column(np.abs(each)) for rule, each in made.terms.items()},
        lead=column(np.abs(made.lead)),
        load=column(np.abs(made.load)),
    )


@given(rising_problems(), st.randoms(use_true_random=False))
@QUICK
def test_other_names_change_nothing(problem: Problem, dice: Any) -> None:
    stated = restating.statement_of(problem)
    ids = [*problem.tickets, *problem.agents]
    other = dict(zip(ids, dice.sample([f"name-{n}" for n in range(99)], len(ids)), strict=True))
    renamed = msgspec.structs.replace(
        stated,
        tickets=named(stated.tickets, other, "id"),
        agents=named(stated.agents, other, "id"),
        arcs=named(stated.arcs, other, "ticket", "agent"),
    )
    assert optimum(stating.problem_of(renamed)) == optimum(problem)


def named(table: Any, other: dict[str, str], *fields: str) -> Any:
    changed = {field: [other[each] for each in getattr(table, field)] for field in fields}
    return msgspec.structs.replace(table, **changed)


@given(rising_problems())
@QUICK
def test_one_more_agent_never_costs_anything(problem: Problem) -> None:
    for agent in range(len(problem.agents)):
        assert optimum(problem) <= optimum(without_agent(problem, agent))


def without_agent(problem: Problem, agent: int) -> Problem:
    return arcs_kept(problem, problem.arc_agent != agent)


@given(rising_problems())
@QUICK
def test_one_ticket_less_never_costs_anything(problem: Problem) -> None:
    for ticket in range(len(problem.tickets)):
        assert optimum(without_ticket(problem, ticket)) <= optimum(problem)


def without_ticket(problem: Problem, ticket: int) -> Problem:
    """The ticket is there, but may go to nobody, and leaving it costs nothing: as if it were not."""
    of = np.repeat(np.arange(len(problem.tickets)), np.diff(problem.arc_start))
    free = {name: zeroed(getattr(problem, name), ticket) for name in ("risk", "waiting")}
    return msgspec.structs.replace(arcs_kept(problem, of != ticket), **free)


def zeroed(values: Column, place: int) -> Column:
    changed = values.copy()
    changed[place] = 0
    return column(changed)


@given(rising_problems(), st.integers(1, 10**6))
@QUICK
def test_what_is_given_out_is_given_out_when_it_gets_more_urgent(
    problem: Problem, more: int
) -> None:
    before = best_plan(problem)
    for ticket in range(len(problem.tickets)):
        risk = problem.risk.copy()
        risk[ticket] += more
        after = best_plan(msgspec.structs.replace(problem, risk=column(risk)))
        assert before[ticket] == WAITING or after[ticket] != WAITING
