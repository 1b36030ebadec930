"""Imports a source: rows in the order of their time, each once, however often the file is given."""

import hashlib
import hmac
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from itertools import islice
from pathlib import Path

import msgspec

from services.intake.channels.imports.formats.catalogue import FORMATS
from services.intake.channels.imports.identities import Identities
from services.intake.channels.imports.reading import Reading
from services.intake.channels.imports.staging import Staging
from services.intake.channels.imports.statement import Statement
from services.intake.channels.imports.telling import Source, Told, events_of
from shared.clock import Chance, Clock
from shared.eventlog.port import Change, EventLog, Name, Write
from shared.eventlog.references import NUMBER
from shared.sealing.port import Keys
from shared.vocabulary.identity import IMPORT, Actor, PersonId, StreamId

AT_ONCE = 4_000
PURPOSE = "telling imported rows apart"
Progress = Callable[[int, int], None]
"""Told (rows done, rows in all) now and then."""


def silently(_: int, __: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported and how."""

    format: str
    files: tuple[Path, ...]
    source: str
    zone: tzinfo = UTC
    adopted: bool = False
    system: frozenset[tuple[str, str]] = frozenset()


class Counts(msgspec.Struct, kw_only=True):
    """What became of an import."""

    source: str
    rows: int = 0
    tickets: int = 0
    events: int = 0
    repeated: int = 0
    rejected: int = 0
    seconds: float = 0.0
    rejects: list[tuple[str, int, str]] = []
    """File, line and reason of each row that was left out."""


@dataclass(slots=True)
class Known:
    """A ticket of the source in this import."""

    stream: StreamId
    version: int
    told: Told
    old: bool
    ordinals: Counter[str] = field(default_factory=Counter)


class Importer:
    """Appends one source's history to the log."""

    def __init__(self, *, log: EventLog, keys: Keys, clock: Clock, chance: Chance) -> None:
        self.log, self.keys, self.clock, self.chance = log, keys, clock, chance
        self.secret = keys.secret(PURPOSE)

    def run(self, order: Order, progress: Progress = silently) -> Counts:
        """Read, put in order, append; returns what became of it."""
        began = time.monotonic()
        counts = Counts(source=order.source)
        staging = Staging()
        try:
            self._stage(order, staging, counts)
            Append(self, order, counts, progress).all(staging.in_order())
        finally:
            staging.close()
        counts.seconds = round(time.monotonic() - began, 3)
        return counts

    def _stage(self, order: Order, staging: Staging, counts: Counts) -> None:
        for file in order.files:
            reading = Reading(file, order.zone)
            staging.take(FORMATS[order.format](reading))
            counts.rows += reading.rows
            counts.rejected += len(reading.rejected)
            counts.rejects += [(file.name, line, why) for line, why in reading.rejected]

    def command(self, source: str, statement: Statement, ordinal: int) -> str:
        """The id of a row: its source, ticket, content and place among equals, under a secret key."""
        identity = (source, statement.key, statement.kind, statement.content, ordinal)
        return hmac.new(self.secret, msgspec.json.encode(identity), hashlib.sha256).hexdigest()[:32]


class Append:
    """One import on its way: what is known of its tickets, people and teams."""

    def __init__(
        self, importer: Importer, order: Order, counts: Counts, progress: Progress
    ) -> None:
        self.importer, self.order, self.counts, self.progress = importer, order, counts, progress
        self.log = importer.log
        self.ids = Identities(importer, order.source)
        self.known: dict[str, Known] = {}
        self.source = Source(
            order.source, order.adopted, self.ids.person, self.ids.team, order.system
        )

    def all(self, statements: Iterator[Statement]) -> None:
        """Append everything, some thousands of rows in one transaction."""
        done = 0
        while batch := list(islice(statements, AT_ONCE)):
            self.ids.meet(batch)
            self._meet(batch)
            self._append([change for each in batch if (change := self._change(each))])
            done += sum(each.counts for each in batch)
            self.progress(done, self.counts.rows)

    def _meet(self, batch: list[Statement]) -> None:
        new = [key for key in dict.fromkeys(s.key for s in batch) if key not in self.known]
        streams = self.log.named_all(self.order.source, new)
        versions = self.log.versions(list(streams.values()))
        fresh = [key for key in new if key not in streams]
        first = self.log.reserve(NUMBER, len(fresh)) if fresh else 0
        for key, stream in streams.items():
            self.known[key] = Known(stream, versions[stream], Told(), old=True)
        requesters = {each.key: each.requester for each in reversed(batch) if each.requester}
        owners: list[tuple[StreamId, PersonId | None]] = []
        for number, key in enumerate(fresh, first):
            stream = StreamId(f"ticket-{self.importer.chance.token(16).hex()}")
            self.known[key] = Known(stream, 0, Told(number=number), old=False)
            owners.append((stream, self.ids.person(requesters.get(key))))
        self.importer.keys.make_all(owners)
        self.counts.tickets += len(fresh)

    def _change(self, statement: Statement) -> Change | None:
        known = self.known[statement.key]
        ordinal = known.ordinals[statement.content]
        known.ordinals[statement.content] += 1
        command = self.importer.command(self.order.source, statement, ordinal)
        first = not known.told.raised
        events = events_of(statement, known.told, self.source)
        if known.old and self.log.answered(command):
            self.counts.repeated += statement.counts
            return None
        if not events:
            return None
        known.version += len(events)
        actor = self.ids.person(statement.actor)
        return Change(
            command=command,
            by=Actor(actor) if actor else IMPORT,
            at=datetime.fromisoformat(statement.at),
            writes=(
                Write(
                    stream=known.stream,
                    expected=known.version - len(events),
                    events=events,
                    names=self._names(statement.key, known) if first and not known.old else (),
                ),
            ),
        )

    def _names(self, key: str, known: Known) -> tuple[Name, ...]:
        return (Name(NUMBER, str(known.told.number)), Name(self.order.source, key))

    def _append(self, changes: list[Change]) -> None:
        if changes:
            self.log.append_all(changes)
            self.counts.events += sum(len(c.writes[0].events) for c in changes)
