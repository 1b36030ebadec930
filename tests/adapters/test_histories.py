"""States folded from the log: up to date each time, without reading twice what was folded once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import StoredEvent

from shared.eventlog.datastore import PinnedDatastore
from shared.eventlog.histories import Histories, StreamIsUnknown
from shared.eventlog.recorded import Recorded
from shared.eventlog.recorder import Recorder
from shared.events.ticket import TicketResumed
from tests.adapters.logs import ADAPTERS, change, filled, raised, sqlite, ticket


@dataclass(frozen=True)
class Folded:
    """How far a stream was folded, and in how many pieces."""

    version: int = 0
    pieces: tuple[int, ...] = ()


def counted(state: Folded | None, told: Iterable[Recorded[Any]]) -> Folded | None:
    events = list(told)
    if state is None and not events:
        return None
    state = state or Folded()
    return replace(state, version=state.version + len(events), pieces=(*state.pieces, len(events)))


@pytest.fixture(params=sorted(ADAPTERS))
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    with ADAPTERS[request.param](tmp_path) as log:
        yield log


def test_a_state_is_caught_up_with_what_is_new_and_only_that(log: Any) -> None:
    histories = Histories(log)
    log.append(change("c0", ticket("1"), raised(), TicketResumed()))
    assert histories.get(ticket("1"), counted) == Folded(2, (2,))
    log.append(change("c1", ticket("1"), TicketResumed(), expected=2))
    assert histories.get(ticket("1"), counted) == Folded(3, (2, 1))
    log.append(change("c2", ticket("1"), TicketResumed(), expected=3))
    assert histories.get(ticket("1"), counted) == Folded(4, (2, 1, 1))


def test_each_kind_of_state_is_remembered_apart(log: Any) -> None:
    def other(state: Folded | None, told: Iterable[Recorded[Any]]) -> Folded | None:
        return counted(state, told)

    histories = Histories(log)
    log.append(change("c0", ticket("1"), raised()))
    histories.get(ticket("1"), counted)
    assert histories.get(ticket("1"), other) == Folded(1, (1,))


def test_a_stream_without_events_is_unknown_until_it_has_one(log: Any) -> None:
    histories = Histories(log)
    with pytest.raises(StreamIsUnknown, match="nothing is recorded under ticket-1111"):
        histories.get(ticket("1"), counted)
    log.append(change("c0", ticket("1"), raised()))
    assert histories.get(ticket("1"), counted).version == 1


def test_what_is_written_for_the_library_can_read_this_log(tmp_path: Path) -> None:
    with sqlite(tmp_path) as log:
        filled(log)
        reader = Recorder(PinnedDatastore(tmp_path / "log.sqlite"))
        stored = reader.select_events(ticket("1"), gt=2, lte=4)
        assert [each.originator_version for each in stored] == [3, 4]
        assert isinstance(stored[0], StoredEvent)
        assert [
            e.originator_version for e in reader.select_events(ticket("1"), desc=True, limit=2)
        ] == [6, 5]
        told = reader.select_notifications(start=3, limit=4, inclusive_of_start=False)
        assert [each.id for each in told] == [4, 5, 6, 7]
        topics = [TicketResumed.TOPIC]
        assert [n.id for n in reader.select_notifications(4, 2, stop=9, topics=topics)] == [5, 6]
        assert reader.max_notification_id() == 24
        reader.datastore.close()
