"""What is learned of toughness: shrunk means, honest calibration, and nothing that was not known."""

import random

from hypothesis import given
from hypothesis import strategies as st

from services.assignment.toughness.calibration import calibrated
from services.assignment.toughness.features import Features, Observation
from services.assignment.toughness.forecasting import (
    Model,
    digest,
    forecast,
    model_of,
    read_back,
    snapshot,
)
from services.assignment.toughness.learning import learned
from shared.events.toughness import Learned
from shared.vocabulary.identity import Plain
from shared.vocabulary.toughness import MilliPoints
from tests.rules.desk import ADA, BEN

PHONE, MAIL = Features(service="phone"), Features(service="mail")


def seen(features: Features, *toughness: int) -> list[Observation]:
    return [Observation(features, each) for each in toughness]


def taught(*observations: Observation) -> Model:
    return model_of(snapshot(learned(observations, otherwise=1_000), through=1))


def mixed(number: int, seed: int = 1) -> list[Observation]:
    """Tickets of ten services, the n-th about n · 300 milli-points tough, give or take."""
    dice = random.Random(seed)
    services = [dice.randrange(10) for _ in range(number)]
    return [
        Observation(Features(service=f"s{n}"), max(0, 300 * n + dice.randrange(-400, 401)))
        for n in services
    ]


def test_with_nothing_to_tell_tickets_apart_everything_is_expected_at_the_shrunk_mean() -> None:
    model = taught(*seen(PHONE, *[2_000] * 30))
    assert model.mean == (30 * 2_000 + 10 * 1_000) // 40
    assert forecast(model, MAIL) == forecast(model, PHONE)


def test_a_value_seen_often_moves_its_forecast_and_one_seen_once_hardly_does() -> None:
    lesson = learned(
        [
            *seen(PHONE, *[3_000, 2_800] * 20),
            *seen(MAIL, *[600, 400] * 20),
            *seen(Features(service="rare"), 9_000),
        ],
        otherwise=1_000,
    )
    services = next(each for each in lesson.factors if each.name == "service")
    effects = {each.value: each.effect for each in services.values}
    own = 9_000 - lesson.mean
    assert effects[Plain("mail")] < 0 < effects[Plain("phone")]
    assert effects[Plain("rare")] == own // (1 + services.shrinkage) < own // 2


def test_shrinkage_is_strong_where_values_hardly_differ() -> None:
    alike = learned([*seen(PHONE, 0, 2_000) * 30, *seen(MAIL, 2_000, 0) * 30], otherwise=1_000)
    apart = learned([*seen(PHONE, 2_000) * 30, *seen(MAIL, 100) * 30], otherwise=1_000)
    shrinkages = [
        next(f.shrinkage for f in lesson.factors if f.name == "service")
        for lesson in (alike, apart)
    ]
    assert shrinkages == [1_000, 2]


def test_forecasts_for_tickets_to_come_are_closer_than_the_mean_alone() -> None:
    model, coming = taught(*mixed(400)), mixed(400, seed=2)
    errors = [abs(forecast(model, each.features).toughness - each.toughness) for each in coming]
    plain = [abs(model.mean - each.toughness) for each in coming]
    assert sum(errors) < 0.4 * sum(plain)


def test_about_eight_of_ten_tickets_to_come_turn_out_within_the_range() -> None:
    model, coming = taught(*mixed(1_000)), mixed(1_000, seed=3)
    told = [(forecast(model, each.features), each.toughness) for each in coming]
    within = sum(each.low <= toughness <= each.high for each, toughness in told)
    assert 700 <= within <= 900


def test_what_was_learned_of_a_requester_counts_only_where_it_is_told() -> None:
    ada = Features(requester=ADA)
    lesson = learned([*seen(ada, *[4_000] * 20), *seen(Features(), *[1_000] * 40)], otherwise=1_000)
    model = model_of(snapshot(lesson, through=1))
    assert lesson.requesters[ADA].tickets == 20
    assert all(ADA not in by_value for by_value in model.effects.values())
    assert str(ADA) not in str(snapshot(lesson, through=1))


def test_the_words_kept_of_a_requester_are_read_back_and_any_others_tell_nothing() -> None:
    from services.assignment.toughness.forecasting import in_words

    for effect in (250, 0, -1_300):
        told = Learned(value=Plain("x"), tickets=12, effect=MilliPoints(effect))
        assert read_back(in_words(told)) == effect
    assert read_back("erased") is None


observations = st.lists(
    st.builds(
        Observation,
        st.builds(
            Features,
            service=st.none() | st.sampled_from(["phone", "mail"]),
            channel=st.none() | st.sampled_from(["form", "email"]),
            requester=st.none() | st.sampled_from([ADA, BEN]),
        ),
        st.integers(0, 10_000),
    ),
    min_size=1,
    max_size=60,
)


@given(observations)
def test_any_history_teaches_forecasts_within_what_a_ticket_can_weigh(
    history: list[Observation],
) -> None:
    lesson = learned(history, otherwise=1_000)
    model = model_of(snapshot(lesson, through=1))
    told = [forecast(model, each.features) for each in history]
    assert all(
        0 <= each.low <= each.high <= 10_000 and 0 <= each.toughness <= 10_000 for each in told
    )
    assert digest(lesson) == digest(learned(list(history), otherwise=1_000))


@given(
    st.lists(st.tuples(st.integers(-500, 9_000), st.integers(0, 10_000)), min_size=1, max_size=200)
)
def test_a_higher_raw_figure_never_means_a_lower_forecast(pairs: list[tuple[int, int]]) -> None:
    steps = calibrated([raw for raw, _ in pairs], [outcome for _, outcome in pairs])
    assert [s.toughness for s in steps] == sorted(s.toughness for s in steps)
    assert [s.raw_from for s in steps] == sorted({s.raw_from for s in steps})


def test_no_ticket_vouches_for_its_own_forecast() -> None:
    lone = [Observation(Features(service=f"s{n}"), 100 * n) for n in range(100)]
    assert len(learned(lone, otherwise=1_000).steps) == 1
