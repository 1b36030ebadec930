"""Whoever comes to the desk's socket with nonsense is shown out, and nobody else notices."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from shared.eventlog import wire
from shared.eventlog.port import (
    LogIsUnavailable,
    NameIsTaken,
    Refusal,
    RequestDiffers,
    RequestIsUnderWay,
    VersionConflict,
)
from shared.eventlog.reception import Reception
from shared.eventlog.remote import RemoteWriter
from tests.adapters.logs import change, desk_keys, raised, short_folder, sqlite, sqlite_log, ticket


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Path]:
    with sqlite(tmp_path) as desk, short_folder() as place:
        reception = Reception(place / "desk.sock", desk.writer)
        yield place / "desk.sock"
        reception.close()


def visit(door: Path) -> socket.socket:
    visitor = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    visitor.settimeout(5)
    visitor.connect(str(door))
    return visitor


def hung_up(visitor: socket.socket) -> bool:
    try:
        return visitor.recv(10) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize(
    "nonsense",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x00\x00\x00\x02\xff\xff",
        b"\x00\x00\x00\x05\x81\xa4type",
        b"\xff\xff\xff\xff",
    ],
)
def test_nonsense_is_shown_out_and_the_next_visitor_is_served(
    door: Path, nonsense: bytes, tmp_path: Path
) -> None:
    visitor = visit(door)
    with capture_logs() as said:
        visitor.sendall(nonsense)
        visitor.shutdown(socket.SHUT_WR)
        assert hung_up(visitor)
    assert [each["log_level"] for each in said] == ["warning"]
    writer = RemoteWriter(door)
    assert writer.reserve("ticket", 1) == 1
    writer.close()


def test_a_visitor_who_leaves_in_the_middle_of_a_request_changes_nothing(door: Path) -> None:
    visitor = visit(door)
    visitor.sendall(b"\x00\x00\x01\x00half")
    visitor.close()
    writer = RemoteWriter(door)
    assert writer.reserve("ticket", 2) == 1
    writer.close()


@pytest.mark.parametrize(
    "refusal",
    [
        VersionConflict(ticket("1"), expected=3, actual=4),
        NameIsTaken("number 17 already names it"),
        RequestDiffers("it came with another content"),
        RequestIsUnderWay("it is being carried out"),
    ],
)
def test_a_refusal_is_the_same_on_the_other_side(refusal: Refusal) -> None:
    body = wire.encode(wire.Outcomes([wire.as_reply(refusal)]))
    answer: Any = wire.answer(body)
    again = wire.outcome(answer.each[0])
    assert (type(again), str(again)) == (type(refusal), str(refusal))
    assert vars(again) == vars(refusal)


def test_a_command_is_told_when_it_is_worth_trying_again(tmp_path: Path) -> None:
    class Busy:
        def append(self, changes: Any, *, whole: bool) -> Any:
            raise LogIsUnavailable("the disk is full", retry_after=17)

        reserve = close = append

    with short_folder() as place:
        reception = Reception(place / "desk.sock", Busy())
        with sqlite(tmp_path):
            writer = RemoteWriter(place / "desk.sock")
            log = sqlite_log(tmp_path, desk_keys(), writer=writer)
            with pytest.raises(LogIsUnavailable, match="the disk is full") as refused:
                log.append(change("c1", ticket("1"), raised()))
        reception.close()
    assert refused.value.retry_after == 17


def test_a_home_with_too_long_a_name_says_so(tmp_path: Path) -> None:
    with pytest.raises(LogIsUnavailable, match="choose another EVENHAND_HOME"):
        Reception(tmp_path / ("x" * 120), writer=None)  # type: ignore[arg-type]
