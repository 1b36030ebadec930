"""What goes wrong with files, and what the log then says: nothing half-written, reading goes on."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copy2
from threading import Thread
from typing import Any

import pytest

from shared.eventlog.beginning import LogIsCut
from shared.eventlog.choice import declare_restored
from shared.eventlog.datastore import PinnedDatastore
from shared.eventlog.feed import StoreFeed
from shared.eventlog.port import LogIsUnavailable
from shared.eventlog.sqlite import SqliteLog
from shared.eventlog.verify import verify
from shared.events.ticket import TicketResumed
from shared.settings import Settings
from shared.vocabulary.identity import StreamId
from tests.adapters.logs import change, filled, noted, raised, sqlite, ticket


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """As on a full disk: this process cannot make any file grow beyond the size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def size_of_write_ahead_file(folder: Path) -> int:
    return (folder / "log.sqlite-wal").stat().st_size


def test_a_full_disk_refuses_what_is_new_and_still_tells_what_is_there(tmp_path: Path) -> None:
    with sqlite(tmp_path) as log:
        log.append(change("c1", ticket("1"), raised()))
        with files_no_larger_than(size_of_write_ahead_file(tmp_path) + 4_096):
            with pytest.raises(LogIsUnavailable, match="nothing was recorded"):
                log.append(change("c2", ticket("2"), raised(2), noted("x" * 20_000)))
            assert [each.command for each in log.read(after=0, limit=10)] == ["c1"]
        assert log.append(change("c2", ticket("2"), raised(2))).position == 2
        assert verify(log).sound


def test_a_full_disk_in_the_middle_of_an_import_leaves_none_of_it(tmp_path: Path) -> None:
    with sqlite(tmp_path) as log:
        log.append(change("c1", ticket("1"), raised()))
        long = tuple(noted("x" * 2_000) for _ in range(50))
        many = [change(f"m{n}", ticket(str(n)), raised(n), *long) for n in range(2, 8)]
        with files_no_larger_than(400_000), pytest.raises(LogIsUnavailable):
            log.append_all(many)
        assert (log.head(), log.answered("m2"), log.versions([ticket("2")])) == (1, None, {})
        assert [each.repeated for each in log.append_all(many)] == [False] * 6
        assert verify(log).sound


def test_numbers_given_while_the_disk_was_full_are_not_given_again(tmp_path: Path) -> None:
    with sqlite(tmp_path) as log:
        first = log.reserve("ticket", 1)
        with files_no_larger_than(0), pytest.raises(LogIsUnavailable):
            log.append(change("c1", ticket("1"), raised(first)))
        log.append(change("c1", ticket("1"), raised(first)))
    with sqlite(tmp_path) as log:
        assert log.reserve("ticket", 1) == first + 1


def test_a_file_that_is_no_log_is_refused_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "log.sqlite").write_bytes(b"not a database at all" * 500)
    with pytest.raises(LogIsUnavailable, match=r"log\.sqlite cannot be opened"), sqlite(tmp_path):
        pass


def test_a_log_of_a_later_version_is_refused_at_the_start(tmp_path: Path) -> None:
    with sqlite(tmp_path):
        pass
    tampered(tmp_path, "UPDATE about SET value = '99' WHERE fact = 'schema'")
    with pytest.raises(LogIsUnavailable, match=r"form 99.*update the desk"), sqlite(tmp_path):
        pass


def test_events_are_synced_in_full_and_only_the_writer_checkpoints(tmp_path: Path) -> None:
    datastore = PinnedDatastore(tmp_path / "log.sqlite")
    writer = datastore.pinned.get_connection(is_writer=True)
    with writer.transaction(commit=False) as cursor:
        told = [ask(cursor, each) for each in ("synchronous", "journal_mode", "mmap_size")]
    reader = datastore.pinned.reader()
    assert told == [2, "wal", 0]
    assert reader.fetch("PRAGMA wal_autocheckpoint", ()) == [(0,)]
    assert reader.fetch("PRAGMA mmap_size", ()) == [(0,)]
    datastore.pinned.put_connection(writer)
    datastore.close()


def ask(cursor: Any, pragma: str) -> Any:
    cursor.execute(f"PRAGMA {pragma}")
    return cursor.fetchone()[0]


def test_a_log_whose_tail_was_cut_off_is_not_written_on(tmp_path: Path) -> None:
    with sqlite(tmp_path) as log:
        filled(log)
    tampered(tmp_path, "DELETE FROM events WHERE position > 20")
    with pytest.raises(LogIsCut, match=r"tail was cut off.*evenhand restored"), sqlite(tmp_path):
        pass


