"""Every event of a ticket has its mark on the page, and every mark is an icon that is there."""

from typing import get_args

from services.projections.web.marks import MARKS, SPOKEN
from shared.events.streams import OfTicket
from shared.pages.vendor import ICONS


def test_every_event_of_a_ticket_is_spoken_or_has_a_mark() -> None:
    assert {*MARKS, *SPOKEN} == set(get_args(OfTicket))
    assert not set(MARKS) & set(SPOKEN)


def test_every_mark_is_an_icon_of_the_desk() -> None:
    assert set(MARKS.values()) <= set(ICONS)
