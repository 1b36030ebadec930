"""A budget in units holds on every machine, and what it buys is near what is proven."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assignment.engine.form.plan import BoundKind, Stopped
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.kernel.shaking import portion
from services.assignment.engine.search import pipeline
from services.assignment.engine.search.budget import units_of
from tests.bench.bounds import certificate_of
from tests.bench.engine import against_bound
from tests.bench.instances import KINDS, arriving, ordinary


@pytest.mark.parametrize("units", [0, 500, 3_000, 20_000])
def test_a_search_ends_within_a_ticket_of_its_budget_or_after_placing_all_once(units: int) -> None:
    problem = ordinary(200, 50, 1)
    once = pipeline.solve(problem, seed=1, units=0).units
    assert (
        once <= pipeline.solve(problem, seed=1, units=units).units <= max(units, once) * 1.01 + 10
    )


def test_a_hundred_milliseconds_bring_a_thousand_tickets_within_a_per_cent_of_the_bound() -> None:
    found = pipeline.solve(ordinary(1_000, 500, 1), seed=1, units=units_of(100))
    within, kind = against_bound(found, "ordinary", 1_000, 500, 1)
    assert within is not None
    assert kind == BoundKind.KNAPSACKS.value
    assert 0 <= within <= 1.0
    assert found.bounds.minutes.kind is BoundKind.DUAL_PRICES


def test_no_bound_of_a_search_is_above_one_that_was_proven_otherwise() -> None:
    kept = certificate_of("ordinary", 1_000, 200, 1)
    assert kept is not None
    found = pipeline.solve(ordinary(1_000, 200, 1), seed=1, units=units_of(100))
    assert found.bounds.minutes.value <= found.cost.minutes
    assert found.bounds.minutes.value <= kept.bound <= found.cost.minutes


@pytest.mark.parametrize("kind", KINDS)
def test_on_every_kind_of_batch_the_plan_is_lawful_and_costs_what_it_says(kind: str) -> None:
    problem = KINDS[kind](200, 50, 2)
    found = pipeline.solve(problem, seed=3, units=5_000)
    verdict = judge(problem, found.owners)
    assert (verdict.breaches, verdict.cost) == ((), found.cost)


def test_more_units_never_make_a_plan_worse_by_much_and_usually_better() -> None:
    problem = ordinary(200, 50, 3)
    costs = [pipeline.solve(problem, seed=1, units=u).cost.minutes for u in (300, 3_000, 30_000)]
    assert costs[2] <= costs[1] <= costs[0]


def test_one_ticket_is_proven_at_once_where_it_goes() -> None:
    found = pipeline.solve(arriving(1, 200, 1), seed=1, units=1_000)
    assert (found.stopped, found.bounds.minutes.value) == (Stopped.PROVEN, found.cost.minutes)


@given(st.integers(0, 1 << 50), st.integers(0, 1 << 20), st.integers(1, 1 << 20))
def test_leniency_fades_with_the_budget_to_the_milli_minute_however_dear_a_plan_is(
    amount: int, part: int, more: int
) -> None:
    whole = part + more
    assert portion.compiled(amount, part, whole) == amount * part // whole
