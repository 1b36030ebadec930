"""Bounds by exact knapsacks: never above what is possible, and counted anew by code of another hand."""

from typing import Any

import msgspec
import pytest
from hypothesis import given

from services.assignment.engine.form.plan import Cost
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.knapsack.ascent import certified
from services.assignment.engine.knapsack.certificate import Certificate, OnLevel
from services.assignment.engine.knapsack.recheck import CertificateIsWrong, rechecked
from services.assignment.engine.search import pipeline
from tests.bench.instances import KINDS
from tests.cases import cases
from tests.engine.problems import best_of_all, problems
from tests.engine.tied import roomy

FEW: dict[str, Any] = {"rounds": 12, "most_cells": 40}


@given(problems())
@cases(40)
def test_no_prices_prove_more_than_the_best_plan_costs(problem: Problem) -> None:
    cost, owners = best_of_all(problem)
    for level, least in zip(OnLevel, (cost.risk, cost.overflow, cost.minutes), strict=True):
        proof = certified(problem, owners, cost, level, **FEW)
        assert proof.bound <= rechecked(problem, proof) <= least


@given(problems(tickets=3, agents=3))
@cases(30)
def test_whatever_the_prices_they_prove_nothing_wrong(problem: Problem) -> None:
    cost, owners = best_of_all(problem)
    proof = certified(problem, owners, cost, OnLevel.MINUTES, **FEW)
    bent = [price + 7_000 * (-1) ** t for t, price in enumerate(proof.tickets)]
    other = msgspec.structs.replace(
        proof, tickets=bent, risk_price=900, overflow_price=1_700, bound=-(10**15)
    )
    assert rechecked(problem, other) <= cost.minutes


def test_a_bound_that_its_prices_do_not_prove_is_refused() -> None:
    problem, proof = proven(roomy())
    with pytest.raises(CertificateIsWrong, match="its prices prove"):
        rechecked(problem, msgspec.structs.replace(proof, bound=proof.bound + 1_000))
    with pytest.raises(CertificateIsWrong, match="it is of problem"):
        rechecked(problem, msgspec.structs.replace(proof, problem="another"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_on_larger_batches_both_hands_come_to_the_same(kind: str) -> None:
    problem, proof = proven(KINDS[kind](40, 12, 3), rounds=40)
    assert rechecked(problem, proof) == proof.bound
    assert proof.bound > 0


def proven(problem: Problem, rounds: int = 20) -> tuple[Problem, Certificate]:
    found = pipeline.solve(problem, seed=1, units=2_000)
    return problem, certified(problem, found.owners, found.cost, OnLevel.MINUTES, rounds=rounds)


def test_where_work_is_more_than_fits_which_tickets_wait_is_bounded_too() -> None:
    problem = msgspec.structs.replace(roomy(), slots=roomy().slots * 0)
    waits = Cost(3, 0, 0)
    proof = certified(problem, (-1, -1, -1), waits, OnLevel.RISK, **FEW)
    assert proof.bound == rechecked(problem, proof) == 3
