"""The kept bounds of invented batches are proven by their prices, counted anew."""

import pytest

from services.assignment.engine.knapsack.recheck import rechecked
from tests.bench import bounds
from tests.bench.instances import KINDS

SMALL = 250
"""Tickets up to which a bound is counted anew in moments."""


def counted_anew(batch: tuple[str, int, int, int]) -> None:
    kind, *size = batch
    proof = bounds.certificate_of(*batch)
    assert proof is not None
    assert rechecked(KINDS[kind](*size), proof) >= proof.bound > 0


@pytest.mark.parametrize("batch", [each for each in bounds.kept() if each[1] <= SMALL])
def test_a_small_batchs_bound_is_counted_anew(batch: tuple[str, int, int, int]) -> None:
    counted_anew(batch)


@pytest.mark.slow
@pytest.mark.parametrize("batch", [each for each in bounds.kept() if each[1] > SMALL])
def test_a_large_batchs_bound_is_counted_anew(batch: tuple[str, int, int, int]) -> None:
    counted_anew(batch)


def test_some_are_kept() -> None:
    assert len(bounds.kept()) >= 3
