"""What a resolved ticket counts: by judgement or effort, with what befell it, and never past the cap."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.assignment.toughness.counting import found, of_effort
from services.assignment.toughness.course import Course
from services.assignment.toughness.features import Features
from services.assignment.toughness.habits import Habits
from shared.vocabulary.policy import SHIPPED
from shared.vocabulary.words import ToughBecause
from tests.rules.desk import ADA, BEN, MONDAY_NOON


def course(**said: Any) -> Course:
    return Course(**({"version": 1, "features": Features(), "owners": (ADA,)} | said))


def counted(
    ticket: Course, *, efforts: tuple[int, ...] = (), flags_count: bool = True
) -> dict[str, int]:
    told = found(ticket, SHIPPED, efforts=efforts, flags_count=flags_count)
    return {"toughness": told.toughness, **told.parts}


def test_without_any_work_seen_it_counts_what_it_was_taken_for() -> None:
    assert counted(course(expected=1_700, booked=900)) == {"toughness": 1_700, "as expected": 1_700}
    assert counted(course(booked=900))["toughness"] == 900
    assert counted(course())["toughness"] == SHIPPED.work.default_toughness


def test_effort_is_measured_against_what_was_expected() -> None:
    assert counted(course(seconds={ADA: 1_800})) == {"toughness": 1_000, "effort": 1_000}
    assert counted(course(seconds={ADA: 1_800}, minutes=60))["effort"] == 500
    assert counted(course(seconds={ADA: 36_000}))["effort"] == 2_000


def test_among_enough_recent_tickets_the_middle_one_is_ordinary() -> None:
    recent = tuple(range(100, 2_100, 100))
    assert [of_effort(own, recent) for own in (50, 1_050, 1_100, 9_999)] == [0, 1_000, 1_050, 2_000]


def test_a_persons_judgement_wins_over_effort_and_forecast() -> None:
    ticket = course(judged=3_000, expected=900, seconds={ADA: 60})
    assert counted(ticket) == {"toughness": 3_000, "judged": 3_000}


def test_what_befell_it_comes_on_top() -> None:
    told = counted(
        course(
            booked=1_000,
            reopened=2,
            owners=(ADA, BEN),
            handed_over=1,
            after_hours=True,
            flags={ADA: ToughBecause.ABUSIVE},
        )
    )
    assert told == {
        "toughness": 4_000, "as expected": 1_000, "reopened": 1_000, "handed over": 500,
        "after hours": 500, "abusive": 1_000,
    }  # fmt: skip


def test_flags_of_who_flags_too_much_count_nothing() -> None:
    flagged = course(booked=1_000, flags={ADA: ToughBecause.HARD})
    assert counted(flagged)["flagged"] == 500
    assert "flagged" not in counted(flagged, flags_count=False)


def test_only_who_had_the_ticket_counts_as_having_worked_on_it() -> None:
    assert course(seconds={ADA: 60, BEN: 600}).worked() == {ADA: 60}


@given(st.integers(0, 40), st.integers(0, 200_000), st.none() | st.integers(0, 10_000))
def test_by_counting_alone_no_ticket_comes_past_the_cap(
    reopened: int, seconds: int, judged: int | None
) -> None:
    told = counted(course(reopened=reopened, seconds={ADA: seconds}, judged=judged))
    assert 0 <= told["toughness"] <= max(SHIPPED.toughness.most, judged or 0)


def test_one_flag_in_five_tickets_counts_and_two_do_not() -> None:
    habits = Habits()
    for n in range(5):
        habits.took(ADA, n, MONDAY_NOON)
    habits.flagged(ADA, 0, MONDAY_NOON)
    assert habits.flags_count(ADA, MONDAY_NOON, per_mille=200)
    habits.flagged(ADA, 1, MONDAY_NOON)
    assert not habits.flags_count(ADA, MONDAY_NOON, per_mille=200)
