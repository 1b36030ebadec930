"""What every log keeps, written once and asked of every adapter."""

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest

from shared.eventlog.port import (
    Change,
    EventLog,
    Name,
    NameIsTaken,
    RequestDiffers,
    VersionConflict,
    Write,
)
from shared.eventlog.references import TicketIsUnknown, ticket_named
from shared.events.roster import TeamFormed
from shared.events.ticket import TicketResumed
from shared.vocabulary.identity import Actor, Plain, StreamId
from tests.adapters.logs import ADA, ADAPTERS, NOON, change, filled, noted, raised, ticket


@pytest.fixture(params=sorted(ADAPTERS))
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EventLog]:
    with ADAPTERS[request.param](tmp_path) as log:
        yield log


def test_what_was_acknowledged_stands_in_the_history(log: EventLog) -> None:
    appended = log.append(change("c1", ticket("1"), raised(), noted()))
    told = log.history(ticket("1"))
    assert [each.version for each in told] == [1, 2]
    assert (appended.position, appended.versions) == (2, {ticket("1"): 2})
    assert (told[0].at, told[0].by[:7], told[0].command) == (NOON, "person-", "c1")


def test_personal_words_are_sealed_where_they_are_stored(log: EventLog) -> None:
    log.append(change("c1", ticket("1"), raised()))
    subject = log.history(ticket("1"))[0].event.subject
    assert subject.startswith("~ticket-")
    assert "Printer" not in subject


def test_a_decision_on_an_older_version_is_refused(log: EventLog) -> None:
    log.append(change("c1", ticket("1"), raised()))
    with pytest.raises(VersionConflict, match="at version 1, not 0"):
        log.append(change("c2", ticket("1"), noted()))
    assert log.head() == 1


def test_a_repeated_request_is_told_the_first_answer(log: EventLog) -> None:
    log.append(change("c1", ticket("1"), raised(), fingerprint=b"f", answer=b"17"))
    again = log.append(change("c1", ticket("2"), raised(), fingerprint=b"f"))
    assert (again.repeated, again.answer, again.position, log.head()) == (True, b"17", 1, 1)
    assert log.answered("c1") == again
    assert log.answered("c9") is None


def test_a_request_that_changed_nothing_is_told_its_first_answer_too(log: EventLog) -> None:
    log.append(change("c1", ticket("1"), raised()))
    nothing = Change(
        command="c2", by=Actor(ADA), at=NOON, writes=(), fingerprint=b"f", answer=b"17"
    )
    first = log.append(nothing)
    assert (first.repeated, first.answer, first.position, first.versions) == (False, b"17", 1, {})
    log.append(change("c3", ticket("1"), noted(), expected=1))
    assert log.answered("c2", fingerprint=b"f") == log.append(nothing)
    assert (log.append(nothing).position, log.head()) == (1, 2)
    with pytest.raises(RequestDiffers):
        log.answered("c2", fingerprint=b"g")


def test_the_same_request_id_with_another_content_is_refused(log: EventLog) -> None:
    log.append(change("c1", ticket("1"), raised(), fingerprint=b"f"))
    with pytest.raises(RequestDiffers):
        log.append(change("c1", ticket("1"), raised(), fingerprint=b"g"))


def test_a_name_is_taken_once(log: EventLog) -> None:
    number = (Name("number", "17"), Name("old desk", "INC 1"))
    log.append(change("c1", ticket("1"), raised(17), names=number))
    log.append(change("c3", ticket("1"), noted(), expected=1, names=number))
    with pytest.raises(NameIsTaken):
        log.append(change("c2", ticket("2"), raised(17), names=number))
    assert log.history(ticket("2")) == []


@pytest.mark.parametrize("text", ["17", " #17 ", "0017", "old desk:INC 1", "ticket-" + "1" * 32])
def test_a_ticket_is_found_by_its_number_its_key_and_its_id(log: EventLog, text: str) -> None:
    names = (Name("number", "17"), Name("old desk", "INC 1"))
    log.append(change("c1", ticket("1"), raised(17), names=names))
    assert ticket_named(log, text) == ticket("1")


@pytest.mark.parametrize(
    "text", ["4711", "²", "", "old desk:INC 2", "number:17", "ticket-" + "2" * 32, "INC 1"]
)
def test_nobody_is_found_under_a_name_that_nobody_has(log: EventLog, text: str) -> None:
    names = (Name("number", "17"), Name("old desk", "INC 1"))
    log.append(change("c1", ticket("1"), raised(17), names=names))
    with pytest.raises(TicketIsUnknown, match=re.escape(f"{text!r}; expected a number")):
        ticket_named(log, text)


