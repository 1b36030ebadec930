"""Streams folded into what a decision needs, through the library's repository: cached and fast-forwarded."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar, cast

from eventsourcing.application import AggregateNotFoundError, Repository
from eventsourcing.persistence import AggregateRecorder, EventStore, JSONTranscoder, Mapper

from shared.eventlog.port import EventLog, Refusal
from shared.eventlog.recorded import Recorded
from shared.eventlog.recorder import StoredRow
from shared.eventlog.rows import recorded
from shared.vocabulary.identity import StreamId

REMEMBERED = 2_000


class StreamIsUnknown(Refusal):
    """Nothing is recorded under that id."""


class Versioned(Protocol):
    """A folded state knows how many events it was folded from."""

    @property
    def version(self) -> int: ...


S = TypeVar("S", bound=Versioned)
Projector = Callable[[S | None, Iterable[Recorded[Any]]], S | None]
"""Folds events into a state, from nothing or from an earlier state."""


class RowMapper(Mapper[str]):
    """Turns stored rows into recorded events."""

    def __init__(self) -> None:
        super().__init__(transcoder=JSONTranscoder())

    def to_domain_event(self, stored_event: Any) -> Any:
        return recorded(stored_event.row) if isinstance(stored_event, StoredRow) else stored_event


class Reader:
    """The one call of a recorder that a repository makes, on any log."""

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
        reading = getattr(log, "reading", None) or Reader(log)
        self._store: EventStore[str] = EventStore(RowMapper(), cast(AggregateRecorder, reading))
        self._repositories: dict[Any, Repository[str]] = {}

    def get(self, stream: StreamId, projector: Projector[S]) -> S:
        """The stream folded by the projector, up to date. Raises `StreamIsUnknown`."""
        repository = self._repositories.setdefault(projector, self._repository())
        try:
            state = repository.get(stream, projector_func=cast(Any, projector))
        except AggregateNotFoundError:
            raise StreamIsUnknown(f"nothing is recorded under {stream}") from None
        return cast(S, state)

    def _repository(self) -> Repository[str]:
        return Repository(self._store, cache_maxsize=REMEMBERED, deepcopy_from_cache=False)
