"""From settings to adapters: the one place that knows which kind of log the desk keeps."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import Enum

from shared.clock import Chance, Clock
from shared.eventlog.feed import StoreFeed
from shared.eventlog.lock import WriterLock
from shared.eventlog.port import EventLog, Feed, LogIsUnavailable
from shared.eventlog.sqlite import SqliteLog
from shared.eventlog.writer import NobodyWrites
from shared.sealing.cipher import Cipher
from shared.sealing.keys_sqlite import SqliteKeys
from shared.sealing.port import Keys, Seals
from shared.settings import Settings


class Purpose(Enum):
    """What somebody opens the log for."""

    DESK = "run the desk: write the log, alone"
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
    if purpose is Purpose.DESK:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = WriterLock(settings.lock_file)
        lock.take()
        stack.callback(lock.give_back)
    elif not settings.log_file.exists():
        raise LogIsUnavailable(
            f"there is no log in {settings.home}; start a desk there first, or set EVENHAND_HOME"
        )
    keys = SqliteKeys(settings.key_file, chance)
    stack.callback(keys.close)
    seals = Cipher(keys, chance)
    writer = None if purpose is Purpose.DESK else NobodyWrites()
    log = SqliteLog(settings.log_file, seals=seals, clock=clock, chance=chance, writer=writer)
    stack.callback(log.close)
    return Opened(log, StoreFeed(log), keys, seals)
