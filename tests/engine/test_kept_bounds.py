"""The kept bounds of invented batches are proven by their prices, counted anew."""

from itertools import takewhile
from typing import Any

import pytest

from services.assignment.engine.form.problem import digest
from services.assignment.engine.knapsack.recheck import rechecked
from services.assignment.engine.search import pipeline
from services.assignment.engine.search.budget import units_of
from tests.bench import bounds, small
from tests.bench.instances import KINDS

SMALL = 250
"""Tickets up to which a bound is counted anew in moments."""


Batch = tuple[str, int, int, int]


def by_their_size() -> list[Any]:
    """Every batch whose bound is kept; those that take longer are slow."""
    large = pytest.mark.slow
    return [pytest.param(each, marks=[large] if each[1] > SMALL else []) for each in bounds.kept()]


@pytest.mark.parametrize("batch", by_their_size())
def test_a_kept_bound_is_proven_by_its_prices(batch: Batch) -> None:
    kind, *size = batch
    proof = bounds.certificate_of(*batch)
    assert proof is not None
    assert rechecked(KINDS[kind](*size), proof) >= proof.bound > 0


def test_bounds_of_small_and_of_large_batches_are_kept() -> None:
    sizes = [tickets for _, tickets, _, _ in bounds.kept()]
    assert min(sizes) <= SMALL < max(sizes)


def test_no_search_is_better_than_a_kept_optimum_and_four_in_five_reach_it() -> None:
    optima = small.kept()
    told = [
        (optima[digest(problem)], pipeline.solve(problem, seed=1, units=units_of(8)).cost)
        for _, problem in takewhile(lambda each: each[0] == "dense", small.invented())
    ]
    assert all(best <= cost for best, cost in told)
    assert sum(best == cost for best, cost in told) >= 0.8 * len(told)
