"""Admits prepared changes to the end of the log: the rules every adapter keeps, without any storage.

An adapter fetches what the changes touch, admits them one by one, and stores the collected rows in
one transaction. A refused change leaves no trace among them.
"""

from dataclasses import dataclass, field

from shared.eventlog.envelope import FIRST_LINK, chained, shard_of
from shared.eventlog.port import Appended, NameIsTaken, RequestDiffers, VersionConflict
from shared.eventlog.prepare import Prepared, PreparedWrite
from shared.vocabulary.identity import SHARDS, StreamId

EventRow = tuple[int, str, int, str, int, int, str, str, str, str, str | None, int, bytes, bytes]
"""position, stream, version, topic, shard, previous, at, by, recorded_at, command, cause,
generation, hash, data"""


@dataclass(slots=True)
class Head:
    """The end of one stream."""

    version: int
    position: int
    link: bytes


@dataclass(frozen=True, slots=True)
class Done:
    """What a command id led to."""

    fingerprint: bytes
    position: int
    answer: bytes


@dataclass(slots=True)
class Tail:
    """The end of the log as far as some changes touch it, and what they add to it."""

    position: int
    generation: int
    recorded_at: str
    shards: list[int] = field(default_factory=lambda: [0] * SHARDS)
    heads: dict[StreamId, Head] = field(default_factory=dict)
    commands: dict[str, Done] = field(default_factory=dict)
    names: dict[tuple[str, str], StreamId] = field(default_factory=dict)
    events: list[EventRow] = field(default_factory=list)
    new_commands: list[str] = field(default_factory=list)
    new_names: list[tuple[str, str, StreamId]] = field(default_factory=list)

    def admit(self, change: Prepared) -> Appended:
        """Take the change in; raises the refusals of the port."""
        done = self.commands.get(change.command)
        if done is not None:
            return told_again(change.command, done, change.fingerprint)
        for write in change.writes:
            self._check(write)
        versions = {write.stream: self._add(change, write) for write in change.writes}
        self.commands[change.command] = Done(change.fingerprint, self.position, change.answer)
        self.new_commands.append(change.command)
        return Appended(position=self.position, answer=change.answer, versions=versions)

    def _check(self, write: PreparedWrite) -> None:
        head = self.heads.get(write.stream)
        actual = head.version if head else 0
        if write.expected is not None and write.expected != actual:
            raise VersionConflict(write.stream, expected=write.expected, actual=actual)
        for each in write.names:
            owner = self.names.get((each.kind, each.name))
            if owner not in (None, write.stream):
                raise NameIsTaken(
                    f"{each.kind} {each.name} already names {owner}; it cannot name {write.stream} too"
                )

    def _add(self, change: Prepared, write: PreparedWrite) -> int:
        stream, shard = write.stream, shard_of(write.stream)
        head = self.heads.setdefault(stream, Head(0, 0, FIRST_LINK))
        for topic, data in write.events:
            self.position += 1
            version = head.version + 1
            about = (
                stream, version, topic, change.at, change.by, self.recorded_at,
                change.command, change.cause, self.generation,
            )  # fmt: skip
            link = chained(head.link, about, data)
            self.events.append((
                self.position, stream, version, topic, shard, self.shards[shard], change.at,
                change.by, self.recorded_at, change.command, change.cause, self.generation,
                link, data,
            ))  # fmt: skip
            self.shards[shard] = head.position = self.position
            head.version, head.link = version, link
        for each in write.names:
            if (each.kind, each.name) not in self.names:
                self.names[each.kind, each.name] = stream
                self.new_names.append((each.kind, each.name, stream))
        return head.version


def told_again(command: str, done: Done, fingerprint: bytes | None) -> Appended:
    """What the first request with this id was told; refuses the id with another content."""
    if fingerprint not in (None, done.fingerprint):
        raise RequestDiffers(
            f"request {command} was already carried out with another content; "
            "use a new Idempotency-Key for a new request"
        )
    return Appended(position=done.position, answer=done.answer, repeated=True)
