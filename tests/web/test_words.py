"""Pages tell times and acts as they were, and nothing that was not."""

from services.projections.views.work.query import Did
from services.projections.web.day import act_of
from services.projections.web.reviews import how_many_far
from shared.pages.words import span
from shared.vocabulary.identity import StreamId, TicketId
from tests.desks import MONDAY


def act(**measures: int) -> str:
    return act_of(Did(at=MONDAY, ticket=TicketId(StreamId("ticket-1")), measures=measures))


def test_no_time_at_all_is_not_told_as_some() -> None:
    assert [span(each) for each in (0, 20, 60, 4_440)] == ["0m", "under 1m", "1m", "1h 14m"]


def test_a_ticket_that_a_source_gave_somebody_is_told_as_that() -> None:
    assert act(taken=1) == "got it in the source it came from"
    assert act(taken=1, dealt=1) == "was dealt it"


def test_who_lost_a_ticket_is_not_said_to_have_given_it_away() -> None:
    assert act(handed_over=1) == "had it go to somebody else"


def test_who_got_nothing_of_a_fair_share_is_far_from_it() -> None:
    assert how_many_far([0.0, 1.0, 1.2]).startswith("1 of 3 people is more than a quarter away")
    assert how_many_far([0.0, 1.4]).startswith("2 of 2 people are")
    assert how_many_far([0.8, 1.2]) == "All 2 people are within a quarter of their fair share."
