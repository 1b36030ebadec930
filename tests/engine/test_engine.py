"""Kernel, exact model and referee speak of one problem and agree to the last milli-minute."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.assignment import exact, kernel
from services.assignment.curve import Curve, quadratic, rising
from services.assignment.problem import LARGEST, Problem, ProblemIsMalformed, check, digest
from services.assignment.referee import judge
from tests.engine.problems import best_of_all, problems


@given(problems())
def test_the_kernel_breaks_no_ban_and_knows_what_its_plan_costs(problem: Problem) -> None:
    found = kernel.solve(problem, seed=1, budget=400)
    verdict = judge(problem, found.owners)
    assert verdict.breaches == ()
    assert verdict.cost == found.cost
    assert sum(verdict.terms.values()) == found.cost.minutes


@given(problems())
@settings(max_examples=60)
def test_the_exact_model_finds_what_trying_everything_finds(problem: Problem) -> None:
    found = kernel.solve(problem, seed=1, budget=400)
    proof = exact.prove(problem, found.owners, limit=5.0, seed=1)
    best, _ = best_of_all(problem)
    assert proof.proven
    assert judge(problem, proof.owners).cost == best == proof.bound


@given(problems())
def test_no_plan_costs_less_than_the_bound(problem: Problem) -> None:
    best, _ = best_of_all(problem)
    assert (kernel.bound(problem).risk, 0) <= (best.risk, 0)
    if kernel.bound(problem).risk == best.risk:
        assert kernel.bound(problem).minutes <= best.minutes


@given(problems(tickets=3, agents=3))
def test_the_kernel_leaves_nothing_waiting_that_could_be_given(problem: Problem) -> None:
    best, _ = best_of_all(problem)
    assert kernel.solve(problem, seed=1, budget=2_000).cost.risk == best.risk


@given(problems(), st.integers(0, 2**63))
def test_the_same_problem_and_seed_give_the_same_plan(problem: Problem, seed: int) -> None:
    first = kernel.solve(problem, seed=seed, budget=300)
    assert kernel.solve(problem, seed=seed, budget=300) == first
    assert digest(problem) == digest(
        msgspec.json.decode(msgspec.json.encode(problem), type=Problem)
    )


@given(
    st.integers(1, 10_000),
    st.integers(0, 10**9),
    st.integers(-(10**6), 10**6),
    st.integers(0, 10**5),
)
def test_a_curve_rises_ever_faster(unit: int, weight: int, x: int, step: int) -> None:
    curve = quadratic(unit=unit, weight=weight, reach=10)
    assert list(curve.slopes) == sorted(curve.slopes)
    assert curve.marginal(x, step) <= curve.marginal(x + step, step) + 1


def test_half_a_square_is_what_the_curve_is_at_whole_units() -> None:
    curve = quadratic(unit=2_000, weight=60_000, reach=10)
    assert [curve.cost(2_000 * units) for units in (-2, 0, 1, 3)] == [120_000, 0, 30_000, 270_000]
    assert rising(full=100, weight=1_000).cost(100) == pytest.approx(1_000, abs=50)


def tiny(**changes: object) -> Problem:
    whole = {
        "tickets": ("ticket-1",), "agents": ("person-1",), "arc_start": (0, 1), "arc_agent": (0,),
        "arc_minutes": (1,), "terms": {"delay": (1,)}, "toughness": (1,), "risk": (1,),
        "slots": (1,), "load": (0,), "lead": (0,),
        "load_curve": (Curve((0,), (0,)),), "lead_curve": (Curve((0,), (0,)),),
    }  # fmt: skip
    return Problem(**(whole | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"arc_agent": (7,)}, r"arc_agent\[0\] is 7"),
        ({"risk": ()}, "risk has 0 entries, expected 1"),
        ({"terms": {"delay": (LARGEST + 1,)}}, r"terms\[delay\]\[0\] is"),
    ],
)
def test_a_malformed_problem_is_refused_by_field(changes: dict[str, object], why: str) -> None:
    check(tiny())
    with pytest.raises(ProblemIsMalformed, match=why):
        check(tiny(**changes))


def test_the_referee_sees_a_ticket_on_someone_it_may_not_go_to() -> None:
    assert judge(tiny(arc_start=(0, 0), arc_agent=(), arc_minutes=(), terms={}), (0,)).breaches
    assert judge(tiny(slots=(0,)), (0,)).breaches == ("person-1 gets 1 tickets, 0 fit",)
    assert judge(tiny(), (0,)).breaches == ()
