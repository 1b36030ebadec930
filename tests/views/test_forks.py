"""Where a span is filed is one of the places at which every moment within it asks."""

from hypothesis import given
from hypothesis import strategies as st

from services.projections.rows.forks import BITS, fork, places

moments = st.integers(-(2**40), 2**BITS - 1)


@given(moments, moments, st.data())
def test_every_moment_within_a_span_asks_where_it_is_filed(
    one: int, other: int, data: st.DataObject
) -> None:
    since, until = min(one, other), max(one, other) + 1
    inside = data.draw(st.integers(since, until - 1))
    assert fork(since, until) in places(inside)


@given(moments)
def test_a_moment_asks_at_few_places(moment: int) -> None:
    assert len(places(moment)) <= BITS + 2


def test_an_empty_span_is_filed_nowhere() -> None:
    assert fork(5, 5) is None


def test_a_span_is_filed_under_the_roundest_number_in_it() -> None:
    assert [fork(*span) for span in ((5, 6), (5, 9), (9, 12), (1, 1_000))] == [5, 8, 10, 512]
