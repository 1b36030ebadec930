"""Rows of the log and the events they hold, in both directions."""

from datetime import datetime
from typing import Any

from shared.eventlog.codec import decode
from shared.eventlog.recorded import Recorded
from shared.vocabulary.identity import Actor, StreamId

when = datetime.fromisoformat


def recorded(row: Any) -> Recorded[Any]:
    """The recorded event of a row in the order of `schema.COLUMNS`."""
    return Recorded(
        position=row[0],
        stream=StreamId(row[1]),
        version=row[2],
        event=decode(row[3], row[13]),
        at=when(row[6]),
        by=Actor(row[7]),
        recorded_at=when(row[8]),
        shard=row[4],
        previous=row[5],
        command=row[9],
        cause=row[10],
        generation=row[11],
        hash=row[12],
    )
