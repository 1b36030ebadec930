"""What stands around an event is fixed for good: an auditor can compute it with other tools."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.eventlog.envelope import as_text, shard_of
from shared.events.ticket import TicketResumed
from shared.vocabulary.identity import DESK, StreamId
from tests.adapters.logs import change, raised, sqlite, ticket

MOMENTS = st.datetimes(
    min_value=datetime.fromisoformat("1900-01-01"),
    max_value=datetime.fromisoformat("2200-01-01"),
    timezones=st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours))),
)


@pytest.mark.parametrize(
    ("stream", "shard"),
    [(DESK, 38), (ticket("1"), 52), (StreamId("agent-" + "a" * 32), 1)],
)
def test_every_stream_has_its_shard_for_good(stream: StreamId, shard: int) -> None:
    assert shard_of(stream) == shard


def test_a_hash_can_be_computed_with_other_tools(tmp_path: Path) -> None:
    with sqlite(tmp_path) as log:
        cause = f"{ticket('2')}/1"
        log.append(change("c1", ticket("1"), raised(), TicketResumed(), cause=cause))
        link = bytes(32)
        for row in log.rows_by_stream(until=2):
            envelope = json.dumps([*row[1:4], *row[6:12]], separators=(",", ":"))
            link = hashlib.sha256(link + envelope.encode() + b"\n" + row[13]).digest()
            assert row[12] == link


@given(MOMENTS, MOMENTS)
def test_times_sort_as_their_texts_do(one: datetime, other: datetime) -> None:
    assert (one < other) == (as_text(one) < as_text(other))
    assert datetime.fromisoformat(as_text(one)) == one
    assert as_text(one).endswith("+00:00")


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-03-02T12:00:00 has no time zone"):
        as_text(datetime.fromisoformat("2026-03-02T12:00:00"))


def test_a_clock_that_jumps_back_changes_no_order(tmp_path: Path) -> None:
    with sqlite(tmp_path) as log:
        late, early = (datetime(year, 1, 1, tzinfo=UTC) for year in (2026, 2020))
        for number, moment in enumerate((late, early, late)):
            events = change(f"c{number}", ticket("1"), TicketResumed(), expected=number, at=moment)
            log.append(events)
        assert [each.at for each in log.read(after=0, limit=9)] == [late, early, late]
