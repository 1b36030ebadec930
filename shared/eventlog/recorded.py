"""An event as the log tells it: what happened, who did it, when, and where it stands."""

from datetime import datetime
from typing import ClassVar, Generic, TypeVar

import msgspec

from shared.events.declaration import Event, Shown
from shared.vocabulary.identity import Actor, StreamId

E = TypeVar("E", bound=Event)


class Unreadable(Event, frozen=True, kw_only=True):
    """What stands in the log under a topic or version that this code does not know."""

    SENTENCE = "{by} did something that this version cannot read: {why}"
    STREAM = "any"
    SHOWN: ClassVar[dict[str, Shown]] = {"topic": Shown.WORDS, "why": Shown.WORDS}

    topic: str
    data: bytes
    why: str


class Recorded(msgspec.Struct, Generic[E], frozen=True, kw_only=True, gc=False):
    """One line of the log; its personal fields are sealed."""

    position: int
    """Strictly increasing in commit order, from 1."""
    stream: StreamId
    version: int
    """Place in its stream, from 1, without gaps."""
    event: E
    at: datetime
    """When it happened, as it was told; UTC."""
    by: Actor
    recorded_at: datetime
    """When the log took it; UTC."""
    shard: int
    previous: int
    """Position of the event before it in the same shard; 0 for the first."""
    command: str
    """Id of the request it follows from."""
    cause: str | None
    """Id of the event that led to it, `<stream>/<version>`, if one did."""
    generation: int
    """Generation of the log it was written in."""
    hash: bytes
    """Links the whole envelope to the event before it in its stream."""

    @property
    def id(self) -> str:
        """What others name as their cause: `<stream>/<version>`."""
        return f"{self.stream}/{self.version}"
