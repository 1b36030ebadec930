"""How fast the log takes events, beside bare SQLite and beside the library as it comes.

bulk: changes that are sealed and encoded already, appended as an import does, beside `executemany`
of the very same rows into the same table, in the same batches, at the same durability; told for
ids that come at random and ids that begin with a time. single: 32 writers with one request each at
a time, sealing included, beside the library's default application. import: from events with
personal words to the disk. Batches and rounds are interleaved and medians are told, because other work
shares the machine.
"""

import itertools
import json
import os
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from shared.clock import SystemChance, SystemClock
from shared.eventlog import schema
from shared.eventlog.choice import Opened, Purpose, opened
from shared.eventlog.datastore import WRITER
from shared.eventlog.port import Change, Write
from shared.eventlog.prepare import prepared
from shared.events.ticket import TicketNoted
from shared.settings import Settings
from shared.vocabulary.identity import Actor, Personal, PersonId, StreamId
from tests.adapters.library import note_writer, notes

ADA = PersonId(StreamId("person-" + "a" * 32))
WORDS = "The printer on the second floor is on fire again, please come."
EVENTS = 36_000
BATCH = 3_000
WRITERS = 32
ROUNDS = 5
SECONDS = 1.5


def run() -> dict[str, Any]:
    """Rates in events or requests a second, times in milliseconds, and ours divided by theirs."""
    return {
        "machine": {
            "cores": os.cpu_count(),
            "python": sys.version.split()[0],
            "sqlite": sqlite3.sqlite_version,
            "sync_milliseconds": round(sync_milliseconds(), 3),
        },
        "bulk": {
            "one event a change, random ids": bulk(1, ordered=False),
            "one event a change, ids by time": bulk(1, ordered=True),
            "three events a change, random ids": bulk(3, ordered=False),
            "three events a change, ids by time": bulk(3, ordered=True),
        },
        "single": single(),
        "import": whole_import(),
    }


