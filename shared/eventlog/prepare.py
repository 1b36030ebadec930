"""Makes a change ready for the writer: words sealed, events encoded, times as text.

This is done in the requester's own thread, so that the one writer only has to order and store. What
comes out needs neither keys nor classes any more, and may travel to the writer over a socket.
"""

import msgspec

from shared.eventlog import codec
from shared.eventlog.envelope import as_text
from shared.eventlog.port import Change, NameIsTaken, SubjectIsErased, Write
from shared.sealing.port import KeyIsErased, Seals
from shared.vocabulary.identity import StreamId


class PreparedWrite(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Stored forms for the end of one stream."""

    stream: StreamId
    expected: int | None
    events: tuple[tuple[str, bytes], ...]
    """Topic and JSON of each event."""
    names: tuple[tuple[str, str], ...]
    """Kind and name."""


class Prepared(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the writer takes."""

    command: str
    by: str
    at: str
    cause: str | None
    fingerprint: bytes
    answer: bytes
    writes: tuple[PreparedWrite, ...]


def prepared(change: Change, seals: Seals) -> Prepared:
    """The change as the writer takes it.

    Raises `SubjectIsErased`, and `ValueError` for a change that could not be meant.
    """
    refuse_nonsense(change)
    try:
        writes = tuple([prepared_write(write, seals) for write in change.writes])
    except KeyIsErased as erased:
        raise SubjectIsErased(str(erased)) from erased
    return Prepared(
        change.command,
        change.by,
        as_text(change.at),
        change.cause,
        change.fingerprint,
        change.answer,
        writes,
    )


def prepared_write(write: Write, seals: Seals) -> PreparedWrite:
    """One stream's events, sealed for the versions they will have."""
    names = tuple([(each.kind, each.name) for each in write.names])
    if write.expected is None:
        return PreparedWrite(write.stream, None, unsealed(write), names)
    stream, version, events = write.stream, write.expected, []
    for event in write.events:
        version += 1
        ready = codec.sealed(event, stream=stream, version=version, seals=seals)
        events.append((event.TOPIC, codec.encode(ready)))
    return PreparedWrite(stream, write.expected, tuple(events), names)


def unsealed(write: Write) -> tuple[tuple[str, bytes], ...]:
    """Events whose version is not known yet; a seal could not be bound to it."""
    for event in write.events:
        if codec.holds_personal(event):
            raise ValueError(
                f"{event.TOPIC} holds personal words, so {write.stream} needs an expected version"
            )
    return tuple([(event.TOPIC, codec.encode(event)) for event in write.events])


def refuse_nonsense(change: Change) -> None:
    """Refuse what no decision can mean: nothing to write, or one stream or name told of twice."""
    for write in change.writes:
        if not write.events:
            raise ValueError(f"change {change.command} writes nothing to {write.stream}; leave it")
    if len(change.writes) == 1:
        return
    if not change.writes and not change.fingerprint:
        raise ValueError(
            f"change {change.command} holds no event and no fingerprint of a request whose answer "
            "is to be kept; do not append it"
        )
    if len({write.stream for write in change.writes}) < len(change.writes):
        raise ValueError(f"change {change.command} writes to a stream twice; join the two writes")
    names = [name for write in change.writes for name in write.names]
    if len(set(names)) < len(names):
        raise NameIsTaken(f"change {change.command} gives one name to two streams; give it to one")
