"""From settings to adapters: the one place that knows which kind of log the desk keeps."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import Enum

from eventsourcing.persistence import PersistenceError

from shared.clock import Chance, Clock
from shared.eventlog.beginning import begin_generation
from shared.eventlog.datastore import PinnedDatastore, tell_of_old_sqlite
from shared.eventlog.feed import StoreFeed
from shared.eventlog.lock import DeskIsRunning, WriterLock
from shared.eventlog.mark import MarkFile
from shared.eventlog.port import EventLog, Feed, LogIsUnavailable
from shared.eventlog.reception import Reception
from shared.eventlog.recorder import Recorder
from shared.eventlog.remote import RemoteWriter
from shared.eventlog.sqlite import SqliteLog
from shared.eventlog.writer import NobodyWrites, Writer
from shared.sealing.cipher import Cipher
from shared.sealing.keys_sqlite import SqliteKeys
from shared.sealing.port import Keys, KeysAreUnavailable, Seals
from shared.settings import Settings


class Purpose(Enum):
    """What somebody opens the log for."""

    DESK = "run the desk: write the log, and let commands write through this process"
    COMMAND = "write, through the running desk if there is one"
    READING = "read, beside whoever writes"


class LogIsOfAnUnknownKind(ValueError):
    """The settings ask for a log that this version does not know."""


@dataclass(frozen=True)
class Opened:
    """A log, its feed, its keys and its seals."""

    log: EventLog
    feed: Feed
    keys: Keys
    seals: Seals


@contextmanager
def opened(
    settings: Settings, purpose: Purpose, *, clock: Clock, chance: Chance
) -> Iterator[Opened]:
    """The log that the settings name, for as long as the block lasts.

    Raises `LogIsOfAnUnknownKind`, `DeskIsRunning`, `LogIsUnavailable` or `KeysAreUnavailable`.
    """
    if settings.log != "sqlite":
        raise LogIsOfAnUnknownKind(f"EVENHAND_LOG is {settings.log!r}; this version knows: sqlite")
    with ExitStack() as stack:
        yield embedded(settings, purpose, stack, clock=clock, chance=chance)


def embedded(
    settings: Settings, purpose: Purpose, stack: ExitStack, *, clock: Clock, chance: Chance
) -> Opened:
    """The log in SQLite files under the home folder."""
    writer = writer_for(settings, purpose, stack)
    refuse_half_a_desk(settings)
    keys = SqliteKeys(settings.key_file, chance)
    stack.callback(keys.close)
    if keys.log and not settings.log_file.exists():
        raise LogIsUnavailable(
            f"{settings.log_file} is missing, though {settings.key_file.name} holds the keys of log "
            f"{keys.log}; put the log back from its backup, or set EVENHAND_HOME to an empty folder "
            "to begin anew",
            retry_after=3600,
        )
    seals = Cipher(keys, chance)
    log = SqliteLog(settings.log_file, seals=seals, clock=clock, chance=chance, writer=writer)
    stack.callback(log.close)
    keys.belong_to(log.id, from_its_start=log.head() == 0)
    if purpose is Purpose.DESK:
        tell_of_old_sqlite()
        stack.callback(Reception(settings.socket, log.writer).close)
    return Opened(log, StoreFeed(log), keys, seals)


def writer_for(settings: Settings, purpose: Purpose, stack: ExitStack) -> Writer | None:
    """Whoever is to write, or None where this process may do so itself."""
    if purpose is Purpose.READING:
        refuse_missing(settings)
        return NobodyWrites()
    try:
        take_lock(settings, stack)
    except DeskIsRunning:
        if purpose is Purpose.DESK or not settings.socket.exists():
            raise
        return RemoteWriter(settings.socket)
    return None


def refuse_half_a_desk(settings: Settings) -> None:
    """A log without its keys cannot be read, and a mark without its log tells that one is gone."""
    if settings.log_file.exists() and not settings.key_file.exists():
        raise KeysAreUnavailable(
            f"{settings.key_file} is missing; put it back from its backup, for without it no word "
            "of the log can be read"
        )
    mark = MarkFile.beside(settings.log_file)
    if mark.exists() and not settings.log_file.exists():
        raise LogIsUnavailable(
            f"{settings.log_file} is missing, though {mark.name} tells how far it had come; put the "
            "log back from its backup, or set EVENHAND_HOME to an empty folder to begin anew",
            retry_after=3600,
        )


def refuse_running(settings: Settings) -> None:
    """Raises `DeskIsRunning` while somebody writes the desk's files."""
    if settings.lock_file.exists():
        lock = WriterLock(settings.lock_file)
        lock.take()
        lock.give_back()


def take_lock(settings: Settings, stack: ExitStack) -> None:
    """Become the one writer until the stack is closed; raises `DeskIsRunning`."""
    lock = WriterLock(settings.lock_file)
    try:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.take()
    except OSError as unusable:
        raise LogIsUnavailable(
            f"{settings.home} cannot be the desk's folder ({unusable.strerror}); set EVENHAND_HOME "
            "to a folder that you may write in",
            retry_after=3600,
        ) from unusable
    stack.callback(lock.give_back)


def refuse_missing(settings: Settings) -> None:
    """There is nothing to read where no desk ever ran."""
    if not settings.log_file.exists():
        raise LogIsUnavailable(
            f"there is no log in {settings.home}; start a desk there first, or set EVENHAND_HOME",
            retry_after=60,
        )


def declare_restored(settings: Settings) -> int:
    """Let a log that was put back from a backup go on, as a new generation, which is returned.

    Cursors of before then stop their consumers. Raises `DeskIsRunning` or `LogIsUnavailable`.
    """
    refuse_missing(settings)
    with ExitStack() as stack:
        take_lock(settings, stack)
        recorder = Recorder(PinnedDatastore(settings.log_file))
        stack.callback(recorder.datastore.close)
        try:
            return begin_generation(recorder, MarkFile(settings.log_file))
        except PersistenceError as failed:
            raise LogIsUnavailable(f"the log cannot be read or written: {failed}") from failed
