"""Every adapter under its contract, and the sample changes the contract is told with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from shared.clock import SteppedClock, SystemChance
from shared.eventlog.memory import MemoryLog
from shared.eventlog.port import Change, EventLog, Name, Write
from shared.eventlog.reception import Reception
from shared.eventlog.remote import RemoteWriter
from shared.eventlog.sqlite import SqliteLog
from shared.eventlog.writer import Writer
from shared.events.ticket import TicketNoted, TicketRaised, TicketResumed
from shared.sealing.cipher import Cipher
from shared.sealing.keys_memory import MemoryKeys
from shared.sealing.keys_sqlite import SqliteKeys
from shared.vocabulary.identity import Actor, Personal, PersonId, StreamId
from shared.vocabulary.words import Channel

ADA = PersonId(StreamId("person-" + "a" * 32))
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def ticket(digit: str) -> StreamId:
    return StreamId("ticket-" + digit * 32)


def desk_keys(path: Path | None = None) -> Any:
    keys: Any = SqliteKeys(path, SystemChance()) if path else MemoryKeys(SystemChance())
    keys.make(ADA)
    keys.make_all([(ticket(digit), ADA) for digit in "0123456789"])
    return keys


@contextmanager
def memory(folder: Path) -> Iterator[MemoryLog]:
    log = memory_log(desk_keys())
    yield log
    log.close()


def memory_log(keys: Any) -> MemoryLog:
    seals = Cipher(keys, SystemChance())
    return MemoryLog(seals=seals, clock=SteppedClock(NOON), chance=SystemChance())


@contextmanager
def sqlite(folder: Path) -> Iterator[SqliteLog]:
    keys = desk_keys()
    log = sqlite_log(folder, keys)
    yield log
    log.close()
    keys.close()


@contextmanager
def remote(folder: Path) -> Iterator[SqliteLog]:
    """What a command of another process has of the desk that runs."""
    with sqlite(folder) as desk, short_folder() as place:
        reception = Reception(place / "desk.sock", desk.writer)
        log = sqlite_log(folder, desk_keys(), writer=RemoteWriter(place / "desk.sock"))
        yield log
        log.close()
        reception.close()


@contextmanager
def short_folder() -> Iterator[Path]:
    """A folder whose name is short enough for a socket's address."""
    with TemporaryDirectory(prefix="desk") as place:
        yield Path(place)


def sqlite_log(folder: Path, keys: Any, writer: Writer | None = None) -> SqliteLog:
    return SqliteLog(
        folder / "log.sqlite",
        seals=Cipher(keys, SystemChance()),
        clock=SteppedClock(NOON),
        chance=SystemChance(),
        writer=writer,
    )


ADAPTERS: dict[str, Callable[[Path], Any]] = {
    "memory": memory,
    "sqlite": sqlite,
    "remote": remote,
}


def raised(number: int = 1) -> TicketRaised:
    return TicketRaised(number=number, channel=Channel.FORM, subject=Personal("Printer on fire"))


def noted(words: str = "called back") -> TicketNoted:
    return TicketNoted(text=Personal(words))


def change(
    command: str,
    stream: StreamId,
    *events: Any,
    expected: int | None = 0,
    names: tuple[Name, ...] = (),
    at: datetime = NOON,
    **more: Any,
) -> Change:
    write = Write(stream=stream, expected=expected, events=events, names=names)
    return Change(command=command, by=Actor(ADA), at=at, writes=(write,), **more)


def filled(log: EventLog, *, streams: int = 4, rounds: int = 5) -> None:
    """A log in which several tickets' events alternate."""
    for number in range(streams):
        log.append(change(f"raise {number}", ticket(str(number)), raised(number + 1)))
    for turn in range(rounds):
        for number in range(streams):
            stream = ticket(str(number))
            log.append(change(f"{turn} {number}", stream, TicketResumed(), expected=turn + 1))
