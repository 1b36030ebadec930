"""Whatever is asked of a log, in whatever order, it keeps what a plain list would keep."""

from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from shared.eventlog.feed import StoreFeed
from shared.eventlog.port import Change, Name, NameIsTaken, RequestDiffers, VersionConflict, Write
from shared.eventlog.verify import verify
from shared.events.ticket import TicketResumed
from shared.vocabulary.identity import Actor, StreamId
from tests.adapters.logs import ADA, ADAPTERS, NOON, ticket
from tests.cases import cases

Told = type[Exception] | tuple[bool, int]
"""The kind of a refusal, or whether it is a repeat and the position."""


@dataclass
class Model:
    """The simplest thing that could be a log."""

    events: list[tuple[StreamId, int, str]] = field(default_factory=list)
    versions: dict[StreamId, int] = field(default_factory=dict)
    done: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    names: dict[str, StreamId] = field(default_factory=dict)

    def take(self, change: Change) -> Told:
        """What a log has to say to the change; it is remembered if it was taken."""
        if change.command in self.done:
            fingerprint, position = self.done[change.command]
            return (True, position) if fingerprint == change.fingerprint else RequestDiffers
        for write in change.writes:
            if write.expected not in (None, self.versions.get(write.stream, 0)):
                return VersionConflict
            if any(self.names.get(n.name, write.stream) != write.stream for n in write.names):
                return NameIsTaken
        for write in change.writes:
            self._add(change.command, write)
        self.done[change.command] = (change.fingerprint, len(self.events))
        return False, len(self.events)

    def _add(self, command: str, write: Write) -> None:
        for _ in write.events:
            version = self.versions[write.stream] = self.versions.get(write.stream, 0) + 1
            self.events.append((write.stream, version, command))
        self.names |= {each.name: write.stream for each in write.names}


@st.composite
def writes(draw: st.DrawFn, digit: str, versions: dict[StreamId, int]) -> Write:
    """Some events for a stream, mostly decided on its present version, sometimes naming it."""
    stream = ticket(digit)
    off = draw(st.sampled_from([0, 0, 0, 0, 1]))
    expected = draw(st.sampled_from([None, *[versions.get(stream, 0) + off] * 5]))
    name = draw(st.sampled_from(["", "", "", "A", "B"]))
    events = (TicketResumed(),) * draw(st.integers(1, 3))
    names = (Name("key", name),) if name else ()
    return Write(stream=stream, expected=expected, events=events, names=names)


@st.composite
def changes(draw: st.DrawFn, model: Model) -> Change:
    """A change of one to three streams under one of a few ids."""
    digits = draw(st.lists(st.sampled_from("0123"), min_size=1, max_size=3, unique=True))
    chosen = [draw(writes(digit, model.versions)) for digit in digits]
    given = [each.names[0].name for each in chosen if each.names]
    if len(set(given)) < len(given):
        chosen = chosen[:1]
    return Change(
        command=f"c{draw(st.integers(0, 40))}",
        by=Actor(ADA),
        at=NOON,
        writes=tuple(chosen),
        fingerprint=draw(st.sampled_from([b"x", b"x", b"x", b"y"])),
    )


class LogModel(RuleBasedStateMachine):
    """A log beside its model."""

    adapter = "memory"

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.model = Model()
        self.told: list[int] = []
        self._open()
        self.cursor = self.feed.start()

    def teardown(self) -> None:
        self.opened.__exit__(None, None, None)
        self.folder.cleanup()

    @rule(data=st.data())
    def append(self, data: st.DataObject) -> None:
        change = data.draw(changes(self.model))
        assert told_by(lambda: [self.log.append(change)]) == [self.model.take(change)]

    @rule(data=st.data())
    def append_all(self, data: st.DataObject) -> None:
        after, asked, expected = deepcopy(self.model), [], []
        for _ in range(data.draw(st.integers(1, 3))):
            asked.append(data.draw(changes(after)))
            expected.append(after.take(asked[-1]))
        told = told_by(lambda: self.log.append_all(asked))
        if any(isinstance(each, type) for each in expected):
            assert told[0] in expected
            return
        assert told == expected
        self.model = after

    @rule(limit=st.integers(1, 5))
    def follow(self, limit: int) -> None:
        batch = self.feed.poll(self.cursor, limit=limit, wait=0)
        self.told += [each.position for each in batch.events]
        self.cursor = batch.cursor

    @precondition(lambda self: self.adapter == "sqlite")
    @rule()
    def restart(self) -> None:
        self.opened.__exit__(None, None, None)
        self._open()
        assert verify(self.log).sound

    @invariant()
    def everything_is_there_once_and_in_order(self) -> None:
        if not hasattr(self, "model"):
            return
        events = self.log.read(after=0, limit=10_000)
        assert [(e.stream, e.version, e.command) for e in events] == self.model.events
        assert [each.position for each in events] == list(range(1, len(events) + 1))
        assert self.log.head() == len(events)
        assert self.log.versions(list(self.model.versions)) == self.model.versions
        assert self.log.named_all("key", ["A", "B"]) == self.model.names
        assert self.told == list(range(1, len(self.told) + 1))

    def _open(self) -> None:
        self.opened = ADAPTERS[self.adapter](Path(self.folder.name))
        self.log: Any = self.opened.__enter__()
        self.feed = StoreFeed(self.log)


def told_by(append: Any) -> list[Told]:
    """What the log said to each change, or the one refusal."""
    try:
        return [(each.repeated, each.position) for each in append()]
    except (VersionConflict, NameIsTaken, RequestDiffers) as refused:
        return [type(refused)]


class SqliteModel(LogModel):
    adapter = "sqlite"


class RemoteModel(LogModel):
    adapter = "remote"


TestMemoryLog = LogModel.TestCase
TestMemoryLog.settings = cases(60, stateful_step_count=30)
TestSqliteLog = SqliteModel.TestCase
TestSqliteLog.settings = cases(25, stateful_step_count=30)
TestRemoteLog = RemoteModel.TestCase
TestRemoteLog.settings = cases(10, stateful_step_count=20)
