"""Streams folded into what a decision needs, by the library's repository: cached, then caught up."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar, cast

from eventsourcing.application import AggregateNotFoundError, Repository
from eventsourcing.persistence import AggregateRecorder, EventStore, JSONTranscoder, Mapper

from shared.eventlog.port import EventLog, ThingIsUnknown
from shared.eventlog.recorded import Recorded
from shared.vocabulary.identity import StreamId

REMEMBERED = 2_000


class StreamIsUnknown(ThingIsUnknown):
    """Nothing is recorded under that id."""


class Versioned(Protocol):
    """A folded state knows how many events it was folded from."""

    @property
    def version(self) -> int: ...


S = TypeVar("S", bound=Versioned)
Projector = Callable[[S | None, Iterable[Recorded[Any]]], S | None]
"""Folds events into a state, from nothing or from an earlier state."""


class AsRecorded(Mapper[str]):
    """Hands on what a log tells: the log's own codec has read it already."""

    def to_domain_event(self, stored_event: Any) -> Any:
        return stored_event


class Reader:
    """The one call of a recorder that a repository makes, answered by any log."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def select_events(
        self, originator_id: str, *, gt: int | None = None, lte: int | None = None, **_: Any
    ) -> list[Recorded[Any]]:
        """The stream's events with versions in (gt, lte]."""
        return self._log.history(StreamId(originator_id), after=gt or 0, until=lte)


class Histories:
    """Loads streams; each kind of state has a repository, and so a cache, of its own."""

    def __init__(self, log: EventLog) -> None:
        mapper = AsRecorded(transcoder=JSONTranscoder())
        self._store: EventStore[str] = EventStore(mapper, cast(AggregateRecorder, Reader(log)))
        self._repositories: dict[Any, Repository[str]] = {}

    def get(self, stream: StreamId, projector: Projector[S]) -> S:
        """The stream folded by the projector, up to date. Raises `StreamIsUnknown`.

        The library catches a cached state up but expects it to be changed in place; ours are new
        objects, so the newer one is put back.
        """
        repository = self._repositories.get(projector) or self._begun(projector)
        try:
            state = repository.get(stream, projector_func=cast(Any, projector))
        except AggregateNotFoundError:
            raise StreamIsUnknown(
                f"nothing is recorded under {stream}; check the id or look the ticket up by number"
            ) from None
        if repository.cache is not None:
            repository.cache.put(stream, state)
        return cast(S, state)

    def _begun(self, projector: Any) -> Repository[str]:
        fresh = Repository(self._store, cache_maxsize=REMEMBERED, deepcopy_from_cache=False)
        return self._repositories.setdefault(projector, fresh)
