"""Nothing is missed unnoticed: each event names the one before it in its shard, and a cursor checks it."""

from collections.abc import Iterable
from typing import Any

import msgspec

from shared.eventlog.port import Cursor
from shared.eventlog.recorded import Recorded


class Followed(msgspec.Struct, frozen=True):
    """What may be told on, where the cursor then stands, and which shards miss an event."""

    events: tuple[Recorded[Any], ...]
    positions: tuple[int, ...]
    stopped: tuple[int, ...]


def follow(cursor: Cursor, events: Iterable[Recorded[Any]]) -> Followed:
    """The events that continue the cursor, shard by shard.

    A repeat is left out. An event whose predecessor was not seen stops its shard: neither it nor
    anything after it in that shard is told until the shard was refilled from the log.
    """
    positions = list(cursor.positions)
    told: list[Recorded[Any]] = []
    stopped: set[int] = set()
    for event in events:
        shard = event.shard
        if event.position <= positions[shard] or shard in stopped:
            continue
        if event.previous != positions[shard]:
            stopped.add(shard)
            continue
        positions[shard] = event.position
        told.append(event)
    return Followed(tuple(told), tuple(positions), tuple(sorted(stopped)))
