"""What holds for every view: batches of any size, deliveries again and moments past agree with the fold."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projections.catalogue import LINE_VIEWS, open_views
from services.projections.follow import Follower
from services.projections.rows import sums
from services.projections.rows.entries import Entries
from services.projections.rows.lines import Lines
from services.projections.view import View
from services.projections.views.audit_trail.view import AUDIT_TRAIL
from services.projections.views.queue import query as queues
from services.projections.views.queue.view import QUEUE
from services.projections.views.work.query import supervision
from services.projections.views.work.view import WORK
from shared.eventlog.feed import StoreFeed
from shared.eventlog.memory import MemoryLog
from shared.eventlog.moment import At
from tests.cases import cases
from tests.views.histories import (
    ADA,
    BEN,
    START,
    added,
    cursor_after,
    folded,
    followed,
    histories,
    log_of,
    moments,
    told,
)
from tests.views.stuttering import Stuttering

VIEWS = pytest.mark.parametrize("view", LINE_VIEWS, ids=lambda view: view.name)
SOME = cases(40)
SIZES = st.lists(st.integers(1, 12), max_size=20)


@pytest.fixture(autouse=True, scope="module")
def _checkpoints_are_near() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sums, "BLOCK", 8)
        yield


@VIEWS
@SOME
@given(history=histories, sizes=SIZES)
def test_batches_of_any_size_give_what_folding_gives(
    view: View[Any], history: Any, sizes: list[int]
) -> None:
    log = log_of(history)
    lines = followed(view, log, sizes)
    assert lines.everything() == folded(view, told(log))
    assert lines.parking.events() == []


@VIEWS
@SOME
@given(history=histories, sizes=SIZES, data=st.data())
def test_as_of_a_position_is_what_was_known_then(
    view: View[Any], history: Any, sizes: list[int], data: st.DataObject
) -> None:
    log = log_of(history)
    lines, position = followed(view, log, sizes), data.draw(st.integers(0, log.head()))
    known = folded(view, told(log)[:position])
    assert lines.everything(position) == known
    assert {key: lines.get(key, position) for key in known} == known


@VIEWS
@SOME
@given(history=histories, sizes=SIZES, moment=moments)
def test_as_of_a_time_is_what_had_happened_by_then_in_whatever_order_it_was_recorded(
    view: View[Any], history: Any, sizes: list[int], moment: datetime
) -> None:
    log = log_of(history)
    lines = followed(view, log, sizes)
    happened = folded(view, [each for each in told(log) if each.at <= moment])
    assert lines.everything(moment) == happened
    assert {key: lines.get(key, moment) for key in happened} == happened


@VIEWS
@SOME
@given(history=histories, sizes=SIZES, moment=moments, data=st.data())
def test_a_list_as_of_any_moment_is_the_lines_that_are_in_it_in_its_order(
    view: View[Any], history: Any, sizes: list[int], moment: datetime, data: st.DataObject
) -> None:
    log = log_of(history)
    lines = followed(view, log, sizes)
    at = data.draw(st.sampled_from([None, moment, data.draw(st.integers(0, log.head()))]))
    rows = list(lines.everything(at).values())
    for listing in view.listings:
        for alike in {pick(view, listing.alike, row) for row in rows}:
            asked = [row for row in rows if pick(view, listing.alike, row) == alike]
            asked.sort(key=lambda row: pick(view, listing.by, row))
            assert lines.select(listing, *alike, at=at) == asked
            assert lines.count(listing, *alike, at=at) == len(asked)
            after = pick(view, listing.by, asked[0])
            assert lines.select(listing, *alike, after=after, limit=2, at=at) == asked[1:3]


def pick(view: View[Any], names: tuple[str, ...], row: Any) -> tuple[Any, ...]:
    """Some columns of a line."""
    columns = view.listed(row)
    return tuple(getattr(columns, name) for name in names)


@SOME
@given(history=histories, sizes=SIZES, days=st.integers(-1, 5), moment=moments, data=st.data())
def test_sums_as_of_any_moment_are_what_counting_every_deed_gives(
    history: Any, sizes: list[int], days: int, moment: datetime, data: st.DataObject
) -> None:
    log = log_of(history)
    events, since = told(log), START + timedelta(days=days)
    lines, position = followed(WORK, log, sizes), data.draw(st.integers(0, log.head()))
    happened = [each for each in events if each.at <= moment]
    for at, known in ((None, events), (position, events[:position]), (moment, happened)):
        found = lines.sums.since(since, at)
        named = {who: dict(zip(WORK.measures, found[who], strict=True)) for who in found}
        kept = {who: {m: n for m, n in sorted(all_.items()) if n} for who, all_ in named.items()}
        assert kept == added(WORK, known, since=since)


@given(history=histories, sizes=SIZES, moment=moments, data=st.data())
def test_the_deeds_of_a_span_as_of_any_moment_add_up_to_the_sums(
    history: Any, sizes: list[int], moment: datetime, data: st.DataObject
) -> None:
    log = log_of(history)
    lines = followed(WORK, log, sizes)
    first = START.replace(hour=0) + timedelta(days=data.draw(st.integers(-1, 4)))
    at = data.draw(st.sampled_from([None, moment, data.draw(st.integers(0, log.head()))]))
    nothing = (0,) * len(WORK.measures)
    for who in (ADA, BEN):
        done = lines.sums.of(who, first, START + timedelta(days=9), at)
        total = [sum(amounts) for amounts in zip(nothing, *(d.amounts for d in done), strict=True)]
        assert tuple(total) == lines.sums.since(first, at).get(who, nothing)


@given(history=histories, again=SIZES)
def test_events_told_twice_count_once(history: Any, again: list[int]) -> None:
    log = log_of(history)
    views = open_views(None, log)
    follower = Follower(Stuttering(StoreFeed(log), again), views.all())
    while follower.position() < log.head():
        follower.turn()
    assert views.ticket.everything() == folded(views.ticket.view, told(log))
    assert [each.position for each in views.audit_trail.newest(before=None, limit=999)] == list(
        range(log.head(), 0, -1)
    )
    assert views.work.sums.since(START) == followed(WORK, log).sums.since(START)


@SOME
@given(history=histories, moment=moments, data=st.data())
def test_the_trail_as_of_any_moment_is_what_was_known_or_had_happened_then(
    history: Any, moment: datetime, data: st.DataObject
) -> None:
    log = log_of(history)
    events, trail = told(log), trail_of(log)
    position, page = data.draw(st.integers(0, log.head())), data.draw(st.integers(1, 9))
    happened = sorted((e for e in events if e.at <= moment), key=lambda e: (e.at, e.position))
    for at, known in ((None, events), (position, events[:position]), (moment, happened)):
        assert paged(trail, at, page) == [each.position for each in reversed(known)]
        for stream in {each.stream for each in events}:
            own = sorted(each.position for each in known if each.stream == stream)
            assert [each.position for each in trail.of(stream, at=at)] == own


def trail_of(log: MemoryLog) -> Entries:
    """The audit trail of a log, kept in batches of four."""
    trail, events = Entries(AUDIT_TRAIL, None), told(log)
    for begun in range(0, len(events), 4):
        trail.fold(events[begun : begun + 4], cursor_after(log, events[: begun + 4]))
    return trail


def paged(trail: Entries, at: At, page: int) -> list[int]:
    """The positions of the whole trail as of a moment, read page by page, newest first."""
    found: list[int] = []
    while entries := trail.newest(before=found[-1] if found else None, limit=page, at=at):
        found += [each.position for each in entries]
    return found


@SOME
@given(history=histories, moment=moments, data=st.data())
def test_figures_of_a_past_moment_are_those_of_a_desk_to_which_nothing_happened_since(
    history: Any, moment: datetime, data: st.DataObject
) -> None:
    log = log_of(history)
    events, position = told(log), data.draw(st.integers(0, log.head()))
    happened = [each for each in events if each.at <= moment]
    for at, known in ((position, events[:position]), (moment, happened)):
        work, queue = folded_in_one(WORK, known, log), folded_in_one(QUEUE, known, log)
        figures = supervision(followed(WORK, log), now=moment, at=at)
        assert figures == supervision(work, now=moment)
        assert queues.of_teams(followed(QUEUE, log), at=at) == queues.of_teams(queue)
        assert queues.counts(followed(QUEUE, log), ADA, at=at) == queues.counts(queue, ADA)


def folded_in_one(view: View[Any], events: list[Any], log: MemoryLog) -> Lines[Any]:
    """The lines of a desk that knows of these events only."""
    known: Lines[Any] = Lines(view, None, lambda stream: [e for e in events if e.stream == stream])
    known.fold(events, cursor_after(log, events))
    return known