def test_a_name_of_something_else_names_no_ticket(log: EventLog) -> None:
    team = StreamId("team-" + "1" * 32)
    formed = TeamFormed(name=Plain("Network"))
    log.append(change("c1", team, formed, names=(Name("team of old desk", "Network"),)))
    with pytest.raises(TicketIsUnknown):
        ticket_named(log, "team of old desk:Network")


def test_several_streams_change_together_or_not_at_all(log: EventLog) -> None:
    log.append(change("c1", ticket("1"), raised()))
    new = Write(stream=ticket("2"), expected=0, events=(raised(2),))
    stale = Write(stream=ticket("1"), expected=0, events=(noted(),))
    with pytest.raises(VersionConflict):
        log.append(both("c2", new, stale))
    assert log.history(ticket("2")) == []
    fresh = Write(stream=ticket("1"), expected=1, events=(noted(),))
    assert log.append(both("c2", new, fresh)).versions == {ticket("2"): 1, ticket("1"): 2}


def both(command: str, *writes: Write) -> Change:
    return Change(command=command, by=Actor(ADA), at=NOON, writes=writes)


@pytest.mark.parametrize(
    ("writes", "why"),
    [
        ((), "holds no event"),
        ((Write(stream=ticket("1"), expected=0, events=()),), "writes nothing to ticket-1"),
        ((Write(stream=ticket("1"), expected=0, events=(TicketResumed(),)),) * 2, "twice"),
    ],
)
def test_a_change_that_nobody_can_mean_is_refused(
    log: EventLog, writes: tuple[Write, ...], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        log.append(both("c1", *writes))
    assert (log.head(), log.answered("c1")) == (0, None)


def test_one_name_is_not_given_to_two_tickets_in_one_change(log: EventLog) -> None:
    name = (Name("number", "17"),)
    writes = [
        Write(stream=ticket(each), expected=0, events=(raised(),), names=name) for each in "12"
    ]
    with pytest.raises(NameIsTaken):
        log.append(both("c1", *writes))
    assert log.named("number", "17") is None


def test_a_history_is_told_from_one_version_to_another(log: EventLog) -> None:
    filled(log)
    assert [each.version for each in log.history(ticket("1"), after=2, until=4)] == [3, 4]
    assert [each.version for each in log.history(ticket("1"), after=5)] == [6]
    assert log.history(ticket("9")) == []


def test_the_log_is_read_in_order_and_in_parts(log: EventLog) -> None:
    filled(log)
    whole = log.read(after=0, limit=1_000)
    parts = [each for start in range(0, 24, 5) for each in log.read(after=start, limit=5)]
    assert [each.position for each in whole] == list(range(1, 25))
    assert parts == whole
    assert log.read(after=4, limit=9, until=6) == whole[4:6]


def test_only_the_topics_asked_for_are_read(log: EventLog) -> None:
    filled(log)
    told = log.read(after=0, limit=3, topics=frozenset({TicketResumed.TOPIC}))
    assert [each.position for each in told] == [5, 6, 7]


def test_each_event_names_the_one_before_it_in_its_shard(log: EventLog) -> None:
    filled(log)
    last: dict[int, int] = {}
    for each in log.read(after=0, limit=1_000):
        assert each.previous == last.get(each.shard, 0)
        last[each.shard] = each.position


def test_numbers_are_given_once(log: EventLog) -> None:
    assert (log.reserve("ticket", 3), log.reserve("ticket", 1), log.reserve("other", 1)) == (
        1,
        4,
        1,
    )


def test_words_cannot_be_sealed_for_a_version_nobody_knows(log: EventLog) -> None:
    with pytest.raises(ValueError, match="expected version"):
        log.append(change("c1", ticket("1"), noted(), expected=None))


def test_of_many_who_decide_at_once_one_is_taken(log: EventLog) -> None:
    log.append(change("c0", ticket("1"), raised()))
    barrier, taken = Barrier(8), []

    def decide(number: int) -> None:
        barrier.wait()
        try:
            taken.append(log.append(change(f"c{number}", ticket("1"), noted(), expected=1)))
        except VersionConflict:
            return

    threads = [Thread(target=decide, args=(number,)) for number in range(1, 9)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (len(taken), log.head()) == (1, 2)


def test_waiting_for_more_ends_as_soon_as_there_is_more(log: EventLog) -> None:
    waiter = Thread(target=lambda: seen.append(log.wait_beyond(0, 5)))
    seen: list[int] = []
    waiter.start()
    log.append(change("c1", ticket("1"), raised()))
    waiter.join(2)
    assert seen == [1]
    assert log.wait_beyond(1, 0.01) == 1
