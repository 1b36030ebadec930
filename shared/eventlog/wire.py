"""What a command and the running desk say to each other about writing, and how it is framed.

Only prepared changes travel: sealed, encoded, ordered and stored by the desk. A frame is its length
in four bytes, then MessagePack.
"""

import socket

import msgspec

from shared.eventlog import port
from shared.eventlog.port import Appended, LogIsUnavailable, Refusal, VersionConflict
from shared.eventlog.prepare import Prepared
from shared.eventlog.writer import Outcome
from shared.vocabulary.identity import StreamId

LONGEST_FRAME = 256 * 1024 * 1024
LENGTH_BYTES = 4


class Append(msgspec.Struct, frozen=True, tag=True):
    """Take these changes."""

    changes: list[Prepared]
    whole: bool


class Reserve(msgspec.Struct, frozen=True, tag=True):
    """Give numbers."""

    counter: str
    count: int


class Reserved(msgspec.Struct, frozen=True, tag=True):
    """The first of the numbers."""

    first: int


class Refused(msgspec.Struct, frozen=True, tag=True):
    """A rule of the log said no."""

    kind: str
    text: str
    stream: StreamId = StreamId("")
    expected: int = 0
    actual: int = 0


class Unavailable(msgspec.Struct, frozen=True, tag=True):
    """The desk cannot write now."""

    text: str
    retry_after: int


class Taken(msgspec.Struct, frozen=True, tag=True):
    """A change that was taken, now or before."""

    position: int
    answer: bytes
    repeated: bool
    versions: dict[StreamId, int]


class Outcomes(msgspec.Struct, frozen=True, tag=True):
    """What became of each change, in order."""

    each: list[Taken | Refused]


Asked = Append | Reserve
Answer = Outcomes | Reserved | Refused | Unavailable

REFUSALS: dict[str, type[Refusal]] = {
    kind.__name__: kind for kind in (port.NameIsTaken, port.RequestDiffers, port.RequestIsUnderWay)
}
"""Refusals that are told by their text alone."""

encode = msgspec.msgpack.encode
asked = msgspec.msgpack.Decoder(Asked).decode
answer = msgspec.msgpack.Decoder(Answer).decode


def as_reply(outcome: Outcome) -> Taken | Refused:
    """An outcome as it travels."""
    if isinstance(outcome, Appended):
        return Taken(outcome.position, outcome.answer, outcome.repeated, outcome.versions)
    return refused(outcome)


def refused(refusal: Refusal) -> Refused:
    """A refusal as it travels."""
    kind = type(refusal).__name__
    if isinstance(refusal, VersionConflict):
        return Refused(kind, str(refusal), refusal.stream, refusal.expected, refusal.actual)
    return Refused(kind, str(refusal))


def outcome(told: Taken | Refused) -> Outcome:
    """The outcome again, as if this process had written."""
    if isinstance(told, Taken):
        return Appended(
            position=told.position,
            answer=told.answer,
            repeated=told.repeated,
            versions=told.versions,
        )
    if told.kind == VersionConflict.__name__:
        return VersionConflict(told.stream, expected=told.expected, actual=told.actual)
    return REFUSALS.get(told.kind, Refusal)(told.text)


def send(connection: socket.socket, said: Asked | Answer) -> None:
    """Write one frame."""
    body = encode(said)
    connection.sendall(len(body).to_bytes(LENGTH_BYTES) + body)


def receive(connection: socket.socket) -> bytes | None:
    """The next frame's body, None at a clean end; raises `LogIsUnavailable` where it breaks off."""
    length = read_exactly(connection, LENGTH_BYTES)
    if length is None:
        return None
    expected = int.from_bytes(length)
    if expected > LONGEST_FRAME:
        raise LogIsUnavailable(f"a frame of {expected} bytes came; at most {LONGEST_FRAME} may")
    return read_exactly(connection, expected)


def read_exactly(connection: socket.socket, count: int) -> bytes | None:
    """So many bytes, or None if the other side ended before the first of them."""
    read = bytearray()
    while len(read) < count:
        part = connection.recv(min(count - len(read), 1 << 20))
        if not part and not read:
            return None
        if not part:
            raise LogIsUnavailable("the other side hung up in the middle of a frame; try again")
        read += part
    return bytes(read)
