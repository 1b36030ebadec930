"""The mean that leads are judged by: of thirty days, of tough ones, and never nothing."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.assignment.account.trailing import WINDOW, Trailing
from shared.vocabulary.toughness import TOUGH_FROM, is_tough
from tests.rules.desk import MONDAY_NOON


def test_before_anything_was_dealt_the_least_tough_ticket_counts() -> None:
    assert Trailing().mean_tough(MONDAY_NOON) == TOUGH_FROM


def test_what_was_dealt_thirty_days_ago_counts_no_more() -> None:
    dealt = Trailing()
    dealt.add(MONDAY_NOON, 4_000)
    dealt.add(MONDAY_NOON + timedelta(days=20), 1_000)
    later = MONDAY_NOON + timedelta(days=31)
    assert dealt.mean_tough(MONDAY_NOON) == 4_000
    assert dealt.mean_tough(later) == TOUGH_FROM


def test_what_counts_as_tough_is_the_policys_to_say() -> None:
    dealt = Trailing()
    for toughness in (1_000, 2_000, 6_000):
        dealt.add(MONDAY_NOON, toughness)
    told = [dealt.mean_tough(MONDAY_NOON, tough_from=n) for n in (5_000, 1_000, 9_000, 2_000)]
    assert told == [6_000, 3_000, 9_000, 4_000]


deals = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 10_000)), max_size=30)


@given(deals, st.integers(100, 140))
def test_the_running_sums_are_those_of_the_window(history: list[tuple[int, int]], day: int) -> None:
    dealt, now = Trailing(), MONDAY_NOON + timedelta(days=day)
    for after, toughness in sorted(history):
        dealt.add(MONDAY_NOON + timedelta(days=after), toughness)
    kept = [w for after, w in history if MONDAY_NOON + timedelta(days=after) >= now - WINDOW]
    tough = [w for w in kept if is_tough(w)]
    assert dealt.mean_tough(now) == (sum(tough) // len(tough) if tough else TOUGH_FROM)
