"""More work than people: who waits is decided first, by risk, and with a bound of its own."""

from hypothesis import given

from services.assignment.engine.form.plan import BoundKind
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.search import pipeline
from services.assignment.engine.search.overload import least_risk
from tests.bench.instances import overloaded
from tests.cases import cases
from tests.engine.problems import best_of_all, problems


@given(problems())
@cases(60)
def test_no_plan_leaves_less_risk_waiting_than_is_said(problem: Problem) -> None:
    assert least_risk(problem) <= best_of_all(problem)[0].risk


def test_at_a_tenth_more_work_than_room_the_risk_left_is_near_what_is_proven() -> None:
    problem = overloaded(1_000, 200, 1)
    found = pipeline.solve(problem, seed=1, units=40_000)
    assert judge(problem, found.owners).cost == found.cost
    assert found.bounds.risk.kind is BoundKind.DUAL_PRICES
    assert found.bounds.risk.value <= found.cost.risk <= found.bounds.risk.value + 10


def test_a_tenth_more_work_than_room_leaves_nothing_waiting_that_presses_more_than_what_is_placed() -> (
    None
):
    problem = overloaded(200, 50, 1)
    owners = pipeline.solve(problem, seed=1, units=20_000).owners
    waits = [
        int(problem.risk[t]) for t, owner in enumerate(owners) if owner < 0 and problem.arcs(t)
    ]
    assert max(waits) <= 2 < int(problem.risk.max())
