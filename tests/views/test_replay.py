"""The log told again: from a position, up to a moment, by topic, and on as events arrive."""

import json
from typing import Any

import pytest

from services.projections.replay import PositionIsAhead, TopicIsUnknown, replayed
from tests.desks import Desk


def told(desk: Desk, **asked: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in replayed(desk.log, **asked)]


def test_an_event_is_told_as_a_cloud_event_with_its_words_sealed() -> None:
    desk = Desk()
    desk.ticket("my secret", by=desk.person("Ada"))
    (raised,) = told(desk, topic="ticket.raised")
    assert (raised["specversion"], raised["type"]) == ("1.0", "ticket.raised.v1")
    assert raised["id"] == f"{raised['subject']}/1"
    assert raised["partitionkey"] == raised["subject"]
    assert "my secret" not in json.dumps(raised)


def test_between_two_positions_everything_is_told_once_and_in_order() -> None:
    desk = Desk()
    ada = desk.person("Ada")
    for problem in ("one", "two", "three"):
        desk.ticket(problem, by=ada)
    whole = [int(each["sequence"]) for each in told(desk)]
    part = [int(each["sequence"]) for each in told(desk, after=2, until=5)]
    assert whole == list(range(1, desk.log.head() + 1))
    assert part == [3, 4, 5]


def test_up_to_a_time_only_what_had_happened_is_told() -> None:
    desk = Desk()
    ada = desk.person("Ada")
    desk.ticket("before", by=ada)
    then = desk.clock.now()
    desk.later(minutes=5)
    desk.ticket("after", by=ada)
    assert len(told(desk, until=then, topic="ticket.raised.v1")) == 1
    assert len(told(desk, topic="ticket.raised.v1")) == 2


def test_following_goes_on_with_what_arrives_and_ends_when_told_to() -> None:
    desk = Desk()
    ada = desk.person("Ada")
    looks = iter([True, True, False])

    def wait(_: float) -> bool:
        desk.ticket("another", by=ada)
        return next(looks)

    assert len(told(desk, topic="ticket.raised", wait=wait)) == 2


def test_following_ends_at_its_position() -> None:
    desk = Desk()
    ada = desk.person("Ada")
    last = desk.log.head() + 2

    def wait(_: float) -> bool:
        desk.ticket("another", by=ada)
        return True

    assert int(told(desk, until=last, wait=wait)[-1]["sequence"]) == last


def test_a_topic_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(TopicIsUnknown, match=r"'ticket.razed'; expected one such as .*raised"):
        told(Desk(), topic="ticket.razed")


def test_who_has_read_more_than_the_log_holds_is_told_instead_of_nothing() -> None:
    desk = Desk()
    desk.person("Ada")
    head = desk.log.head()
    assert told(desk, after=head) == []
    with pytest.raises(PositionIsAhead, match=f"newest event, {head}: the log was cut or restored"):
        told(desk, after=head + 1)
