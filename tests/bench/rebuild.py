"""How fast views are built anew, beside one transaction an event and beside reading the log alone.

rebuild: a view folded from the log into a file of its own, indexes, comparison and switch included; all:
every view in one reading. one by one: the queue's own `evolve` under the library's
`SQLiteTrackingRecorder`, one transaction an event, as its projections do it. read and decode: the
log's rows fetched and their events decoded, nothing else. Rounds are interleaved and medians told.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from eventsourcing.persistence import Tracking
from eventsourcing.sqlite import SQLiteDatastore, SQLiteTrackingRecorder

from services.projections.catalogue import ALL
from services.projections.rebuild import rebuild
from services.projections.views.queue.row import QueueRow
from services.projections.views.queue.view import QUEUE
from shared.clock import SystemChance, SystemClock
from shared.eventlog.codec import decode
from shared.eventlog.port import Change, Write
from shared.eventlog.sqlite import SqliteLog
from shared.events import ticket as said
from shared.events.assignment import EntitlementBooked, Share
from shared.events.declaration import Event
from shared.sealing.cipher import Cipher
from shared.sealing.keys_memory import MemoryKeys
from shared.vocabulary.identity import Actor, Personal, PersonId, StreamId, TeamId
from shared.vocabulary.toughness import MilliPoints
from shared.vocabulary.words import Channel, Origin, Resolution

TICKETS = 8_000
AT_ONCE = 2_000
ONE_BY_ONE = 1_500
ROUNDS = 5
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
AGENTS = [PersonId(StreamId(f"person-{number:032x}")) for number in range(12)]
TEAMS = [TeamId(StreamId(f"team-{number:032x}")) for number in range(3)]


def run() -> dict[str, Any]:
    """Events a second, and ours divided by theirs."""
    with TemporaryDirectory() as folder, log_at(Path(folder)) as log:
        events = log.head()
        read: list[float] = []
        one_by_one: list[float] = []
        built: dict[str, list[float]] = {}
        for number in range(ROUNDS):
            read.append(events / seconds(lambda: read_and_decode(log)))
            for name, views in {**{view.name: [view] for view in ALL}, "all": list(ALL)}.items():
                place = Path(folder) / f"{name}-{number}"
                took = seconds(lambda v=views, p=place: rebuild(v, p, log))
                built.setdefault(name, []).append(events / took)
            place = Path(folder) / f"library-{number}.sqlite"
            one_by_one.append(ONE_BY_ONE / seconds(lambda p=place: tracked(log, p)))
    return told(events, read, one_by_one, built)


def told(
    events: int, read: list[float], one_by_one: list[float], built: dict[str, list[float]]
) -> dict[str, Any]:
    """Medians, and what they come to beside each other."""
    rates = {name: statistics.median(each) for name, each in built.items()}
    reading, slowly = statistics.median(read), statistics.median(one_by_one)
    return {
        "events": events,
        "read_and_decode": round(reading),
        "one_by_one": round(slowly),
        "rebuild": {name: round(rate) for name, rate in rates.items()},
        "queue_beside_one_by_one": round(rates["queue"] / slowly, 1),
        "beside_read_and_decode": {name: round(r / reading, 3) for name, r in rates.items()},
    }


def read_and_decode(log: SqliteLog) -> None:
    """The whole log, event by event."""
    after = 0
    while rows := log.read_rows(after=after, limit=AT_ONCE):
        for row in rows:
            decode(row[3], row[13])
        after = rows[-1][0]


def tracked(log: SqliteLog, path: Path) -> None:
    """The queue's first events as the library projects them: one transaction each."""
    recorder = Tracked(SQLiteDatastore(str(path)))
    for told in log.read(after=0, limit=ONE_BY_ONE):
        if isinstance(told.event, QUEUE.reads):
            recorder.process(told)
    recorder.datastore.close()


