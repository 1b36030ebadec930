"""What every log keeps when an import brings thousands of changes at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.eventlog.port import EventLog, Name, RequestDiffers, VersionConflict
from tests.adapters.logs import ADAPTERS, change, noted, raised, ticket


@pytest.fixture(params=sorted(ADAPTERS))
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EventLog]:
    with ADAPTERS[request.param](tmp_path) as log:
        yield log


def test_many_changes_at_once_are_all_taken_or_none(log: EventLog) -> None:
    good, bad = change("c1", ticket("1"), raised()), change("c2", ticket("1"), raised())
    with pytest.raises(VersionConflict):
        log.append_all([good, bad])
    assert log.head() == 0
    assert [a.position for a in log.append_all([good])] == [1]


def test_an_import_given_twice_adds_only_what_is_new(log: EventLog) -> None:
    rows = [change(f"row {n}", ticket(str(n)), raised(n), answer=b"%d" % n) for n in range(1, 5)]
    log.append_all(rows[:2])
    again = log.append_all([rows[1], rows[2], rows[0], rows[2], rows[3]])
    assert [each.repeated for each in again] == [True, False, True, True, False]
    assert [each.answer for each in again] == [b"2", b"3", b"1", b"3", b"4"]
    assert log.head() == 4


def test_an_import_with_one_row_that_differs_adds_nothing(log: EventLog) -> None:
    log.append(change("row 1", ticket("1"), raised(), fingerprint=b"f"))
    fresh = change("row 2", ticket("2"), raised(2))
    with pytest.raises(RequestDiffers):
        log.append_all([fresh, change("row 1", ticket("1"), raised(), fingerprint=b"g")])
    assert (log.head(), log.answered("row 2")) == (1, None)


def test_an_import_may_go_on_in_a_stream_it_has_just_begun(log: EventLog) -> None:
    first = change("row 1", ticket("1"), raised(), noted())
    second = change("row 2", ticket("1"), noted("again"), expected=2)
    assert [each.versions[ticket("1")] for each in log.append_all([first, second])] == [2, 3]


def test_versions_and_names_are_told_for_many_at_once(log: EventLog) -> None:
    names = [(Name("old desk", key),) for key in ("A", "B")]
    log.append(change("c1", ticket("1"), raised(), noted(), names=names[0]))
    log.append(change("c2", ticket("2"), raised(), names=names[1]))
    assert log.versions([ticket("2"), ticket("1"), ticket("3")]) == {ticket("1"): 2, ticket("2"): 1}
    found = log.named_all("old desk", ["B", "C", "A"])
    assert found == {"A": ticket("1"), "B": ticket("2")}
    assert log.named_all("number", ["A"]) == {}
    assert log.kinds() == ["old desk"]
