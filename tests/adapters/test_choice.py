"""What the settings lead to: the desk alone writes, commands write through it, others read."""

import os
import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from structlog.testing import capture_logs

from shared.clock import SteppedClock, SystemChance
from shared.eventlog.choice import LogIsOfAnUnknownKind, Opened, Purpose, declare_restored, opened
from shared.eventlog.lock import DeskIsRunning
from shared.eventlog.port import CursorIsForeign, LogIsUnavailable, VersionConflict
from shared.eventlog.remote import RemoteWriter
from shared.events.ticket import TicketResumed
from shared.sealing.port import KeysAreUnavailable
from shared.settings import Settings, SettingsFileIsMissing
from tests.adapters.logs import ADA, NOON, change, noted, raised, ticket


def open_for(purpose: Purpose, home: Path, **more: Any) -> AbstractContextManager[Opened]:
    settings = Settings(home=home, **more)
    return opened(settings, purpose, clock=SteppedClock(NOON), chance=SystemChance())


def desk(home: Path) -> AbstractContextManager[Opened]:
    return open_for(Purpose.DESK, home)


def raise_one(desk: Opened) -> None:
    desk.keys.make_all([(ADA, None)])
    desk.keys.make(ticket("1"), under=ADA)
    desk.log.append(change("c1", ticket("1"), raised(), noted("hush")))


def test_a_desk_finds_everything_again_after_a_restart(tmp_path: Path) -> None:
    with desk(tmp_path / "new") as first:
        raise_one(first)
        cursor = first.feed.poll(first.feed.start(), limit=10, wait=0).cursor
    with desk(tmp_path / "new") as second:
        note = second.log.history(ticket("1"))[1].event
        assert second.seals.open(note.text) == "hush"
        assert second.feed.poll(cursor, limit=10, wait=0).events == ()


def test_the_home_of_a_desk_is_for_its_owner_alone(tmp_path: Path) -> None:
    with desk(tmp_path / "new") as first:
        raise_one(first)
        files = [tmp_path / "new", *(tmp_path / "new").iterdir()]
        assert {"desk.sock", "log.sqlite-wal", "keys.sqlite"} <= {each.name for each in files}
        assert [each.name for each in files if each.stat().st_mode & 0o077] == []


def test_a_second_desk_on_the_same_files_is_told_who_has_them(tmp_path: Path) -> None:
    with desk(tmp_path) as first:
        raise_one(first)
        with pytest.raises(DeskIsRunning, match=f"process {os.getpid()} .*EVENHAND_HOME"):
            desk(tmp_path).__enter__()
        first.log.append(change("c2", ticket("1"), noted(), expected=2))
    with desk(tmp_path) as again:
        assert again.log.head() == 3


def test_a_command_writes_through_the_running_desk(tmp_path: Path) -> None:
    with desk(tmp_path) as running, open_for(Purpose.COMMAND, tmp_path) as command:
        raise_one(command)
        assert [each.command for each in running.log.history(ticket("1"))] == ["c1", "c1"]
        with pytest.raises(VersionConflict, match="at version 2, not 1") as refused:
            command.log.append(change("c2", ticket("1"), noted(), expected=1))
        assert (refused.value.stream, refused.value.actual) == (ticket("1"), 2)


def test_the_running_desk_and_a_command_are_given_different_numbers(tmp_path: Path) -> None:
    with desk(tmp_path) as running, open_for(Purpose.COMMAND, tmp_path) as command:
        logs = (running.log, command.log, running.log)
        assert [log.reserve("ticket", 2) for log in logs] == [1, 3, 5]


def test_a_command_writes_alone_where_no_desk_runs(tmp_path: Path) -> None:
    with open_for(Purpose.COMMAND, tmp_path) as command:
        raise_one(command)
        with pytest.raises(DeskIsRunning):
            desk(tmp_path).__enter__()
        with pytest.raises(DeskIsRunning):
            open_for(Purpose.COMMAND, tmp_path).__enter__()


