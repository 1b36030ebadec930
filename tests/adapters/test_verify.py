"""Verification finds each way in which a log can be made to lie, and nothing in an honest one."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.clock import SystemChance
from shared.eventlog.sqlite import SqliteLog
from shared.eventlog.verify import Verified, verify
from shared.sealing.cipher import Cipher
from tests.adapters.logs import change, desk_keys, filled, noted, sqlite_log, ticket


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    log = sqlite_log(tmp_path, desk_keys())
    filled(log)
    yield log
    log.close()


def after(log: SqliteLog, *statements: str) -> Verified:
    """What is found once somebody changed the file behind the log's back."""
    connection = sqlite3.connect(log.path)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return verify(log)


def test_an_honest_log_is_sound(log: SqliteLog) -> None:
    steps: list[tuple[int, int]] = []
    found = verify(log, progress=lambda done, total: steps.append((done, total)))
    assert found.sound
    assert (found.events, found.streams, found.seals, found.head) == (24, 4, 4, 24)
    assert (steps[0], steps[-1]) == ((0, 48), (48, 48))


def test_an_empty_log_without_a_mark_yet_has_nothing_to_hide(tmp_path: Path) -> None:
    log = sqlite_log(tmp_path, desk_keys())
    assert verify(log).sound
    log.close()


@pytest.mark.parametrize(
    ("statement", "kinds"),
    [
        ("UPDATE events SET data = x'7b207d' WHERE position = 9", {"hash": 1}),
        ("UPDATE events SET data = '{}' WHERE position = 9", {"hash": 2}),
        ("UPDATE events SET \"by\" = 'person-ben' WHERE position = 9", {"hash": 1}),
        ("UPDATE events SET at = recorded_at || '0' WHERE position = 9", {"hash": 1}),
        ("UPDATE events SET cause = 'x' WHERE position = 9", {"hash": 1}),
        ("UPDATE events SET command = 'x' WHERE position = 9", {"hash": 1}),
        ("UPDATE events SET generation = 7 WHERE position = 9", {"hash": 1}),
        ("UPDATE events SET topic = 'ticket.closed.v1' WHERE position = 9", {"hash": 1}),
        ("UPDATE events SET hash = zeroblob(32) WHERE position = 9", {"hash": 2}),
        ("UPDATE events SET hash = zeroblob(32) WHERE position = 24", {"hash": 1, "mark": 1}),
        ("UPDATE events SET shard = 63 WHERE position = 9", {"link": 2}),
        ("UPDATE events SET previous = 2 WHERE position = 9", {"link": 1}),
        ("DELETE FROM events WHERE position = 24", {"position": 1, "mark": 1}),
        ("DELETE FROM events WHERE position > 22", {"position": 1, "mark": 1}),
    ],
)
def test_a_change_behind_the_logs_back_is_found(
    log: SqliteLog, statement: str, kinds: dict[str, int]
) -> None:
    assert after(log, statement).wrong == kinds


def test_an_event_taken_out_is_found_in_every_way_it_was_linked(log: SqliteLog) -> None:
    found = after(log, "DELETE FROM events WHERE position = 9")
    assert found.wrong == {"version": 1, "hash": 1, "position": 1, "link": 1}
    assert found.findings[0].where == f"{ticket('0')}/4"
    assert "version 3 is missing" in found.findings[0].why


def test_events_that_changed_places_are_found(log: SqliteLog) -> None:
    swap = [f"UPDATE events SET position = {new} WHERE position = {old}"
            for old, new in ((9, 99), (13, 9), (99, 13))]  # fmt: skip
    assert {"version", "link"} <= after(log, *swap).wrong.keys()


def test_a_stream_moved_whole_into_another_shard_is_found(tmp_path: Path) -> None:
    log = sqlite_log(tmp_path, desk_keys())
    log.append(change("c1", ticket("1"), noted(), noted()))
    assert after(log, "UPDATE events SET shard = 63").wrong == {"link": 2}
    log.close()


def test_words_sealed_for_another_place_are_found(log: SqliteLog) -> None:
    move = (
        "UPDATE events SET data = (SELECT data FROM events WHERE position = 2) WHERE position = 1"
    )
    assert after(log, move).wrong == {"hash": 1, "seal": 1}


def test_a_forger_who_makes_the_hashes_fit_is_betrayed_by_the_seals(tmp_path: Path) -> None:
    keys, others = desk_keys(), desk_keys()
    forger = sqlite_log(tmp_path, others)
    forger.append(change("c1", ticket("1"), noted("Ben did it")))
    assert verify(forger).sound
    found = verify(forger, seals=Cipher(keys, SystemChance()))
    assert found.wrong == {"seal": 1}
    assert "changed or moved" in found.findings[0].why
    forger.close()


def test_erased_words_are_no_finding(tmp_path: Path) -> None:
    from tests.adapters.logs import ADA

    keys = desk_keys()
    log = sqlite_log(tmp_path, keys)
    filled(log)
    keys.destroy(ADA)
    found = verify(log, seals=Cipher(keys, SystemChance()))
    assert (found.sound, found.seals) == (True, 4)
    log.close()


def test_events_of_an_unknown_kind_are_counted_and_their_hashes_checked(log: SqliteLog) -> None:
    found = after(log, "UPDATE events SET topic = 'ticket.blessed.v1' WHERE position = 9")
    assert (found.unreadable, found.wrong) == (1, {"hash": 1})


def test_a_mark_that_is_gone_or_spoilt_is_found(log: SqliteLog) -> None:
    mark = log.path.with_name("log.sqlite.head")
    mark.write_bytes(b"{")
    assert verify(log).wrong == {"mark": 1}
    mark.unlink()
    assert "a cut tail would go unnoticed" in verify(log).findings[0].why


def test_a_great_many_findings_are_counted_but_not_all_kept(log: SqliteLog) -> None:
    spoil = "UPDATE events SET hash = randomblob(32), previous = 1, shard = shard"
    more = [f"UPDATE events SET previous = {n} WHERE position = {n}" for n in range(1, 25)]
    found = after(log, spoil, *more)
    assert found.wrong["hash"] == 24
    assert len(found.findings) <= 100


def test_the_log_may_grow_while_it_is_verified(log: SqliteLog) -> None:
    def grow(done: int, total: int) -> None:
        log.append(change(f"meanwhile {done}", ticket("1"), noted(), expected=6 + (done > 0)))

    found = verify(log, progress=grow)
    assert (found.sound, found.head) == (True, 24)