class Tracked(SQLiteTrackingRecorder):
    """The queue under the library's tracking, its row and its position in one transaction."""

    def __init__(self, datastore: SQLiteDatastore) -> None:
        super().__init__(datastore)
        self.create_table()
        self.decoder = msgspec.msgpack.Decoder(QueueRow)

    def construct_create_table_statements(self) -> list[str]:
        statements: list[str] = super().construct_create_table_statements()
        return [*statements, "CREATE TABLE queue (key TEXT PRIMARY KEY, data BLOB)"]

    def process(self, told: Any) -> None:
        """Read the row, fold one event, write the row and the position."""
        with self.datastore.transaction(commit=True) as c:
            c.execute("SELECT data FROM queue WHERE key = ?", (told.stream,))
            found = c.fetchone()
            before = self.decoder.decode(found[0]) if found else None
            after = QUEUE.evolve(before, told)
            c.execute(
                "INSERT OR REPLACE INTO queue VALUES (?, ?)",
                (told.stream, msgspec.msgpack.encode(after)),
            )
            self._insert_tracking(c, Tracking("log", told.position))


@contextmanager
def log_at(folder: Path) -> Iterator[SqliteLog]:
    """A log of many tickets at once, each with its conversation, hand-overs and bookings."""
    chance = SystemChance()
    keys = MemoryKeys(chance)
    log = SqliteLog(
        folder / "log.sqlite", seals=Cipher(keys, chance), clock=SystemClock(), chance=chance
    )
    dice = random.Random(7)
    stories = [story(number, dice) for number in range(1, TICKETS + 1)]
    keys.make_all([(stream, None) for stream, _ in stories])
    changes = sorted((each for _, told in stories for each in told), key=lambda each: each.at)
    for first in range(0, len(changes), AT_ONCE):
        log.append_all(changes[first : first + AT_ONCE])
    try:
        yield log
    finally:
        log.close()


def story(number: int, dice: random.Random) -> tuple[StreamId, list[Change]]:
    """One ticket from raised to closed, in about ten events over some days."""
    stream = StreamId(f"ticket-{dice.getrandbits(128):032x}")
    at = START + timedelta(seconds=60 * number)
    changes = []
    for version, (by, event) in enumerate(lived(number, dice)):
        write = Write(stream=stream, expected=version, events=(event,))
        changes.append(Change(command=f"{stream}/{version}", by=Actor(by), at=at, writes=(write,)))
        at += timedelta(seconds=dice.randrange(1, 40_000))
    return stream, changes


def lived(number: int, dice: random.Random) -> Iterator[tuple[str, Event]]:
    """What happens to a ticket, and who does it."""
    requester = PersonId(StreamId(f"person-{dice.randrange(100, 2_000):032x}"))
    agent, other = dice.sample(AGENTS, 2)
    words = Personal("The printer on the second floor is on fire again, please come.")
    yield (
        requester,
        said.TicketRaised(
            number=number, requester=requester, channel=Channel.FORM, subject=words, problem=words
        ),
    )
    yield "system:clock", said.TicketRouted(team=dice.choice(TEAMS))
    yield "system:clock", said.TicketPromiseSet(resolve_by=START + timedelta(days=3))
    yield agent, said.TicketTriaged(toughness=MilliPoints(dice.randrange(500, 4_000)))
    yield "system:assignment", said.TicketAssigned(agent=agent, origin=Origin.DEALT)
    yield "system:assignment", booking(agent)
    for _ in range(dice.randrange(1, 4)):
        yield agent, said.TicketReplied(text=words)
        yield requester, said.TicketReplied(text=words)
    if dice.random() < 0.2:
        yield agent, said.TicketAssigned(agent=other, origin=Origin.HANDED_OVER, before=agent)
        yield other, said.TicketNoted(text=words)
    yield agent, said.TicketResolved(code=Resolution.SOLVED, done=words)
    yield "system:clock", said.TicketClosed()


def booking(taker: PersonId) -> EntitlementBooked:
    """A booking over twelve agents."""
    shares = [
        Share(agent=agent, milli_points=MilliPoints(1_100 if agent == taker else -100))
        for agent in AGENTS
    ]
    return EntitlementBooked(
        taker=taker, origin=Origin.DEALT, toughness=MilliPoints(1_200), shares=tuple(shares)
    )


def seconds(run: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began
