"""Proof that it is right: against trying everything and against CP-SAT."""

import msgspec
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.assignment.engine.exact import cp_sat
from services.assignment.engine.form.checking import check
from services.assignment.engine.form.columns import LARGEST_PRICE, LARGEST_RISK, column
from services.assignment.engine.form.plan import WAITING
from services.assignment.engine.form.problem import Problem, arcs_of, unlimited
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.knapsack.ascent import certified
from services.assignment.engine.knapsack.certificate import OnLevel
from services.assignment.engine.knapsack.recheck import rechecked
from services.assignment.engine.proving import best
from services.assignment.engine.search import pipeline
from shared.vocabulary.words import RoundStatus
from tests.bench.instances import KINDS
from tests.bench.rounds import batch
from tests.cases import cases
from tests.engine.problems import arcs_kept, best_of_all, optimum, problems
from tests.engine.tied import tied_problems

QUICK = cases(25)


@pytest.mark.slow
@given(tied_problems(tickets=7, agents=4))
@cases(25)
def test_seven_tickets_and_four_agents_are_solved_as_trying_everything_does(
    problem: Problem,
) -> None:
    assert optimum(problem) == best_of_all(problem)[0]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("size", [(12, 6), (20, 12), (50, 20)])
def test_kernel_knapsacks_and_cp_sat_agree(size: tuple[int, int], seed: int) -> None:
    problem = batch(*size, seed)
    found = pipeline.solve(problem, seed=1, units=40_000)
    proof = cp_sat.prove(problem, found.owners, limit=4.0, seed=1)
    raised = certified(problem, proof.owners, proof.cost, OnLevel.MINUTES, rounds=60)
    assert judge(problem, proof.owners).cost == proof.cost <= found.cost
    assert rechecked(problem, raised) <= proof.cost.minutes
    assert found.bounds.risk.value <= proof.cost.risk
    if found.cost == proof.cost:
        assert found.bounds.minutes.value <= proof.cost.minutes


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_bound_is_above_what_cp_sat_finds_on_any_kind_of_batch(kind: str) -> None:
    problem = KINDS[kind](30, 12, 5)
    found = pipeline.solve(problem, seed=1, units=40_000)
    proof = cp_sat.prove(problem, found.owners, limit=4.0, seed=1)
    raised = certified(problem, proof.owners, proof.cost, OnLevel.MINUTES, rounds=80)
    assert raised.bound <= proof.cost.minutes
    assert proof.bounds.minutes.value <= found.cost.minutes


@QUICK
@given(problems(tickets=6, agents=2), st.integers(0, 1))
def test_with_one_place_for_all_the_search_proves_what_trying_everything_finds(
    problem: Problem, agent: int
) -> None:
    assume(agent in problem.arc_agent)
    one = for_one(problem, agent)
    found = pipeline.solve(one, seed=1, units=2_000)
    assert found.bounds.meet(found.cost)
    assert found.cost == best_of_all(one)[0]


def for_one(problem: Problem, agent: int) -> Problem:
    """The same tickets, which nobody but this agent may be given, and only one of them."""
    kept = [
        arc
        for ticket in range(len(problem.tickets))
        for arc in problem.arcs(ticket)
        if problem.arc_agent[arc] == agent
    ]
    start, taker = arcs_of(
        [
            [agent] if agent in problem.arc_agent[arcs.start : arcs.stop] else []
            for arcs in map(problem.arcs, range(len(problem.tickets)))
        ]
    )
    slots = problem.slots.copy()
    slots[agent] = 1
    return msgspec.structs.replace(
        problem, arc_start=start, arc_agent=taker, arc_minutes=problem.arc_minutes[kept],
        terms={name: values[kept] for name, values in problem.terms.items()}, slots=slots,
    )  # fmt: skip


@given(tied_problems())
@QUICK
def test_weights_of_a_thousand_million_are_counted_to_the_last_unit(problem: Problem) -> None:
    heavy = msgspec.structs.replace(
        problem,
        risk=column(problem.risk * 10**9 + problem.risk),
        waiting=column(problem.waiting * 10**6),
        terms={rule: column(each * 10**6 + 1) for rule, each in problem.terms.items()},
    )
    check(heavy)
    assert optimum(heavy) == best_of_all(heavy)[0]
    found = pipeline.solve(msgspec.structs.replace(heavy, sides=()), seed=1, units=300)
    assert judge(msgspec.structs.replace(heavy, sides=()), found.owners).cost == found.cost


def test_the_heaviest_weights_there_may_be_do_not_overflow() -> None:
    problem = msgspec.structs.replace(
        batch(6, 4, 2),
        risk=column([LARGEST_RISK] * 6),
        waiting=column([LARGEST_PRICE] * 6),
    )
    check(problem)
    found = best(problem, seed=1, units=2_000, exact_up_to=20)
    assert found.cost == judge(problem, found.owners).cost
    assert found.cost.risk == found.owners.count(WAITING) * LARGEST_RISK


@pytest.mark.parametrize(
    "nothing",
    [
        batch(0, 4, 1),
        msgspec.structs.replace(batch(5, 4, 1), slots=column([0] * 4)),
        msgspec.structs.replace(
            batch(5, 4, 1), minutes_free=column([0] * 4), lead_cap=unlimited(4)
        ),
        arcs_kept(batch(5, 4, 1), np.zeros(len(batch(5, 4, 1).arc_agent), dtype=np.bool_)),
    ],
    ids=["no tickets", "everyone away", "no minutes left", "nobody may"],
)  # fmt: skip
def test_where_nothing_can_be_dealt_nothing_is_and_that_is_proven(nothing: Problem) -> None:
    found = best(nothing, seed=1, units=500, exact_up_to=20)
    assert set(found.owners) <= {WAITING}
    assert found.status is RoundStatus.PROVEN


def test_equal_weights_are_dealt_evenly() -> None:
    even = batch(8, 4, 1)
    arcs = len(even.tickets) * len(even.agents)
    same = msgspec.structs.replace(
        even,
        arc_start=column(np.arange(9) * 4),
        arc_agent=column(np.tile(np.arange(4), 8)),
        arc_minutes=column([30_000] * arcs),
        terms={"delay": column([5_000] * arcs)},
        risk=column([1] * 8),
        toughness=column([1_000] * 8),
        slots=column([4] * 4),
        load=column([0] * 4),
        lead=column([0] * 4),
    )
    found = best(same, seed=1, units=4_000, exact_up_to=20)
    assert sorted(found.owners.count(agent) for agent in range(4)) == [2, 2, 2, 2]
