"""Kernel, exact model and referee speak of one problem and agree to the last milli-minute."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assignment.engine.exact import cp_sat
from services.assignment.engine.form.checking import check
from services.assignment.engine.form.columns import LARGEST_PRICE, ProblemIsMalformed, column
from services.assignment.engine.form.curve import FLAT, Curve, quadratic, rising
from services.assignment.engine.form.curves import curves
from services.assignment.engine.form.problem import NEVER_TOUGH, Problem, digest, unlimited
from services.assignment.engine.form.sides import Apart, Quota
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.proving import best
from services.assignment.engine.search import pipeline
from shared.vocabulary.words import RoundStatus
from tests.cases import cases
from tests.engine.problems import best_of_all, problems


@given(problems())
def test_the_kernel_breaks_no_ban_and_knows_what_its_plan_costs(problem: Problem) -> None:
    found = pipeline.solve(problem, seed=1, units=400)
    verdict = judge(problem, found.owners)
    assert verdict.breaches == ()
    assert verdict.cost == found.cost
    assert sum(verdict.terms.values()) + verdict.waiting == found.cost.minutes


@given(problems())
@cases(60)
def test_the_exact_model_finds_what_trying_everything_finds(problem: Problem) -> None:
    found = pipeline.solve(problem, seed=1, units=400)
    proof = cp_sat.prove(problem, found.owners, limit=5.0, seed=1)
    least, _ = best_of_all(problem)
    assert proof.proven
    assert judge(problem, proof.owners).cost == least == proof.cost


@given(problems())
def test_no_plan_costs_less_than_the_bounds(problem: Problem) -> None:
    least, _ = best_of_all(problem)
    found = pipeline.solve(problem, seed=1, units=400)
    assert found.bounds.risk.value <= least.risk
    if found.cost.risk == least.risk:
        assert found.bounds.overflow.value <= least.overflow
    if (found.cost.risk, found.cost.overflow) == (least.risk, least.overflow):
        assert found.bounds.minutes.value <= least.minutes


@given(problems(tickets=3))
@cases(60)
def test_what_the_exact_model_proves_counts_where_there_is_room_for_only_some(
    problem: Problem,
) -> None:
    found = best(problem, seed=1, units=400, exact_up_to=20)
    optimum, _ = best_of_all(problem)
    assert (found.status, found.cost) == (RoundStatus.PROVEN, optimum)
    assert found.bounds.meet(optimum)


@given(problems(), st.integers(0, 2**63))
def test_the_same_problem_and_seed_give_the_same_plan(problem: Problem, seed: int) -> None:
    first = pipeline.solve(problem, seed=seed, units=300)
    assert pipeline.solve(problem, seed=seed, units=300) == first


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
    one, none = column([1]), column([0])
    whole = {
        "tickets": ("ticket-1",), "agents": ("person-1",), "arc_start": column([0, 1]),
        "arc_agent": none, "arc_minutes": one, "terms": {"delay": one}, "toughness": one,
        "risk": one, "waiting": none, "tough_from": NEVER_TOUGH, "slots": one, "load": none,
        "lead": none, "minutes_free": unlimited(1), "tough_slots": unlimited(1),
        "lead_cap": unlimited(1), "load_curve": curves([FLAT]), "lead_curve": curves([FLAT]),
        "sides": (),
    }  # fmt: skip
    return Problem(**(whole | changes))  # type: ignore[arg-type]


def test_equal_problems_have_equal_digests_and_any_change_another() -> None:
    changes = ({}, {"risk": column([2])}, {"tickets": ("ticket-2",)}, {"sides": (Apart((0,)),)})
    assert digest(tiny()) == digest(tiny())
    assert len({digest(tiny(**each)) for each in changes}) == len(changes)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"arc_agent": column([7])}, r"arc_agent\[0\] is 7"),
        ({"risk": column([])}, "risk has 0 entries, expected 1"),
        ({"risk": column([-1])}, r"risk\[0\] is -1, expected from 0 to"),
        ({"terms": {"delay": column([LARGEST_PRICE + 1])}}, r"terms\[delay\]\[0\] is"),
        ({"arc_start": column([0, 2])}, "arc_start goes from 0 to 2, expected to rise from 0 to 1"),
        ({"load_curve": curves([Curve((2, 1), (0, 0), (0,))])}, r"load_curve\[0\] falls from"),
        ({"load_curve": curves([Curve((0, 1), (0, 9), (0,))])}, r"load_curve\[0\] jumps at 0"),
        ({"lead_curve": curves([Curve((10**18,), (0,))])}, r"lead_curve\[0\] costs .* lower its"),
        ({"sides": (Apart((0, 3)),)}, r"sides\[0\] names ticket 3, of 1 tickets"),
        ({"sides": (Apart((0, 0)),)}, r"sides\[0\] names tickets \(0, 0\), expected .* none"),
        ({"sides": (Quota((0,), (0,), -1),)}, r"sides\[0\]\.most is -1, expected 0 or more"),
        ({"sides": (Quota((0,), (0, 0), 1),)}, r"sides\[0\]\.agents names somebody twice"),
    ],
)
def test_a_malformed_problem_is_refused_by_field(changes: dict[str, object], why: str) -> None:
    check(tiny())
    with pytest.raises(ProblemIsMalformed, match=why):
        check(tiny(**changes))


def test_agents_stand_in_rising_order_within_a_ticket_and_only_there() -> None:
    two = column([0, 0])
    changed = {"tickets": ("a", "b"), "arc_minutes": two, "terms": {}, "toughness": two}
    changed |= {"risk": two, "waiting": two, "arc_agent": two}
    check(tiny(**changed, arc_start=column([0, 1, 2])))
    with pytest.raises(ProblemIsMalformed, match=r"arc_agent\[1\] is 0 after 0"):
        check(tiny(**changed, arc_start=column([0, 2, 2])))


def test_the_referee_sees_a_ticket_on_someone_it_may_not_go_to() -> None:
    none = column([])
    nobody = tiny(arc_start=column([0, 0]), arc_agent=none, arc_minutes=none, terms={})
    assert judge(nobody, (0,)).breaches
    assert judge(tiny(slots=column([0])), (0,)).breaches == ("person-1 gets 1 tickets, 0 fit",)
    assert judge(tiny(), (0,)).breaches == ()


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"minutes_free": column([0])}, "milli-minutes"),
        ({"tough_slots": column([0]), "tough_from": 1}, "tough tickets"),
        (
            {"load_curve": curves([Curve((0,), (0,), (), 0)])},
            "milli-minutes before the end of a load",
        ),
        (
            {"lead_curve": curves([Curve((0,), (0,), (), 0)])},
            "milli-points before the end of a lead",
        ),
    ],
)
def test_nobody_is_given_more_than_fits(changes: dict[str, object], what: str) -> None:
    assert judge(tiny(**changes), (0,)).breaches == (f"person-1 gets 1 {what}, 0 fit",)
    assert pipeline.solve(tiny(**changes), seed=1, units=9).owners == (-1,)


def test_a_cap_is_passed_only_where_a_promise_would_break() -> None:
    capped = {"lead_cap": column([0]), "toughness": column([700]), "waiting": column([10**9])}
    pressing, calm = tiny(**capped), tiny(**capped, risk=column([0]))
    assert judge(pressing, (0,)).cost.overflow == 700
    assert [pipeline.solve(p, seed=1, units=9).owners for p in (pressing, calm)] == [(0,), (-1,)]
