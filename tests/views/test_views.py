"""What holds for every view: replay, step by step, delivered twice, rebuilt and as-of all agree."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projections.catalogue import LINE_VIEWS, open_views
from services.projections.follow import Follower
from services.projections.rows.lines import Lines
from services.projections.rows.sqlite import OwnerHasChanged
from services.projections.view import View
from services.projections.views.queue.view import QUEUE
from shared.eventlog.feed import StoreFeed
from shared.eventlog.port import Cursor
from shared.events import ticket as said
from shared.vocabulary.identity import Personal
from tests.views.desks import ADA, START, TICKETS, histories, log_of, tell, told

VIEWS = pytest.mark.parametrize("view", LINE_VIEWS, ids=lambda view: view.name)


def folded(view: View[Any], events: list[Any]) -> dict[str, Any]:
    """The lines by folding each key's events one after another: what a view means."""
    rows: dict[str, Any] = {}
    for each in events:
        if isinstance(each.event, view.reads) and (key := view.key(each)):
            rows[key] = view.evolve(rows.get(key), each)
    return {key: row for key, row in rows.items() if row is not None}


def cursor_at(position: int) -> Cursor:
    return Cursor(log="x", generation=1, through=position)


def followed(view: View[Any], events: list[Any], sizes: list[int]) -> Lines[Any]:
    """The lines after the events came in batches of these sizes."""
    lines: Lines[Any] = Lines(view, None)
    while events:
        size = sizes.pop() if sizes else 7
        batch, events = events[:size], events[size:]
        lines.apply(batch, cursor_at(batch[-1].position))
    return lines


@VIEWS
@given(history=histories, sizes=st.lists(st.integers(1, 12), max_size=20))
def test_batches_of_any_size_give_what_folding_gives(
    view: View[Any], history: Any, sizes: list[int]
) -> None:
    events = told(log_of(history))
    assert followed(view, events, sizes).everything() == folded(view, events)


@VIEWS
@given(history=histories, data=st.data())
def test_as_of_a_position_is_what_was_known_then(
    view: View[Any], history: Any, data: st.DataObject
) -> None:
    events = told(log_of(history))
    position = data.draw(st.integers(1, len(events)))
    lines = followed(view, events, [5, 3])
    known = folded(view, events[:position])
    assert {key: lines.get(key, position) for key in known} == known


@VIEWS
@given(history=histories, minutes=st.integers(-300, 3_000))
def test_as_of_a_time_is_what_had_happened_by_then(
    view: View[Any], history: Any, minutes: int
) -> None:
    events = told(log_of(history))
    moment = START + timedelta(minutes=minutes)
    lines = followed(view, events, [])
    known = folded(view, [each for each in events if each.at <= moment])
    for key in set(TICKETS) - set(lines.disordered()):
        assert lines.get(key, moment) == known.get(key)


@VIEWS
@given(history=histories, sizes=st.lists(st.integers(1, 9), max_size=20))
def test_the_sums_are_the_sums_over_all_lines(
    view: View[Any], history: Any, sizes: list[int]
) -> None:
    lines = followed(view, told(log_of(history)), sizes)
    counted: Counter[tuple[Any, int]] = Counter()
    for row in lines.everything().values():
        for place, values in view.amounts(row).items():
            counted.update({(place, i): value for i, value in enumerate(values)})
    kept = {(p, i): v for p, values in lines.amounts().items() for i, v in enumerate(values) if v}
    assert kept == {place: value for place, value in counted.items() if value}


@given(history=histories)
def test_a_follower_that_reads_twice_shows_the_same(history: Any) -> None:
    log = log_of(history)
    views = open_views(None)
    follower = Follower(StoreFeed(log), views.all())
    follower.turn()
    before = views.ticket.everything()
    again = Follower(StoreFeed(log), views.all())
    again.turn()
    assert views.ticket.everything() == before
    assert again.position() == log.head()
    assert len(views.audit_trail.newest(before=None, limit=1_000)) == log.head()


def test_a_poisonous_event_parks_its_ticket_and_the_rest_goes_on() -> None:
    log = log_of([])
    tell(log, TICKETS[0], said.TicketNoted(text=Personal("poison")), 5, ADA)
    tell(log, TICKETS[0], said.TicketClosed(), 6, ADA)
    tell(log, TICKETS[1], said.TicketClosed(), 7, ADA)

    def evolve(row: Any, each: Any) -> Any:
        if isinstance(each.event, said.TicketNoted):
            raise ValueError("cannot stand notes")
        return QUEUE.evolve(row, each)

    reads = (*QUEUE.reads, said.TicketNoted)
    picky = View(name="picky", version=1, reads=reads, row=QUEUE.row, evolve=evolve)
    lines = followed(picky, told(log), [3])
    assert [(key, position) for key, position, _ in lines.file.parked()] == [
        (TICKETS[0], 4),
        (TICKETS[0], 5),
    ]
    assert "cannot stand notes" in lines.file.parked()[0][2]
    settled = {key: place.settled for key, place in lines.everything().items()}
    assert settled == {TICKETS[0]: False, TICKETS[1]: True, TICKETS[2]: False}


def test_a_worker_that_was_replaced_cannot_commit(tmp_path: Path) -> None:
    old = Lines(QUEUE, tmp_path)
    events = told(log_of([]))
    old.apply(events[:1], cursor_at(1))
    Lines(QUEUE, tmp_path)
    with pytest.raises(OwnerHasChanged, match="newer worker"):
        old.apply(events[1:], cursor_at(3))


def test_deleted_files_are_filled_again_from_the_log(tmp_path: Path) -> None:
    log = log_of([])
    shown = []
    for _ in range(2):
        views = open_views(tmp_path)
        Follower(StoreFeed(log), views.all()).turn()
        shown.append(views.queue.everything())
        views.close()
        [file.unlink() for file in tmp_path.iterdir()]
    assert shown[0] == shown[1] != {}
    assert msgspec.msgpack.encode(shown[0]) == msgspec.msgpack.encode(shown[1])
