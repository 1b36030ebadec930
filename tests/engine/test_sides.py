"""Side rules: what they forbid, that everybody forbids the same, and that every round ends lawfully."""

import msgspec
import pytest
from hypothesis import given

from services.assignment.engine.exact import cp_sat
from services.assignment.engine.form.plan import WAITING
from services.assignment.engine.form.problem import Problem, without_sides
from services.assignment.engine.form.sides import Apart, Beside, Quota, Role, Side, Together
from services.assignment.engine.judging import lawful
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.proving import best
from services.assignment.engine.search import pipeline
from services.assignment.engine.ties import tied
from services.assignment.engine.ties.mending import mended
from shared.vocabulary.words import RoundStatus
from tests.bench.rounds import batch
from tests.cases import cases
from tests.engine.problems import best_of_all
from tests.engine.tied import roomy, tied_problems

BESIDE_TWO = Role(0, 1, (Beside(2, (3, 4)),))


@pytest.mark.parametrize(
    ("side", "kept", "broken"),
    [
        (Together((0, 1)), [(5, 5), (-1, -1)], [(5, 6), (5, -1)]),
        (Apart((0, 1)), [(5, 6), (5, -1), (-1, -1)], [(5, 5)]),
        (BESIDE_TWO, [(2, 3), (2, 4), (7, -1), (-1, -1)], [(2, -1), (2, 5), (7, 3), (-1, 3)]),
        (Quota((0, 1), (5, 6), 1), [(5, 7), (-1, 6)], [(5, 6), (5, 5)]),
    ],
)
def test_a_side_rule_means_one_thing(
    side: Side, kept: list[tuple[int, ...]], broken: list[tuple[int, ...]]
) -> None:
    assert [lawful.keeps(side, plan) for plan in kept] == [True] * len(kept)
    assert [lawful.keeps(side, plan) for plan in broken] == [False] * len(broken)


@given(tied_problems())
def test_a_mended_plan_is_lawful_whatever_it_was(problem: Problem) -> None:
    wished = pipeline.solve(without_sides(problem), seed=1, units=100).owners
    assert judge(problem, mended(problem, wished)).breaches == ()


@pytest.mark.parametrize(
    ("rules", "minutes"),
    [
        ((), 0),
        ((Apart((0, 1, 2)),), 3_000),
        ((Quota((0, 1, 2), (0, 1), 1),), 4_000),
        ((Together((0, 1)), Quota((0,), (0,), 0)), 2_000),
        ((Role(0, 1, (Beside(0, (2, 3)),)), Quota((0,), (1, 2, 3), 0)), 2_000),
        ((Role(0, 1, (Beside(1, (0,)),)),), 1_000),
        ((Role(0, 1, (Beside(0, ()),)),), 1_000),
    ],
)
def test_each_rule_costs_what_it_must(rules: tuple[Side, ...], minutes: int) -> None:
    problem = roomy(*rules)
    least, _ = best_of_all(problem)
    assert least.minutes == minutes
    assert cp_sat.prove(problem, (WAITING,) * 3, limit=1.0, seed=1).cost == least
    assert tied.solve(problem, seed=1, units=100).cost == least


@given(tied_problems())
@cases(60)
def test_the_exact_model_ties_what_trying_everything_ties(problem: Problem) -> None:
    waiting = (WAITING,) * len(problem.tickets)
    proof = cp_sat.prove(problem, waiting, limit=5.0, seed=1)
    least, _ = best_of_all(problem)
    assert proof.proven
    assert judge(problem, proof.owners).breaches == ()
    assert judge(problem, proof.owners).cost == least == proof.cost


@given(tied_problems())
def test_a_round_with_side_rules_ends_in_a_lawful_plan_no_better_than_its_bounds(
    problem: Problem,
) -> None:
    found = tied.solve(problem, seed=1, units=200)
    least, _ = best_of_all(problem)
    verdict = judge(problem, found.owners)
    assert (verdict.breaches, verdict.cost) == ((), found.cost)
    assert found.cost >= least
    assert found.bounds.risk.value <= least.risk
    if (found.cost.risk, found.cost.overflow) == (least.risk, least.overflow):
        assert found.bounds.minutes.value <= least.minutes


@given(tied_problems(tickets=5))
@cases(40)
def test_a_cell_of_the_whole_problem_is_as_good_as_the_problem(problem: Problem) -> None:
    found = best(problem, seed=1, units=200, exact_up_to=20)
    least, _ = best_of_all(problem)
    assert (found.cost, found.status) == (least, RoundStatus.PROVEN)


def test_without_the_solver_tied_tickets_are_placed_lawfully(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise cp_sat.SolverFailed("out of order")

    monkeypatch.setattr(cp_sat, "prove", broken)
    problem = two_linked_tickets()
    found = tied.solve(problem, seed=1, units=100)
    assert judge(problem, found.owners).breaches == ()
    assert found.owners[0] == found.owners[1] != WAITING


def two_linked_tickets() -> Problem:
    """Each of two linked tickets is cheaper with another agent, and both may have either."""
    return msgspec.structs.replace(batch(2, 6, 5), sides=(Together((0, 1)),))
