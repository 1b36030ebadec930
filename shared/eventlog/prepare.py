"""Makes a change ready for the writer: words sealed, events encoded, times as text.

This is done in the requester's own thread, so that the one writer only has to order and store.
"""

import msgspec

from shared.eventlog import codec
from shared.eventlog.envelope import as_text
from shared.eventlog.port import Change, Name, Write
from shared.sealing.port import Seals
from shared.vocabulary.identity import StreamId


class PreparedWrite(msgspec.Struct, frozen=True, array_like=True):
    """Stored forms for the end of one stream."""

    stream: StreamId
    expected: int | None
    events: tuple[tuple[str, bytes], ...]
    """Topic and JSON of each event."""
    names: tuple[Name, ...]


class Prepared(msgspec.Struct, frozen=True, array_like=True):
    """What the writer takes: nothing in it needs a key or a class any more."""

    command: str
    by: str
    at: str
    cause: str | None
    fingerprint: bytes
    answer: bytes
    writes: tuple[PreparedWrite, ...]


def prepared(change: Change, seals: Seals) -> Prepared:
    """The change as the writer takes it; refuses a change that writes nothing."""
    if not any(write.events for write in change.writes):
        raise ValueError(f"change {change.command} holds no event; do not append it")
    return Prepared(
        change.command,
        change.by,
        as_text(change.at),
        change.cause,
        change.fingerprint,
        change.answer,
        tuple(prepared_write(write, seals) for write in change.writes),
    )


def prepared_write(write: Write, seals: Seals) -> PreparedWrite:
    """One stream's events, sealed for the versions they will have."""
    if write.expected is None:
        return PreparedWrite(write.stream, None, unsealed(write), write.names)
    first = write.expected + 1
    events = tuple(
        (
            event.TOPIC,
            codec.encode(codec.sealed(event, stream=write.stream, version=version, seals=seals)),
        )
        for version, event in enumerate(write.events, first)
    )
    return PreparedWrite(write.stream, write.expected, events, write.names)


def unsealed(write: Write) -> tuple[tuple[str, bytes], ...]:
    """Events whose version is not known yet; a seal could not be bound to it."""
    for event in write.events:
        if codec.holds_personal(event):
            raise ValueError(
                f"{event.TOPIC} holds personal words, so {write.stream} needs an expected version"
            )
    return tuple((event.TOPIC, codec.encode(event)) for event in write.events)
