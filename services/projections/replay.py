"""The log told again as CloudEvents 1.0, one JSON line each; personal words stay sealed.

What the specification has no word for are extensions: the log's id and generation, the stream's version,
when it was recorded, who did it, request, cause and hash.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from shared.eventlog.moment import At
from shared.eventlog.port import EventLog, RequestIsUnclear, ThingIsUnknown
from shared.eventlog.recorded import Recorded, Unreadable
from shared.events.catalogue import topics
from shared.events.publish import LOG_TOPIC

AT_ONCE = 2_000
LOOK_EVERY_SECONDS = 0.2


class PositionIsAhead(RequestIsUnclear):
    """The log does not hold as much as its reader says to have read."""


class TopicIsUnknown(ThingIsUnknown):
    """No event goes by that topic."""


def replayed(
    log: EventLog,
    *,
    after: int = 0,
    until: At = None,
    topic: str | None = None,
    wait: Callable[[float], bool] | None = None,
) -> Iterator[bytes]:
    """Each event after a position as a JSON line, up to the head or the moment.

    With `wait` it goes on as events arrive, waiting between looks until it says False or the position
    is reached. A topic without its version means all of them. Raises `TopicIsUnknown`, and
    `PositionIsAhead` where the log has not come as far as its reader says to have read.
    """
    if after > log.head():
        raise PositionIsAhead(
            f"after={after} is ahead of the newest event, {log.head()}: the log was cut or restored, or "
            "this is another one; compare `logid` and `generation`, then read it from its start"
        )
    asked = meant(topic) if topic else None
    last = until if isinstance(until, int) else None
    while True:
        head = log.head()
        told = log.read(after=after, limit=AT_ONCE, until=last, topics=asked)
        for each in told:
            if not isinstance(until, datetime) or each.at <= until:
                yield line(log, each)
        after = told[-1].position if told else max(after, head)
        if told:
            continue
        if wait is None or (last is not None and after >= last):
            return
        if not wait(LOOK_EVERY_SECONDS):
            return


def meant(topic: str) -> frozenset[str]:
    """The topics that are meant: the one of that name, or all its versions. Raises `TopicIsUnknown`."""
    found = frozenset(each for each in topics() if topic in (each, each.rpartition(".")[0]))
    if found:
        return found
    known = sorted(each for each in topics() if each.split(".")[0] == topic.split(".")[0])
    raise TopicIsUnknown(
        f"there is no topic {topic!r}; expected one such as {', '.join(known or sorted(topics()))}"
    )


def line(log: EventLog, told: Recorded[Any]) -> bytes:
    """An event as one line of JSON."""
    return msgspec.json.encode(cloud_event(log, told))


def cloud_event(log: EventLog, told: Recorded[Any]) -> dict[str, Any]:
    """An event as CloudEvents 1.0 has it, with the log's own facts as extensions."""
    unread = isinstance(told.event, Unreadable)
    facts = {
        "specversion": "1.0",
        "id": told.id,
        "source": f"/logs/{log.id}",
        "type": told.event.topic if unread else told.event.TOPIC,
        "subject": told.stream,
        "time": told.at,
        "datacontenttype": "application/json",
        "dataschema": f"/schemas/{LOG_TOPIC}/events.schema.json",
        "sequence": str(told.position),
        "partitionkey": told.stream,
        "logid": log.id,
        "generation": told.generation,
        "streamversion": told.version,
        "recordedat": told.recorded_at,
        "actor": told.by,
        "command": told.command,
        "cause": told.cause,
        "hash": told.hash.hex(),
        "data": as_it_came(told.event.data) if unread else told.event,
    }
    return {name: value for name, value in facts.items() if value is not None}


def as_it_came(data: bytes) -> Any:
    """The stored form of an event that cannot be read: as JSON where it is JSON, else in base64."""
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError:
        return msgspec.to_builtins(data)
