"""What every feed keeps: nothing is missed unnoticed, and a foreign cursor stops its consumer."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from shared.eventlog.continuity import follow
from shared.eventlog.feed import StoreFeed
from shared.eventlog.port import Cursor, CursorIsForeign
from shared.events.ticket import TicketResumed
from tests.adapters.logs import ADAPTERS, change, desk_keys, filled, sqlite_log, ticket


@pytest.fixture(params=sorted(ADAPTERS))
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    with ADAPTERS[request.param](tmp_path) as log:
        filled(log)
        yield log


def gaps() -> float:
    return REGISTRY.get_sample_value("evenhand_feed_gaps_total") or 0.0


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


def test_what_a_cursor_missed_is_told_on_top_and_counted_as_an_alarm(log: Any) -> None:
    feed = StoreFeed(log)
    seen = feed.poll(feed.start(), limit=20, wait=0).cursor
    shard = log.read(after=0, limit=1)[0].shard
    forgetful = tuple(0 if each == shard else last for each, last in enumerate(seen.positions))
    before = gaps()
    with capture_logs() as said:
        batch = feed.poll(msgspec.structs.replace(seen, positions=forgetful), limit=4, wait=0)
    again = {e.position for e in log.read(after=0, limit=20) if e.shard == shard}
    assert {each.position for each in batch.events} == again | {21, 22, 23, 24}
    assert [each.position for each in batch.events] == sorted(e.position for e in batch.events)
    assert batch.cursor.positions[shard] == max(
        e.position for e in batch.events if e.shard == shard
    )
    assert (gaps() - before, len(said)) == (1, 1)


def lacking(tmp_path: Path, position: int) -> tuple[Any, sqlite3.Connection, tuple[Any, ...]]:
    """A log from whose file somebody took an event, and the event."""
    log = sqlite_log(tmp_path, desk_keys())
    filled(log)
    file = sqlite3.connect(tmp_path / "log.sqlite", isolation_level=None)
    row = file.execute("SELECT * FROM events WHERE position = ?", (position,)).fetchone()
    file.execute("DELETE FROM events WHERE position = ?", (position,))
    return log, file, row


def test_a_shard_in_which_the_log_lacks_an_event_stays_stopped_and_the_rest_goes_on(
    tmp_path: Path,
) -> None:
    log, _, row = lacking(tmp_path, 9)
    events = log.read(after=0, limit=100)
    shard = row[4]
    feed = StoreFeed(log)
    with capture_logs() as said:
        told, cursor = all_told(feed, 3)
    assert told == [e.position for e in events if e.shard != shard or e.position < 9]
    assert cursor.through == 24
    assert feed.poll(cursor, limit=10, wait=0).stopped == (shard,)
    assert [each["log_level"] for each in said] == ["warning", "error"]
    log.close()


def test_a_stopped_shard_goes_on_once_the_log_has_the_event_again(tmp_path: Path) -> None:
    log, file, row = lacking(tmp_path, 9)
    _, cursor = all_told(StoreFeed(log), 100)
    file.execute(f"INSERT INTO events VALUES ({', '.join('?' * 14)})", row)
    log.append(change("more", ticket("0"), TicketResumed(), expected=6))
    batch = StoreFeed(log).poll(cursor, limit=100, wait=0)
    missed = [e.position for e in log.read(after=8, limit=100) if e.shard == row[4]]
    assert [each.position for each in batch.events] == missed
    assert (batch.stopped, missed[0], missed[-1]) == ((), 9, 25)
    log.close()


def test_whoever_waits_is_woken_by_the_next_event(log: Any) -> None:
    feed = StoreFeed(log)
    _, cursor = all_told(feed, 100)
    batches: list[Any] = []
    waiter = Thread(target=lambda: batches.append(feed.poll(cursor, limit=10, wait=20)))
    waiter.start()
    log.append(change("more", ticket("0"), TicketResumed(), expected=6))
    waiter.join(5)
    assert [each.position for each in batches[0].events] == [25]


def test_whoever_waits_is_let_go_when_the_log_closes(log: Any) -> None:
    feed = StoreFeed(log)
    _, cursor = all_told(feed, 100)
    waiter = Thread(target=lambda: log.wait_beyond(cursor.through, 60), daemon=True)
    waiter.start()
    log.close()
    waiter.join(5)
    assert not waiter.is_alive()


@given(st.lists(st.integers(1, 24), max_size=8), st.integers(1, 30))
def test_repeats_are_left_out_whatever_their_order(again: list[int], limit: int) -> None:
    with ADAPTERS["memory"](Path()) as log:
        filled(log)
        feed = StoreFeed(log)
        first = feed.poll(feed.start(), limit=limit, wait=0)
        events = log.read(after=0, limit=100)
        repeats = [events[position - 1] for position in again if position <= limit]
        followed = follow(first.cursor.positions, [*repeats, *events[limit:]])
        assert [each.position for each in followed.events] == list(range(limit + 1, 25))
        assert followed.stopped == ()