def test_many_commands_at_once_are_all_served(tmp_path: Path) -> None:
    def work(number: int) -> None:
        with open_for(Purpose.COMMAND, tmp_path) as command:
            for turn in range(5):
                events = change(f"{number} {turn}", ticket(str(number)), TicketResumed(),
                                expected=turn)  # fmt: skip
                command.log.append(events)

    with desk(tmp_path) as running:
        threads = [Thread(target=work, args=(number,)) for number in range(6)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert running.log.head() == 30


def test_a_command_learns_that_its_desk_is_gone(tmp_path: Path) -> None:
    running = desk(tmp_path)
    raise_one(running.__enter__())
    with open_for(Purpose.COMMAND, tmp_path) as command:
        running.__exit__(None, None, None)
        with pytest.raises(LogIsUnavailable, match=r"desk.*(hung up|lost)"):
            command.log.append(change("c2", ticket("1"), noted(), expected=2))
        assert len(command.log.history(ticket("1"))) == 2


def test_a_socket_nobody_listens_at_is_no_desk(tmp_path: Path) -> None:
    with pytest.raises(LogIsUnavailable, match="does not answer"):
        RemoteWriter(tmp_path / "desk.sock")


def test_a_log_opened_for_reading_is_not_written(tmp_path: Path) -> None:
    with desk(tmp_path) as running, open_for(Purpose.READING, tmp_path) as reader:
        raise_one(running)
        assert [each.version for each in reader.log.history(ticket("1"))] == [1, 2]
        assert reader.feed.poll(reader.feed.start(), limit=10, wait=0).cursor.through == 2
        with pytest.raises(LogIsUnavailable, match="opened for reading"):
            reader.log.append(change("c2", ticket("1"), noted(), expected=2))
        with pytest.raises(LogIsUnavailable, match="opened for reading"):
            reader.log.reserve("ticket", 1)


def test_a_reader_is_woken_by_a_desk_in_another_place(tmp_path: Path) -> None:
    with desk(tmp_path) as running, open_for(Purpose.READING, tmp_path) as reader:
        batches: list[Any] = []
        start = reader.feed.start()
        waiter = Thread(target=lambda: batches.append(reader.feed.poll(start, limit=9, wait=20)))
        waiter.start()
        raise_one(running)
        waiter.join(5)
        assert [each.position for each in batches[0].events] == [1, 2]


def test_there_is_nothing_to_read_where_no_desk_ever_ran(tmp_path: Path) -> None:
    with pytest.raises(LogIsUnavailable, match="start a desk there first"):
        open_for(Purpose.READING, tmp_path / "nowhere").__enter__()
    assert not (tmp_path / "nowhere").exists()


def test_a_log_without_its_keys_is_not_opened(tmp_path: Path) -> None:
    with desk(tmp_path) as first:
        raise_one(first)
    (tmp_path / "keys.sqlite").rename(tmp_path / "kept")
    with pytest.raises(KeysAreUnavailable, match=r"keys\.sqlite is missing; put it back"):
        desk(tmp_path).__enter__()
    (tmp_path / "kept").rename(tmp_path / "keys.sqlite")
    with desk(tmp_path) as again:
        assert again.log.head() == 2


def test_a_log_with_the_keys_of_another_is_not_opened(tmp_path: Path) -> None:
    for name in ("here", "there"):
        with desk(tmp_path / name) as each:
            raise_one(each)
    (tmp_path / "there" / "keys.sqlite").replace(tmp_path / "here" / "keys.sqlite")
    with pytest.raises(KeysAreUnavailable, match="belongs to log"):
        desk(tmp_path / "here").__enter__()


def test_a_kind_of_log_that_nobody_knows_is_named(tmp_path: Path) -> None:
    with pytest.raises(LogIsOfAnUnknownKind, match="'tape'; this version knows: sqlite"):
        open_for(Purpose.DESK, tmp_path, log="tape").__enter__()
    assert list(tmp_path.iterdir()) == []


def test_a_desk_tells_once_and_calmly_of_an_old_sqlite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for version in ((3, 51, 2), (3, 51, 3)):
        monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
        with capture_logs() as said, desk(tmp_path), open_for(Purpose.COMMAND, tmp_path):
            told.append([each["log_level"] for each in said])
    assert told == [["info"], []], "nobody has to do anything about it"


def test_only_a_desk_that_stands_still_is_declared_restored(tmp_path: Path) -> None:
    with pytest.raises(LogIsUnavailable, match="there is no log"):
        declare_restored(Settings(home=tmp_path))
    with desk(tmp_path), pytest.raises(DeskIsRunning):
        declare_restored(Settings(home=tmp_path))
    assert declare_restored(Settings(home=tmp_path)) == 2


def test_a_cursor_from_before_a_restore_stops_its_consumer(tmp_path: Path) -> None:
    with desk(tmp_path) as first:
        raise_one(first)
        cursor = first.feed.poll(first.feed.start(), limit=10, wait=0).cursor
    declare_restored(Settings(home=tmp_path))
    with desk(tmp_path) as again, pytest.raises(CursorIsForeign, match=r"generation 1.*rebuild"):
        again.feed.poll(cursor, limit=10, wait=0)


def test_settings_come_from_the_environment_before_the_file_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "evenhand.toml").write_text('host = "::1"\nport = 8000\n')
    monkeypatch.setenv("EVENHAND_HOME", str(tmp_path))
    monkeypatch.setenv("EVENHAND_PORT", "9000")
    settings = Settings()
    assert (settings.home, settings.host, settings.port) == (tmp_path, "::1", 9000)
    assert settings.log_file == tmp_path / "log.sqlite"
    assert Settings(port=7000).port == 7000


def test_a_setting_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "evenhand.toml").write_text("hots = 1\n")
    with pytest.raises(ValueError, match="hots"):
        Settings(home=tmp_path)


def test_a_settings_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENHAND_SETTINGS", "nowhere.toml")
    with pytest.raises(SettingsFileIsMissing, match=r"names nowhere\.toml"):
        Settings()
