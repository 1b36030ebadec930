"""What holds of the figures whatever happened at the desk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assignment.account.ledger import divided
from services.assignment.fairness import (
    Course,
    Moved,
    Presence,
    Run,
    figures,
    leads_after,
)
from shared.figures.spread import gini
from shared.vocabulary.identity import PersonId, StreamId
from shared.vocabulary.working_time import Seconds

NAMES = "ABCDE"


@st.composite
def deals(draw: st.DrawFn) -> list[Moved]:
    """Deals of tough tickets among some of the agents, in order of time."""
    hours = sorted(draw(st.lists(st.integers(0, 24 * 14 - 1), max_size=20)))
    told = []
    for hour in hours:
        present = sorted(draw(st.sets(st.sampled_from(NAMES), min_size=1)))
        points = draw(st.integers(2_000, 10_000))
        weights = {PersonId(StreamId(name)): draw(st.integers(1, 1_000)) for name in present}
        taker = draw(st.sampled_from(present))
        due: dict[str, int] = {**divided(points, weights)}
        told.append(Moved(at=Seconds(hour * 3_600), received={taker: points}, entitled=due))
    return told


def run(moves: list[Moved], names: str = NAMES) -> Run:
    tough = [Course(waited=Seconds(60), toughness=sum(move.received.values())) for move in moves]
    times = [
        Presence(agent=name, busy=Seconds(index), present=Seconds(9), days=index)
        for index, name in enumerate(names, 1)
    ]
    return Run(
        policy="any", seed=1, scenario="any", days=14, toughness="known", courses=tough,
        presences=times, moves=moves,
    )  # fmt: skip


@given(deals())
def test_leads_always_sum_to_zero(moves: list[Moved]) -> None:
    assert sum(leads_after(moves).values()) == 0


@given(deals(), st.permutations(NAMES))
def test_figures_do_not_ask_what_agents_are_called(moves: list[Moved], order: list[str]) -> None:
    called = dict(zip(NAMES, order, strict=True))
    renamed = [
        Moved(
            at=move.at,
            received={called[name]: amount for name, amount in move.received.items()},
            entitled={called[name]: amount for name, amount in move.entitled.items()},
        )
        for move in moves
    ]
    assert figures(run(moves)) == figures(run(renamed, "".join(order)))


@given(deals())
def test_shares_stay_between_nothing_and_all(moves: list[Moved]) -> None:
    told = figures(run(moves))
    assert told.m7 is None or 0 <= told.m7 <= 1
    assert (told.gini_tough_per_present_day is None) is (moves == [])
    assert 0 <= (told.gini_tough_per_present_day or 0) < 1


@given(st.lists(st.integers(0, 1_000), min_size=1), st.integers(2, 9))
def test_the_gini_asks_for_shares_not_for_size(amounts: list[int], times: int) -> None:
    assert gini(amounts) == pytest.approx(gini([times * amount for amount in amounts]))


@given(st.lists(st.integers(1, 1_000), min_size=2))
def test_giving_from_the_most_to_the_least_never_makes_it_more_unequal(amounts: list[int]) -> None:
    before = gini(amounts)
    ranked = sorted(amounts)
    step = (ranked[-1] - ranked[0]) // 2
    after = gini([ranked[0] + step, *ranked[1:-1], ranked[-1] - step])
    assert before is not None
    assert after is not None
    assert after <= before + 1e-6
