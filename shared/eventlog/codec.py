"""Events to stored bytes and back, here alone; the stored form is the published JSON."""

from typing import Any

import msgspec

from shared.eventlog.recorded import Unreadable
from shared.events import catalogue
from shared.events.declaration import Event, sealed_fields
from shared.events.earlier import TopicIsUnknown, upcast
from shared.sealing.port import Seals
from shared.vocabulary.identity import StreamId

encode = msgspec.json.encode
DECODERS: dict[str, msgspec.json.Decoder[Any]] = {}
SEALED: dict[type[Event], tuple[str, ...]] = {}


def decode(topic: str, data: bytes) -> Event:
    """The event as today's classes read it, or `Unreadable` with the reason; never an exception.

    A step from an earlier version that fails makes the event unreadable too, whatever it raised.
    """
    decoder = DECODERS.get(topic)
    try:
        if decoder is None:
            return decode_earlier(topic, data)
        event: Event = decoder.decode(data)
    except Exception as why:
        return Unreadable(topic=topic, data=data, why=f"{type(why).__name__}: {why}")
    return event


def decode_earlier(topic: str, data: bytes) -> Event:
    """The event of a topic that is decoded for the first time, or no longer written."""
    today, data = upcast(topic, data)
    event: Event = decoder_of(today).decode(data)
    return event


def decoder_of(topic: str) -> msgspec.json.Decoder[Any]:
    """The decoder of a topic that today's classes write, made once."""
    event = catalogue.event_of(topic)
    if event is None:
        raise TopicIsUnknown(f"topic {topic!r} is not known to this version; update the desk")
    return DECODERS.setdefault(topic, msgspec.json.Decoder(event))


def personal_fields(event: type[Event]) -> tuple[str, ...]:
    """The fields to be sealed, looked up once a class."""
    found = SEALED.get(event)
    if found is None:
        found = SEALED[event] = sealed_fields(event)
    return found


def holds_personal(event: Event) -> bool:
    """Whether any words of the event have to be sealed."""
    return any(getattr(event, name) is not None for name in personal_fields(type(event)))


def sealed(event: Event, *, stream: StreamId, version: int, seals: Seals) -> Event:
    """The event with its personal words sealed to this place."""
    words = {
        name: seals.seal(value, stream=stream, version=version, field=name)
        for name in personal_fields(type(event))
        if (value := getattr(event, name)) is not None
    }
    return msgspec.structs.replace(event, **words) if words else event
