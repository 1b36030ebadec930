"""Nothing is missed unnoticed: each event names the one before it in its shard, checked here."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from shared.eventlog.recorded import Recorded


class Followed(msgspec.Struct, frozen=True):
    """What may be told on, where each shard then stands, and which shards miss an event."""

    events: tuple[Recorded[Any], ...]
    positions: tuple[int, ...]
    stopped: tuple[int, ...]


def follow(positions: Sequence[int], events: Iterable[Recorded[Any]]) -> Followed:
    """The events that continue the positions last seen, shard by shard.

    A repeat is left out. An event whose predecessor was not seen stops its shard: neither it nor
    anything after it in that shard is told until the shard was refilled from the log.
    """
    now = list(positions)
    told: list[Recorded[Any]] = []
    stopped: set[int] = set()
    for event in events:
        shard = event.shard
        if event.position <= now[shard] or shard in stopped:
            continue
        if event.previous != now[shard]:
            stopped.add(shard)
            continue
        now[shard] = event.position
        told.append(event)
    return Followed(tuple(told), tuple(now), tuple(sorted(stopped)))
