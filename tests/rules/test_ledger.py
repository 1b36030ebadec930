"""The ledger: every booking sums to zero, the work carries the credit, and time heals."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.assignment.decay import SCALE, faded, hourly_factor
from services.assignment.ledger import Ledger, divided, shares_of
from tests.rules.desk import ADA, BEN, CY, MONDAY_NOON

PEOPLE = [ADA, BEN, CY]
weights = st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 2_000), min_size=1)


@given(weights, st.integers(0, 10_000), st.sampled_from(PEOPLE))
def test_a_first_deal_sums_to_zero(entitled: dict, amount: int, taker: str) -> None:  # type: ignore[type-arg]
    shares = shares_of(amount, entitled=entitled, taker=taker)  # type: ignore[arg-type]
    assert sum(share.milli_points for share in shares) == 0


@given(weights, st.integers(0, 10_000))
def test_an_amount_is_divided_without_rest_and_nobody_gets_a_whole_part_too_much(
    entitled: dict,
    amount: int,  # type: ignore[type-arg]
) -> None:
    parts, whole = divided(amount, entitled), sum(entitled.values())
    if whole:
        assert sum(parts.values()) == amount
        assert all(abs(parts[a] - amount * w / whole) < 1 for a, w in entitled.items())


def test_the_taker_is_ahead_by_what_the_others_owe() -> None:
    entitled = dict.fromkeys(PEOPLE, 1_000)
    shares = {s.agent: s.milli_points for s in shares_of(3_000, entitled=entitled, taker=ADA)}
    assert shares == {ADA: 2_000, BEN: -1_000, CY: -1_000}


def test_after_the_half_life_a_lead_counts_half_and_what_is_stored_stays_whole() -> None:
    ledger = Ledger(half_life_days=30)
    ledger.book(shares_of(2_000, entitled={ADA: 1, BEN: 1}, taker=ADA), MONDAY_NOON)
    assert abs(ledger.lead(ADA, MONDAY_NOON + timedelta(days=30)) - 500) <= 1
    assert ledger.lead(ADA, MONDAY_NOON) == 1_000


@given(st.integers(1, 400), st.integers(0, 20_000))
def test_fading_never_grows_and_ends_at_half_after_the_half_life(days: int, hours: int) -> None:
    factor = hourly_factor(days)
    assert 0 <= faded(SCALE, hours + 1, factor) <= faded(SCALE, hours, factor) <= SCALE
    assert abs(faded(SCALE, 24 * days, factor) - SCALE // 2) < SCALE // 1_000
