"""The ledger: leads sum to zero at every reading, nothing is stored decayed, and time heals."""

from collections.abc import Mapping
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.assignment.account.decay import growth
from services.assignment.account.ledger import Ledger, divided, in_units
from shared.events.assignment import Share
from shared.vocabulary.identity import PersonId
from shared.vocabulary.toughness import MilliPoints
from tests.rules.desk import ADA, BEN, CY, MONDAY_NOON

PEOPLE = [ADA, BEN, CY]
weights = st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 2_000), min_size=1)


def shares(**points: int) -> list[Share]:
    who = {"ada": ADA, "ben": BEN, "cy": CY}
    return [Share(agent=who[name], milli_points=MilliPoints(n)) for name, n in points.items()]


@given(weights, st.integers(0, 10_000))
def test_an_amount_is_divided_without_rest_and_nobody_gets_a_whole_part_too_much(
    entitled: Mapping[PersonId, int], amount: int
) -> None:
    parts, whole = divided(amount, entitled), sum(entitled.values())
    if whole:
        assert sum(parts.values()) == amount
        assert all(abs(parts[a] - amount * w / whole) < 1 for a, w in entitled.items())


@given(st.lists(st.integers(-(10**30), 10**30), min_size=1, max_size=8), st.integers(1, 10**20))
def test_what_sums_to_zero_is_read_in_whole_units_that_sum_to_zero(
    amounts: list[int], unit: int
) -> None:
    told = {PersonId(f"person-{n}"): each for n, each in enumerate(amounts)}  # type: ignore[arg-type]
    told[ADA] = -sum(amounts)
    read = in_units(told, unit)
    assert sum(read.values()) == 0
    assert all(abs(read[a] - told[a] / unit) <= 1 + abs(told[a] / unit) * 1e-12 for a in told)


def test_after_the_half_life_a_lead_counts_half_and_what_is_stored_stays_whole() -> None:
    ledger = Ledger(half_life_days=30)
    ledger.book(shares(ada=1_000, ben=-1_000), MONDAY_NOON)
    later = MONDAY_NOON + timedelta(days=30)
    assert [ledger.lead(each, later) for each in (ADA, BEN)] == [500, -500]
    assert ledger.lead(ADA, MONDAY_NOON) == 1_000
    assert [*ledger.booked.values()] == [{ADA: 1_000, BEN: -1_000}]


def test_another_half_life_reads_the_same_bookings_anew() -> None:
    ledger = Ledger(half_life_days=30)
    ledger.book(shares(ada=1_000, ben=-1_000), MONDAY_NOON)
    ledger.age_by(15)
    assert ledger.lead(ADA, MONDAY_NOON + timedelta(days=30)) == 250


def test_a_booking_that_adjusts_an_old_one_leaves_nothing_of_it_at_any_later_moment() -> None:
    ledger = Ledger()
    ledger.book(shares(ada=1_000, ben=-1_000), MONDAY_NOON)
    ledger.book(shares(ada=-1_000, ben=1_000), MONDAY_NOON)
    later = MONDAY_NOON + timedelta(days=40)
    assert set(ledger.leads(later).values()) == {0}


booked = st.tuples(st.integers(0, 5_000), st.integers(-5_000, 5_000), st.integers(-5_000, 5_000))


@given(st.lists(booked, max_size=20), st.integers(0, 20_000), st.integers(1, 90))
def test_leads_sum_to_zero_whatever_was_booked_and_whenever_they_are_read(
    history: list[tuple[int, int, int]], hours: int, half_life: int
) -> None:
    ledger = Ledger()
    for hour, ada, ben in history:
        at = MONDAY_NOON + timedelta(hours=hour)
        ledger.book(shares(ada=ada, ben=ben, cy=-ada - ben), at)
    now = MONDAY_NOON + timedelta(hours=hours)
    assert sum(ledger.leads(now).values()) == 0
    ledger.age_by(half_life)
    assert sum(ledger.leads(now).values()) == 0


@given(st.integers(1, 400), st.integers(0, 1_000_000))
def test_the_unit_doubles_with_each_half_life_and_never_shrinks(days: int, hour: int) -> None:
    assert growth(days, hour) <= growth(days, hour + 1)
    assert growth(days, hour + 24 * days) == 2 * growth(days, hour)
