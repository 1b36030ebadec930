"""The line before the writer: shared flushes, and nobody pays for somebody else's request."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import pytest
from eventsourcing.persistence import IntegrityError, OperationalError

from shared.eventlog.port import (
    Appended,
    LogIsUnavailable,
    NameIsTaken,
    RequestIsUnderWay,
)
from shared.eventlog.prepare import Prepared, prepared
from shared.eventlog.writer import Commit, GroupCommit, Outcome
from shared.events.ticket import TicketResumed
from tests.adapters.logs import change, ticket

BUSY = "busy"


def request(command: str) -> Prepared:
    return prepared(change(command, ticket("1"), TicketResumed(), expected=None), seals=None)  # type: ignore[arg-type]


class Disk:
    """Takes whatever comes, once it is let go, and notes who shared a flush."""

    def __init__(self, refuse: dict[str, Exception] | None = None) -> None:
        self.go = Event()
        self.started = Event()
        self.flushes: list[list[str]] = []
        self.refuse = refuse or {}

    def commit(self, changes: Sequence[Prepared], whole: bool) -> list[Outcome]:
        self.started.set()
        assert self.go.wait(5)
        commands = [each.command for each in changes]
        for command in commands:
            if command in self.refuse:
                raise self.refuse[command]
        self.flushes.append(commands)
        return [Appended(position=len(self.flushes)) for _ in commands]


@contextmanager
def line(commit: Commit, **options: Any) -> Iterator[GroupCommit]:
    made = GroupCommit(commit, **options)
    yield made
    made.close()


def ask(made: GroupCommit, told: dict[str, Any], command: str, *, whole: bool = False) -> Thread:
    def go() -> None:
        try:
            told[command] = made.append([request(command)], whole=whole)[0]
        except Exception as refused:
            told[command] = refused

    thread = Thread(target=go)
    thread.start()
    return thread


def all_asked(made: GroupCommit, disk: Disk, commands: list[str], **options: Any) -> dict[str, Any]:
    """Everyone asks while the disk is still busy with the first."""
    told: dict[str, Any] = {}
    threads = [ask(made, told, BUSY)]
    assert disk.started.wait(5)
    for place, command in enumerate(commands, 1):
        threads.append(ask(made, told, command, **options))
        wait_until(lambda place=place: made.waiting == place)
    disk.go.set()
    for thread in threads:
        thread.join(5)
    return told


def wait_until(holds: Callable[[], bool]) -> None:
    patience = Event()
    while not holds():
        patience.wait(0.001)


def test_requests_that_gather_while_the_disk_is_busy_share_one_flush() -> None:
    disk = Disk()
    with line(disk.commit) as made:
        told = all_asked(made, disk, ["a", "b", "c"])
    assert disk.flushes == [[BUSY], ["a", "b", "c"]]
    assert {each.position for each in told.values()} == {1, 2}


def test_a_bulk_append_has_a_flush_of_its_own() -> None:
    disk = Disk()
    with line(disk.commit) as made:
        all_asked(made, disk, ["a", "b"], whole=True)
    assert disk.flushes == [[BUSY], ["a"], ["b"]]


@pytest.mark.parametrize("bad", [ValueError("odd"), IntegrityError("twice"), NameIsTaken("taken")])
def test_a_request_that_cannot_be_stored_spoils_nobody_elses(bad: Exception) -> None:
    disk = Disk({"b": bad})
    with line(disk.commit) as made:
        told = all_asked(made, disk, ["a", "b", "c"])
    assert disk.flushes == [[BUSY], ["a"], ["c"]]
    assert told["b"] is bad


def test_a_failing_disk_is_told_to_all_and_tried_once() -> None:
    disk = Disk({"b": OperationalError("database or disk is full")})
    with line(disk.commit) as made:
        told = all_asked(made, disk, ["a", "b"])
        assert made.append([request("d")], whole=False)[0] == Appended(position=2)
    assert disk.flushes == [[BUSY], ["d"]]
    assert all(isinstance(told[each], LogIsUnavailable) for each in "ab")
    assert "disk is full; nothing was recorded" in str(told["a"])


def test_a_full_line_turns_people_away_with_a_time_to_come_back() -> None:
    disk = Disk()
    with line(disk.commit, longest=1) as made:
        told: dict[str, Any] = {}
        threads = [ask(made, told, BUSY)]
        assert disk.started.wait(5)
        threads.append(ask(made, told, "a"))
        wait_until(lambda: made.waiting == 1)
        with pytest.raises(LogIsUnavailable, match="1 requests are waiting") as away:
            made.append([request("b")], whole=False)
        disk.go.set()
        [thread.join(5) for thread in threads]
    assert away.value.retry_after == 1
    assert isinstance(told["a"], Appended)


def test_a_request_under_way_is_not_begun_a_second_time() -> None:
    disk = Disk()
    with line(disk.commit) as made:
        told: dict[str, Any] = {}
        thread = ask(made, told, BUSY)
        assert disk.started.wait(5)
        with pytest.raises(RequestIsUnderWay, match="is being carried out"):
            made.append([request(BUSY)], whole=False)
        disk.go.set()
        thread.join(5)
        assert made.append([request(BUSY)], whole=False)
    assert disk.flushes == [[BUSY], [BUSY]]


def test_what_stood_in_line_is_finished_before_the_log_closes() -> None:
    disk = Disk()
    disk.go.set()
    made = GroupCommit(disk.commit)
    told: dict[str, Any] = {}
    thread = ask(made, told, "a")
    thread.join(5)
    made.close()
    assert told["a"] == Appended(position=1)
    with pytest.raises(LogIsUnavailable, match="closed"):
        made.append([request("b")], whole=False)
