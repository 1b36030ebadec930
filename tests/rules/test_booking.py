"""What stands booked for a ticket, through every change of hands until it is put back."""

from hypothesis import given
from hypothesis import strategies as st

from services.assignment.booking import Booking, booked
from shared.vocabulary.identity import PersonId
from shared.vocabulary.words import Origin
from tests.rules.desk import ADA, BEN, CY

ALL_THREE = {ADA: 1_000, BEN: 1_000, CY: 1_000}


def dealt(to: PersonId) -> Booking:
    """A ticket of three tough points, fresh from a round."""
    return handed(Booking(), to, ALL_THREE)


def handed(standing: Booking, to: PersonId | None, entitled: dict) -> Booking:  # type: ignore[type-arg]
    told = booked(
        standing, to=to, origin=Origin.GIVEN, toughness=3_000, entitled=entitled, team=None
    )
    return standing.after(told[0]) if told else standing


def test_a_hand_over_moves_the_credit_and_leaves_the_entitlement() -> None:
    after = handed(dealt(ADA), BEN, {})
    assert after.shares == {ADA: -1_000, BEN: 2_000, CY: -1_000}
    assert after.credited == BEN


def test_who_came_to_work_later_owes_nothing_for_what_was_dealt_before() -> None:
    first = handed(Booking(), ADA, {ADA: 1_000, BEN: 1_000})
    assert handed(first, BEN, ALL_THREE).shares == {ADA: -1_500, BEN: 1_500}


def test_what_is_put_back_is_as_if_it_had_never_been_dealt() -> None:
    after = handed(handed(dealt(ADA), CY, {}), None, ALL_THREE)
    assert set(after.shares.values()) == {0}
    assert after.credited is None


def test_what_comes_again_is_booked_anew() -> None:
    back = handed(dealt(ADA), None, {})
    assert handed(back, BEN, ALL_THREE).shares == {ADA: -1_000, BEN: 2_000, CY: -1_000}


def test_an_owner_who_was_never_credited_loses_nothing_by_handing_on() -> None:
    assert handed(Booking(), BEN, ALL_THREE).shares[ADA] == -1_000
    assert not booked(
        Booking(), to=None, origin=Origin.PUT_BACK, toughness=3_000, entitled=ALL_THREE, team=None
    )


takers = st.lists(st.none() | st.sampled_from([ADA, BEN, CY]), max_size=6)
weights = st.dictionaries(st.sampled_from([ADA, BEN, CY]), st.integers(1, 2_000), min_size=1)


@given(takers, weights)
def test_whatever_hands_it_goes_through_the_accounts_sum_to_zero(
    hands: list[PersonId | None],
    entitled: dict,  # type: ignore[type-arg]
) -> None:
    standing = Booking()
    for to in hands:
        standing = handed(standing, to, entitled)
        assert sum(standing.shares.values()) == 0
        if standing.credited is None:
            assert not any(standing.shares.values())