def test_an_older_copy_goes_on_as_a_new_generation_once_that_is_said(tmp_path: Path) -> None:
    with sqlite(tmp_path) as log:
        log.append(change("c1", ticket("1"), raised()))
    copy2(tmp_path / "log.sqlite", tmp_path / "backup")
    with sqlite(tmp_path) as log:
        log.append(change("c2", ticket("1"), TicketResumed(), expected=1))
    (tmp_path / "backup").replace(tmp_path / "log.sqlite")
    with pytest.raises(LogIsCut), sqlite(tmp_path):
        pass
    assert declare_restored(Settings(home=tmp_path)) == 2
    with sqlite(tmp_path) as log:
        log.append(change("c3", ticket("1"), TicketResumed(), expected=1))
        assert [each.generation for each in log.history(ticket("1"))] == [1, 2]
        assert verify(log).sound


def test_a_copy_from_before_a_restore_is_refused_too(tmp_path: Path) -> None:
    with sqlite(tmp_path) as log:
        filled(log)
    copy2(tmp_path / "log.sqlite", tmp_path / "backup")
    declare_restored(Settings(home=tmp_path))
    (tmp_path / "backup").replace(tmp_path / "log.sqlite")
    with pytest.raises(LogIsCut, match="had reached generation 2"), sqlite(tmp_path):
        pass


def test_a_restore_that_broke_off_before_the_mark_was_written_holds(tmp_path: Path) -> None:
    with sqlite(tmp_path) as log:
        filled(log)
    tampered(tmp_path, "DELETE FROM events WHERE position > 20")
    tampered(tmp_path, "UPDATE sqlite_sequence SET seq = 20 WHERE name = 'events'")
    tampered(tmp_path, "UPDATE about SET value = '2' WHERE fact = 'generation'")
    with sqlite(tmp_path) as log:
        assert (log.head(), log.generation) == (20, 2)


def test_two_writers_who_should_never_meet_still_do_no_harm(tmp_path: Path) -> None:
    with sqlite(tmp_path) as one, sqlite(tmp_path) as other:
        threads = [
            Thread(target=lambda log=log, digit=digit: one_by_one(log, ticket(digit)))
            for log, digit in ((one, "1"), (other, "2"), (one, "3"), (other, "4"))
        ]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert len(one.read(after=0, limit=1_000)) == 160
        assert verify(one).sound


def one_by_one(log: SqliteLog, stream: StreamId) -> None:
    for turn in range(40):
        log.append(change(f"{stream} {turn}", stream, TicketResumed(), expected=turn))


def test_a_feed_tells_nothing_that_its_log_has_not_announced(tmp_path: Path) -> None:
    with sqlite(tmp_path) as one, sqlite(tmp_path) as other:
        feed = StoreFeed(one)
        other.append(change("c1", ticket("1"), raised()))
        batch = feed.poll(feed.start(), limit=10, wait=0)
        assert (batch.events, feed.poll(batch.cursor, limit=10, wait=0).events) == ((), ())
        one.append(change("c2", ticket("2"), raised(2)))
        told = feed.poll(batch.cursor, limit=10, wait=0).events
        assert [each.position for each in told] == [1, 2]


def test_a_log_of_another_desk_beside_the_mark_is_refused(tmp_path: Path) -> None:
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
        with sqlite(tmp_path / name) as log:
            log.append(change("c1", ticket("1"), raised()))
    (tmp_path / "there" / "log.sqlite").replace(tmp_path / "here" / "log.sqlite")
    with pytest.raises(LogIsCut, match="the file was exchanged"), sqlite(tmp_path / "here"):
        pass


def test_the_log_goes_on_after_a_restart(tmp_path: Path) -> None:
    with sqlite(tmp_path) as log:
        filled(log)
        before = (log.id, log.generation, log.read(after=0, limit=100))
    with sqlite(tmp_path) as log:
        assert (log.id, log.generation, log.read(after=0, limit=100)) == before
        assert log.append(change("next", ticket("1"), TicketResumed(), expected=6)).position == 25


def test_events_of_a_class_this_version_lacks_are_told_as_unreadable(tmp_path: Path) -> None:
    with sqlite(tmp_path) as log:
        filled(log)
        tampered(tmp_path, "UPDATE events SET topic = 'ticket.blessed.v1' WHERE position = 7")
        tampered(tmp_path, "UPDATE events SET data = x'7b22' WHERE position = 8")
        told = log.read(after=6, limit=2)
        assert [type(each.event).__name__ for each in told] == ["Unreadable", "Unreadable"]
        assert "ticket.blessed.v1" in told[0].event.why
        assert len(log.read(after=0, limit=100)) == 24


def test_nothing_is_written_to_a_log_that_was_closed(tmp_path: Path) -> None:
    with sqlite(tmp_path) as log:
        filled(log)
    with pytest.raises(LogIsUnavailable, match="the log is closed"):
        log.append(change("late", ticket("1"), TicketResumed(), expected=6))


def tampered(folder: Path, statement: str) -> None:
    """Change the file behind the log's back."""
    connection = sqlite3.connect(folder / "log.sqlite")
    with connection:
        connection.execute(statement)
    connection.close()
