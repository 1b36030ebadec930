"""Only what was known at a moment counts at that moment: no forecast has seen an outcome."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.assignment.backtest.toughness_known import (
    ORDINARY,
    TOUGH,
    Outcome,
    known,
    tough_after,
)
from services.assignment.toughness.features import Features
from tests.backtest.pasts import HOUR, MONDAY

hours = st.integers(1, 400)
drawn = st.lists(st.tuples(hours, hours, st.sampled_from("ab")), min_size=5, max_size=40)


def outcomes(told: list[tuple[int, int, str]]) -> list[Outcome]:
    """Tickets by hour of arrival, hours they took, and service."""
    return sorted(
        (
            Outcome(Features(service=service), at, at, at + took * HOUR)
            for came, took, service in told
            for at in [MONDAY + came * HOUR]
        ),
        key=lambda each: each.arrives,
    )


def hidden_after(tickets: list[Outcome], now: datetime) -> list[Outcome]:
    """The same tickets with another end wherever that was still to come."""
    return [
        each._replace(resolved=None) if each.resolved and each.resolved > now else each
        for each in tickets
    ]


@given(drawn, hours)
def test_a_forecast_is_the_same_whatever_comes_of_what_is_not_resolved_yet(
    told: list[tuple[int, int, str]], hour: int
) -> None:
    tickets, now = outcomes(told), MONDAY + hour * HOUR
    until = [index for index, each in enumerate(tickets) if each.arrives <= now]
    seen = known(tickets, learn_from=3).forecasts
    blind = known(hidden_after(tickets, now), learn_from=3).forecasts
    assert [seen[i] for i in until] == [blind[i] for i in until]


@given(drawn, hours)
def test_what_turned_out_by_a_moment_is_the_same_whatever_comes_after(
    told: list[tuple[int, int, str]], hour: int
) -> None:
    tickets, now = outcomes(told), MONDAY + hour * HOUR
    seen = [turn for turn in known(tickets, learn_from=3).turns if turn.at <= now]
    blind = known(hidden_after(tickets, now), learn_from=3).turns
    assert seen == [turn for turn in blind if turn.at <= now]


def test_a_service_whose_tickets_took_long_is_expected_to_again() -> None:
    day = timedelta(days=1)
    tickets = [
        Outcome(Features(service=service), at, at, at + took * HOUR)
        for number in range(60)
        for service, took in [("network", 30) if number % 6 == 0 else ("printing", 1)]
        for at in [MONDAY + number * day / 6]
    ]
    forecasts = known(tickets, learn_from=20).forecasts
    assert forecasts[54] > forecasts[55], "network after nine days, and printing"


def test_a_ticket_counts_as_tough_once_it_is_open_for_longer_than_nine_of_ten_took() -> None:
    quick = [
        Outcome(Features(), at, at, at + HOUR) for n in range(30) for at in [MONDAY + n * HOUR]
    ]
    long = Outcome(Features(), MONDAY, MONDAY, MONDAY + 100 * HOUR)
    turns = [turn for turn in known([long, *quick], learn_from=3).turns if turn.ticket == 0]
    assert turns[0].toughness == TOUGH
    assert turns[0].at < MONDAY + 100 * HOUR, "known long before it was resolved"


def test_tough_is_the_slowest_tenth_and_no_ticket_where_none_is_resolved() -> None:
    told = [Outcome(Features(), MONDAY, MONDAY, MONDAY + n * HOUR) for n in range(1, 11)]
    assert tough_after(told) == 10 * HOUR
    assert tough_after([each._replace(resolved=None) for each in told]) is None
    assert ORDINARY < TOUGH
