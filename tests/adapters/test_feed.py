"""What every feed keeps: nothing is missed unnoticed, and a foreign cursor stops its consumer."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.eventlog.continuity import follow
from shared.eventlog.feed import StoreFeed
from shared.eventlog.port import Cursor, CursorIsForeign
from tests.adapters.logs import ADAPTERS, filled


@pytest.fixture(params=sorted(ADAPTERS))
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    with ADAPTERS[request.param](tmp_path) as log:
        filled(log)
        yield log


def all_told(feed: StoreFeed, limit: int) -> tuple[list[int], Cursor]:
    cursor, told = feed.start(), []
    while (batch := feed.poll(cursor, limit=limit, wait=0)).events:
        told += [each.position for each in batch.events]
        cursor = batch.cursor
    return told, cursor


@pytest.mark.parametrize("limit", [1, 7, 1_000])
def test_a_feed_tells_everything_once_whatever_the_batch(log: Any, limit: int) -> None:
    told, cursor = all_told(StoreFeed(log), limit)
    assert told == list(range(1, 25))
    assert (cursor.through, cursor.last) == (24, 24)


def test_an_empty_poll_leaves_the_cursor_where_it_was(log: Any) -> None:
    feed = StoreFeed(log)
    _, cursor = all_told(feed, 100)
    assert feed.poll(cursor, limit=10, wait=0.01).cursor == cursor


@pytest.mark.parametrize("change", [{"log": "another"}, {"generation": 2}, {"through": 25}])
def test_a_cursor_of_another_log_or_beyond_the_head_stops(log: Any, change: dict[str, Any]) -> None:
    feed = StoreFeed(log)
    cursor = msgspec.structs.replace(feed.start(), **change)
    with pytest.raises(CursorIsForeign, match="evenhand rebuild --all"):
        feed.poll(cursor, limit=10, wait=0)


def test_a_missed_event_is_fetched_from_the_log_before_anything_after_it(log: Any) -> None:
    feed = StoreFeed(log)
    seen = feed.poll(feed.start(), limit=10, wait=0).cursor
    forgetful = msgspec.structs.replace(seen, positions=feed.start().positions)
    batch = feed.poll(forgetful, limit=100, wait=0)
    assert [each.position for each in batch.events] == list(range(1, 25))
    assert batch.stopped == ()


@given(st.data())
def test_a_gap_stops_its_shard_and_only_its_shard(data: st.DataObject) -> None:
    with ADAPTERS["memory"](Path()) as log:
        filled(log)
        events = log.read(after=0, limit=100)
        lost = data.draw(st.sampled_from(events))
        kept = [each for each in events if each is not lost]
        followed = follow(StoreFeed(log).start().positions, kept)
        last = max(each.position for each in events if each.shard == lost.shard)
        assert followed.stopped == ((lost.shard,) if lost.position < last else ())
        told = {each.position for each in followed.events}
        assert told == {
            e.position for e in kept if e.shard != lost.shard or e.position < lost.position
        }
