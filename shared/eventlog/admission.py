"""Admits prepared changes to the end of the log: the rules every adapter keeps, without storage.

An adapter fetches what the changes touch, admits them one by one, and stores the collected rows in
one transaction. A refused change leaves no trace among them, so it spoils nobody else's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shared.eventlog.envelope import FIRST_LINK, chained, shard_of
from shared.eventlog.port import Appended, Change, NameIsTaken, RequestDiffers, VersionConflict
from shared.eventlog.prepare import Prepared, PreparedWrite
from shared.vocabulary.identity import SHARDS, StreamId

EventRow = tuple[int, str, int, str, int, int, str, str, str, str, str | None, int, bytes, bytes]
"""position, stream, version, topic, shard, previous, at, by, recorded_at, command, cause,
generation, hash, data"""


@dataclass(slots=True)
class End:
    """The end of one stream."""

    version: int
    position: int
    link: bytes
    shard: int


class Done(NamedTuple):
    """What a command id led to."""

    command: str
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
    ends: dict[StreamId, End] = field(default_factory=dict)
    commands: dict[str, Done] = field(default_factory=dict)
    names: dict[tuple[str, str], StreamId] = field(default_factory=dict)
    new_events: list[EventRow] = field(default_factory=list)
    new_commands: list[Done] = field(default_factory=list)
    new_names: list[tuple[str, str, StreamId]] = field(default_factory=list)

    def admit(self, change: Prepared) -> Appended:
        """Take the change in; raises the refusals of the port."""
        command = change.command
        done = self.commands.get(command)
        if done is not None:
            return told_again(done, change.fingerprint)
        for write in change.writes:
            self._check(write)
        versions = {write.stream: self._add(change, write) for write in change.writes}
        done = Done(command, change.fingerprint, self.position, change.answer)
        self.commands[command] = done
        self.new_commands.append(done)
        return Appended(position=self.position, answer=change.answer, versions=versions)

    def _check(self, write: PreparedWrite) -> None:
        if write.expected is not None:
            end = self.ends.get(write.stream)
            actual = end.version if end else 0
            if write.expected != actual:
                raise VersionConflict(write.stream, expected=write.expected, actual=actual)
        for name in write.names:
            owner = self.names.get(name)
            if owner not in (None, write.stream):
                raise NameIsTaken(
                    f"{name[0]} {name[1]} already names {owner}; it cannot name {write.stream} too"
                )

    def _add(self, change: Prepared, write: PreparedWrite) -> int:
        stream = write.stream
        end = self.ends.get(stream) or self._begun(stream)
        version, link, shard, position = end.version, end.link, end.shard, self.position
        previous, at, by = self.shards[shard], change.at, change.by
        recorded_at, command, cause = self.recorded_at, change.command, change.cause
        generation = self.generation
        for topic, data in write.events:
            position += 1
            version += 1
            about = (stream, version, topic, at, by, recorded_at, command, cause, generation)
            link = chained(link, about, data)
            self.new_events.append((
                position, stream, version, topic, shard, previous, at, by, recorded_at, command,
                cause, generation, link, data,
            ))  # fmt: skip
            previous = position
        self.position = self.shards[shard] = end.position = position
        end.version, end.link = version, link
        for name in write.names:
            self._give(name, stream)
        return version

    def _begun(self, stream: StreamId) -> End:
        end = self.ends[stream] = End(0, 0, FIRST_LINK, shard_of(stream))
        return end

    def _give(self, name: tuple[str, str], stream: StreamId) -> None:
        if name not in self.names:
            self.names[name] = stream
            self.new_names.append((*name, stream))


def told_again(done: Done, fingerprint: bytes | None) -> Appended:
    """What the first request with this id was told; refuses the id with another content."""
    if fingerprint not in (None, done.fingerprint):
        raise RequestDiffers(
            f"request {done.command} was already carried out with another content; "
            "use a new Idempotency-Key for a new request"
        )
    return Appended(position=done.position, answer=done.answer, repeated=True)


def repeats(changes: Sequence[Change], done: Mapping[str, Done]) -> dict[str, Appended]:
    """What those of the changes were told that were taken before; raises `RequestDiffers`.

    They are left out before anything is sealed: the key may be erased by now.
    """
    return {
        each.command: told_again(done[each.command], each.fingerprint)
        for each in changes
        if each.command in done
    }
