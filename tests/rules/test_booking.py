"""What stands booked for a ticket, through every change of hands until it is put back."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.assignment.account.booking import Booking, booked, set_right
from services.assignment.account.ledger import Ledger
from shared.vocabulary.identity import PersonId
from shared.vocabulary.words import CreditReason, Origin
from tests.rules.desk import ADA, BEN, CY, MONDAY_NOON

ALL_THREE = {ADA: 1_000, BEN: 1_000, CY: 1_000}


def dealt(to: PersonId) -> Booking:
    """A ticket of three tough points, fresh from a round."""
    return handed(Booking(), to, ALL_THREE)


def handed(standing: Booking, to: PersonId | None, entitled: dict) -> Booking:  # type: ignore[type-arg]
    told = booked(
        standing, to=to, origin=Origin.GIVEN, toughness=3_000, entitled=entitled, team=None
    )
    return standing.after(told[0], MONDAY_NOON) if told else standing


def test_a_hand_over_moves_the_credit_and_leaves_the_entitlement() -> None:
    after = handed(dealt(ADA), BEN, {})
    assert after.shares == {ADA: -1_000, BEN: 2_000, CY: -1_000}
    assert after.credited == BEN


def test_who_came_to_work_later_owes_nothing_for_what_was_dealt_before() -> None:
    first = handed(Booking(), ADA, {ADA: 1_000, BEN: 1_000})
    assert handed(first, BEN, ALL_THREE).shares == {ADA: -1_500, BEN: 1_500}


def test_what_is_put_back_is_as_if_it_had_never_been_dealt() -> None:
    after = handed(handed(dealt(ADA), CY, {}), None, ALL_THREE)
    assert after == Booking()


def test_what_comes_again_is_booked_anew() -> None:
    back = handed(dealt(ADA), None, {})
    assert handed(back, BEN, ALL_THREE).shares == {ADA: -1_000, BEN: 2_000, CY: -1_000}


def test_an_owner_who_was_never_credited_loses_nothing_by_handing_on() -> None:
    assert handed(Booking(), BEN, ALL_THREE).shares[ADA] == -1_000
    assert not booked(
        Booking(), to=None, origin=Origin.PUT_BACK, toughness=3_000, entitled=ALL_THREE, team=None
    )


def found(standing: Booking, toughness: int, worked: dict) -> Booking:  # type: ignore[type-arg]
    told = set_right(standing, toughness=toughness, worked=worked, because=CreditReason.TRUED_UP)
    return standing.after(told[0], MONDAY_NOON) if told else standing


def test_who_took_what_they_had_no_share_in_owes_nothing_for_it() -> None:
    after = handed(Booking(), CY, {ADA: 1_000, BEN: 500})
    assert after.shares == {ADA: -2_000, BEN: -1_000, CY: 3_000}
    assert after.weights == {ADA: 1_000, BEN: 500}


def test_a_true_up_ends_where_a_deal_that_knew_would_have_begun() -> None:
    uneven = {ADA: 1_000, BEN: 333, CY: 250}
    told = booked(
        Booking(), to=BEN, origin=Origin.DEALT, toughness=4_321, entitled=uneven, team=None
    )
    assert found(handed(Booking(), BEN, uneven), 4_321, {}).shares == {
        share.agent: share.milli_points for share in told[0].shares
    }


def test_the_credit_goes_to_whoever_did_the_work_and_the_entitlement_stays() -> None:
    after = found(handed(dealt(ADA), BEN, {}), 6_000, {ADA: 600, BEN: 1_200})
    assert after.credits == {ADA: 2_000, BEN: 4_000}
    assert after.shares == {ADA: 0, BEN: 2_000, CY: -2_000}


def test_what_turned_out_as_booked_books_nothing() -> None:
    assert not set_right(dealt(ADA), toughness=3_000, worked={}, because=CreditReason.TRUED_UP)
    assert not set_right(Booking(), toughness=3_000, worked={}, because=CreditReason.TRUED_UP)


courses = st.lists(st.none() | st.sampled_from([ADA, BEN, CY]) | st.integers(0, 10_000), max_size=8)
weights = st.dictionaries(st.sampled_from([ADA, BEN, CY]), st.integers(1, 2_000), min_size=1)


@given(courses, weights, weights)
def test_whatever_becomes_of_a_ticket_every_booking_sums_to_zero_and_ages_from_its_deal(
    course: list[PersonId | int | None],
    entitled: dict,  # type: ignore[type-arg]
    worked: dict,  # type: ignore[type-arg]
) -> None:
    standing, ledger = Booking(), Ledger()
    for n, step in enumerate(course):
        at, before = MONDAY_NOON + timedelta(days=n), standing
        if isinstance(step, int):
            told = set_right(standing, toughness=step, worked=worked, because=CreditReason.TRUED_UP)
        else:
            told = booked(
                standing,
                to=step,
                origin=Origin.GIVEN,
                toughness=3_000,
                entitled=entitled,
                team=None,
            )  # type: ignore[assignment]
        for event in told:
            assert sum(share.milli_points for share in event.shares) == 0
            ledger.book(event.shares, event.dealt_at or at)
            standing = standing.after(event, at)
        assert sum(standing.credits.values()) == (standing.toughness if standing.credited else 0)
        if standing.credited is None and before.credited:
            assert set(ledger.leads(at + timedelta(days=90)).values()) <= {0}
