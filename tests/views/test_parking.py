"""What is held back can be read, marked on the past as on the present, and folded again beside the desk."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from services.projections import catalogue
from services.projections.catalogue import ViewIsUnknown, Views, open_views
from services.projections.follow import Follower
from services.projections.rebuild import rebuild
from services.projections.rows.parking import Numbers
from services.projections.views.queue.view import QUEUE
from services.projections.views.ticket.view import TICKET
from shared.eventlog.feed import StoreFeed
from shared.events.ticket import TicketTriaged
from shared.vocabulary.identity import StreamId
from tests.desks import Desk, id_of


class CannotBeFolded(Exception):
    """What a view says of an event it was not written for."""


@dataclass
class Sick:
    """A desk whose views of tickets fail on judgements, until they are well."""

    desk: Desk
    folder: Path
    well: bool = False

    def __post_init__(self) -> None:
        self.cy = self.desk.person("Cy")
        self.judged = self.desk.ticket("VPN drops", by=self.cy)
        self.other = self.desk.ticket("Printer on fire", by=self.cy)

    def evolve(self, row: Any, told: Any) -> Any:
        if isinstance(told.event, TicketTriaged) and not self.well:
            raise CannotBeFolded("nobody told me of judgements")
        return TICKET.evolve(row, told)

    @property
    def key(self) -> StreamId:
        return id_of(self.judged)

    def judge(self) -> int:
        """Both are judged and talked about; the position of the first judgement."""
        before = self.desk.log.head()
        for ticket in (self.judged, self.other) if self.well else (self.judged,):
            self.desk.judge(ticket, by=self.cy, toughness=3_000)
        return next(
            each.position
            for each in self.desk.log.read(after=before, limit=99)
            if isinstance(each.event, TicketTriaged)
        )


@pytest.fixture
def sick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sick:
    sick = Sick(Desk(), tmp_path)
    monkeypatch.setattr(catalogue, "TICKET", replace(TICKET, evolve=sick.evolve))
    return sick


@pytest.fixture
def views(sick: Sick) -> Iterator[Views]:
    views = open_views(sick.folder, sick.desk.log)
    yield views
    views.close()


def up_to_date(sick: Sick, views: Views) -> Follower:
    """Whoever follows, with everything folded."""
    follower = Follower(StoreFeed(sick.desk.log), views.all())
    follower.turn()
    return follower


def test_a_ticket_that_is_held_back_is_marked_with_view_event_and_reason(
    sick: Sick, views: Views
) -> None:
    at = sick.judge()
    sick.desk.judge(sick.judged, by=sick.cy, urgency="high")
    up_to_date(sick, views)
    (held,) = views.parking.held_back()
    assert (held.view, held.key, held.since) == ("ticket", sick.key, at)
    assert held.why == "CannotBeFolded: nobody told me of judgements"
    assert f"evenhand parked --retry ticket {sick.key}" in held.next_step
    assert views.parking.numbers() == Numbers(keys=1, events=held.events)
    assert views.parking.is_stale(sick.key)
    assert not views.parking.is_stale(id_of(sick.other))


def test_the_rest_goes_on_and_so_do_the_other_views_of_the_same_ticket(
    sick: Sick, views: Views
) -> None:
    sick.judge()
    later = sick.desk.ticket("No sound", by=sick.cy)
    follower = up_to_date(sick, views)
    assert follower.position() == sick.desk.log.head()
    assert views.ticket.get(id_of(later)) is not None
    row, queued = views.ticket.get(sick.key), views.queue.get(sick.key)
    assert row is not None
    assert queued is not None
    assert (row.toughness, queued.toughness) == (None, 3_000)


def test_the_past_before_the_event_is_whole(sick: Sick, views: Views) -> None:
    noon = sick.desk.clock.now()
    sick.desk.later(minutes=5)
    at = sick.judge()
    up_to_date(sick, views)
    parking = views.parking
    assert [parking.is_stale(sick.key, moment) for moment in (at - 1, at)] == [False, True]
    now = sick.desk.clock.now()
    assert [parking.is_stale(sick.key, moment) for moment in (noon, now)] == [False, True]
    assert set(parking.among([sick.key, id_of(sick.other)], at)) == {sick.key}
    assert parking.among([sick.key], at - 1) == parking.among([]) == {}


def test_a_list_of_what_is_held_back_is_short_and_its_number_is_whole(
    sick: Sick, views: Views
) -> None:
    for _ in range(3):
        sick.judged = sick.desk.ticket("again", by=sick.cy)
        sick.judge()
    up_to_date(sick, views)
    assert len(views.parking.held_back(limit=2)) == 2
    assert (views.parking.numbers().keys, len(views.parking.held_back())) == (3, 3)


def test_retrying_beside_the_desk_brings_the_ticket_level_and_the_desk_notices(
    sick: Sick, views: Views
) -> None:
    at = sick.judge()
    follower = up_to_date(sick, views)
    known = follower.recall.of("tough", at, lambda: views.ticket.get(sick.key, at))
    assert known.toughness is None
    beside, sick.well = open_views(sick.folder, sick.desk.log, writes=False), True
    assert beside.ticket.retry(sick.key)
    follower.follow_newest()
    known = follower.recall.of("tough", at, lambda: views.ticket.get(sick.key, at))
    assert known.toughness == 3_000
    assert not views.parking.is_stale(sick.key)
    sick.desk.ticket("the desk still writes its view", by=sick.cy)
    follower.turn()
    assert not [each for each in rebuilt(sick) if each.differs]
    beside.close()


def rebuilt(sick: Sick) -> list[Any]:
    """The views beside a fresh fold."""
    return rebuild([catalogue.TICKET, QUEUE], sick.folder, sick.desk.log, switch=False)


def test_retrying_everything_tries_each_line_once(sick: Sick, views: Views) -> None:
    sick.judge()
    sick.judged = sick.desk.ticket("again", by=sick.cy)
    sick.judge()
    up_to_date(sick, views)
    assert (views.ticket.retry_all(), views.parking.numbers().keys) == (2, 2)
    sick.well = True
    assert (views.ticket.retry_all(), views.parking.numbers().keys) == (2, 0)
    assert not [each for each in rebuilt(sick) if each.differs]


def test_a_line_that_is_held_back_stays_as_it_was_while_more_is_told_of_it(
    sick: Sick, views: Views
) -> None:
    at = sick.judge()
    follower = up_to_date(sick, views)
    before = views.ticket.get(sick.key)
    told = sick.desk.log.head()
    sick.desk.judge(sick.judged, by=sick.cy, minutes=30)
    follower.turn()
    assert views.ticket.get(sick.key) == before
    assert [e.position for e in views.ticket.parking.events()] == [at, *range(told + 1, told + 2)]


def test_views_are_named_where_one_is_asked_for_that_parks_nothing(views: Views) -> None:
    with pytest.raises(
        ViewIsUnknown, match=r"'audit-trail' can park .* queue, ticket, work, people"
    ):
        views.lines(["audit-trail"])