def bulk(size: int, *, ordered: bool) -> dict[str, float]:
    """Prepared changes beside `executemany` of the rows they became."""
    ours: list[float] = []
    theirs: list[float] = []
    with TemporaryDirectory() as folder, at(folder) as desk:
        log: Any = desk.log
        bare = bare_table(Path(folder) / "bare.sqlite")
        for _ in range(ROUNDS):
            ready = [prepared(each, desk.seals) for each in tickets(desk, size, ordered=ordered)]
            mine = other = 0.0
            for part in parts(ready, BATCH // size):
                before = log.head()
                mine += seconds(lambda p=part: log.writer.append(p, whole=True))
                rows = log.read_rows(after=before, limit=BATCH)
                other += seconds(lambda r=rows: insert(bare, r))
            ours.append(EVENTS / mine)
            theirs.append(EVENTS / other)
    return compared("executemany", ours, theirs)


def single() -> dict[str, Any]:
    """One request at a time from many writers, beside the library's default application."""
    ours: list[float] = []
    theirs: list[float] = []
    waits: list[float] = []
    with TemporaryDirectory() as folder, at(folder) as desk:
        app = notes(Path(folder) / "library.sqlite")
        for _ in range(ROUNDS):
            took = crowd(lambda: our_writer(desk))
            waits += took
            ours.append(len(took) / SECONDS)
            theirs.append(len(crowd(lambda: note_writer(app, words=WORDS, by=ADA))) / SECONDS)
        app.close()
    waits.sort()
    told = compared("library", ours, theirs)
    told["p50_milliseconds"] = round(waits[len(waits) // 2] * 1_000, 2)
    told["p99_milliseconds"] = round(waits[len(waits) * 99 // 100] * 1_000, 2)
    return told


def whole_import() -> dict[str, float]:
    """Changes with personal words, from their keys to the disk."""
    rates: list[float] = []
    with TemporaryDirectory() as folder, at(folder) as desk:
        for _ in range(ROUNDS):
            began = time.perf_counter()
            changes = tickets(desk, 1, ordered=True)
            for part in parts(changes, BATCH):
                desk.log.append_all(part)
            rates.append(EVENTS / (time.perf_counter() - began))
    return {"events_a_second": round(statistics.median(rates))}


def tickets(desk: Opened, size: int, *, ordered: bool) -> list[Change]:
    """New tickets of four changes each, mixed a hundred tickets at a time."""
    streams = [StreamId(f"ticket-{fresh_id(ordered)}") for _ in range(EVENTS // (4 * size))]
    desk.keys.make_all([(stream, ADA) for stream in streams])
    return [
        noting(stream, turn * size, size=size, command=fresh_id(ordered))
        for first in range(0, len(streams), 100)
        for turn in range(4)
        for stream in streams[first : first + 100]
    ]


def parts(changes: list[Any], size: int) -> Iterator[list[Any]]:
    """The changes, so many at a time."""
    for first in range(0, len(changes), size):
        yield changes[first : first + size]


def fresh_id(ordered: bool) -> str:
    """32 hex digits that nobody can guess, after a time if they are to come in order."""
    chance = SystemChance()
    if not ordered:
        return chance.token(16).hex()
    return f"{time.time_ns() // 1_000:016x}{chance.token(8).hex()}"


def noting(stream: StreamId, version: int, *, command: str, size: int = 1) -> Change:
    """A request that writes notes to the end of a ticket."""
    events = (TicketNoted(text=Personal(WORDS)),) * size
    write = Write(stream=stream, expected=version, events=events)
    return Change(command=command, by=Actor(ADA), at=SystemClock().now(), writes=(write,))


def our_writer(desk: Opened) -> Callable[[], object]:
    """A writer with a ticket of their own."""
    stream = StreamId(f"ticket-{fresh_id(ordered=False)}")
    desk.keys.make(stream, under=ADA)
    versions = itertools.count()
    return lambda: desk.log.append(noting(stream, next(versions), command=fresh_id(ordered=False)))


def crowd(writer: Callable[[], Callable[[], object]]) -> list[float]:
    """How long each request took of all that many writers got through in the time."""
    took: list[float] = []
    writers = [writer() for _ in range(WRITERS)]
    end = time.perf_counter() + SECONDS

    def work(write: Callable[[], object]) -> None:
        while (began := time.perf_counter()) < end:
            write()
            took.append(time.perf_counter() - began)

    threads = [Thread(target=work, args=(each,)) for each in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


@contextmanager
def at(folder: str) -> Iterator[Opened]:
    """A desk of its own that knows Ada."""
    settings = Settings(home=Path(folder))
    with opened(settings, Purpose.COMMAND, clock=SystemClock(), chance=SystemChance()) as desk:
        desk.keys.make(ADA)
        yield desk


def bare_table(path: Path) -> sqlite3.Connection:
    """The log's own table and indexes, with nothing that keeps them."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in WRITER:
        connection.execute(f"PRAGMA {pragma}")
    for statement in schema.TABLES[:2]:
        connection.execute(statement)
    return connection


def insert(connection: sqlite3.Connection, rows: list[Any]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(schema.INSERT_EVENT, rows)
    connection.execute("COMMIT")


def compared(name: str, ours: list[float], theirs: list[float]) -> dict[str, Any]:
    """Medians of both, and of their ratio round by round."""
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    return {
        "log": round(statistics.median(ours)),
        name: round(statistics.median(theirs)),
        "ratio": round(statistics.median(ratios), 2),
    }


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def sync_milliseconds() -> float:
    """What one append and sync of a small block costs here."""
    with TemporaryDirectory() as folder, (Path(folder) / "block").open("wb", 0) as file:
        took = []
        for _ in range(200):
            began = time.perf_counter()
            file.write(bytes(512))
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - began)
    return statistics.median(took) * 1_000


if __name__ == "__main__":
    print(json.dumps(run(), indent=None if "--json" in sys.argv else 2))
