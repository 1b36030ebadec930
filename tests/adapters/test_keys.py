"""What every key store keeps: a key is made once, is there for good, and once erased is gone."""

from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path
from threading import Barrier, Thread
from time import sleep
from typing import Any

import pytest

from shared.clock import SystemChance
from shared.sealing import keyfile
from shared.sealing.keys_memory import MemoryKeys
from shared.sealing.keys_sqlite import LOOK_EVERY_SECONDS, SqliteKeys
from shared.sealing.port import KeyIsErased, KeyIsMissing, KeysAreUnavailable
from shared.vocabulary.identity import DESK, PersonId, StreamId
from tests.adapters.logs import ADA, ticket

BEN = PersonId(StreamId("person-" + "b" * 32))
CALLER = ("old desk", "caller", "Ada")


@pytest.fixture(params=["memory", "sqlite"])
def keys(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    chance = SystemChance()
    keys: Any = (
        MemoryKeys(chance)
        if request.param == "memory"
        else SqliteKeys(tmp_path / "keys.sqlite", chance)
    )
    keys.make_all([(ADA, None), (BEN, None), (DESK, None)])
    yield keys
    keys.close()


def test_a_key_is_made_once_and_stays_the_same(keys: Any) -> None:
    keys.make(ticket("1"), under=ADA)
    first = keys.key(ticket("1"))
    keys.make(ticket("1"), under=BEN)
    assert keys.key(ticket("1")) == first
    assert len({first, keys.key(ADA), keys.key(BEN), keys.key(DESK)}) == 4
    assert len(first) == 32


def test_a_key_that_nobody_made_is_missing(keys: Any) -> None:
    with pytest.raises(KeyIsMissing, match="key store that belongs to the log"):
        keys.key(ticket("1"))


def test_erasing_a_requester_closes_their_tickets_and_nobody_elses(keys: Any) -> None:
    keys.make_all([(ticket("1"), ADA), (ticket("2"), ADA), (ticket("3"), BEN)])
    assert keys.destroy(ADA) == 3
    assert [keys.key(each) for each in (ADA, ticket("1"), ticket("2"))] == [None] * 3
    assert keys.key(ticket("3"))
    assert keys.destroy(ADA) == 0


def test_nothing_new_is_sealed_under_somebody_erased(keys: Any) -> None:
    keys.make(ticket("1"), under=ADA)
    keys.destroy(ADA)
    with pytest.raises(KeyIsErased, match="is erased; ticket-2222"):
        keys.make(ticket("2"), under=ADA)
    keys.make_all([(ticket("1"), ADA), (ADA, None)])
    assert keys.key(ADA) is None


def test_one_key_that_cannot_be_made_stops_them_all(keys: Any) -> None:
    nobody = PersonId(StreamId("person-" + "f" * 32))
    with pytest.raises(KeyIsMissing, match="person-fff"):
        keys.make_all([(ticket("1"), ADA), (ticket("2"), nobody)])
    with pytest.raises(KeyIsMissing):
        keys.key(ticket("1"))


def test_a_name_is_known_again_where_it_stood(keys: Any) -> None:
    person, new = keys.identify(*CALLER)
    assert new
    assert person.startswith("person-")
    assert keys.key(person)
    assert keys.identify(*CALLER) == (person, False)
    assert keys.identify("old desk", "resolver", "Ada")[0] != person
    assert keys.identify("new desk", "caller", "Ada")[0] != person


def test_many_names_at_once_are_told_apart(keys: Any) -> None:
    known, _ = keys.identify(*CALLER)
    ben = ("old desk", "caller", "Ben")
    told = keys.identify_all([CALLER, ben, CALLER, ben])
    assert told[CALLER] == (known, False)
    assert told[ben][1]
    assert keys.identify(*ben) == (told[ben][0], False)


def test_the_name_of_somebody_erased_means_somebody_new(keys: Any) -> None:
    person, _ = keys.identify(*CALLER)
    keys.destroy(person)
    again, new = keys.identify(*CALLER)
    assert new
    assert again != person


def test_a_secret_is_made_for_each_purpose_and_stays(keys: Any) -> None:
    rows = keys.secret("rows")
    assert keys.secret("rows") == rows
    assert keys.secret("links") != rows
    assert len(rows) == 32


def test_keys_made_at_the_same_time_are_all_there(keys: Any) -> None:
    threads = [Thread(target=keys.make, args=(ticket(each),)) for each in "0123456789"]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len({keys.key(ticket(each)) for each in "0123456789"}) == 10


def test_keys_are_there_after_a_restart(tmp_path: Path) -> None:
    first = SqliteKeys(tmp_path / "keys", SystemChance())
    first.make(ADA)
    first.make(ticket("1"), under=ADA)
    before = (first.key(ADA), first.key(ticket("1")), first.identify(*CALLER)[0])
    first.close()
    again = SqliteKeys(tmp_path / "keys", SystemChance())
    assert (again.key(ADA), again.key(ticket("1")), again.identify(*CALLER)[0]) == before
    again.close()


def test_another_process_soon_learns_of_an_erasure(tmp_path: Path) -> None:
    here, there = (SqliteKeys(tmp_path / "keys", SystemChance()) for _ in range(2))
    here.make(ADA)
    assert here.key(ADA) == there.key(ADA)
    there.destroy(ADA)
    sleep(2 * LOOK_EVERY_SECONDS)
    assert here.key(ADA) is None


def test_two_processes_that_meet_a_name_agree_on_the_person(tmp_path: Path) -> None:
    here, there = (SqliteKeys(tmp_path / "keys", SystemChance()) for _ in range(2))
    names = [("old desk", "caller", f"caller {n}") for n in range(50)]
    told: list[Any] = []
    threads = [
        Thread(target=lambda keys=keys: told.append(keys.identify_all(names)))
        for keys in (here, there)
    ]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    people = [{name: person for name, (person, _) in each.items()} for each in told]
    assert people[0] == people[1]
    assert sum(new for each in told for _, new in each.values()) == 50


def test_a_process_that_stands_still_does_not_hold_the_others_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = SqliteKeys(tmp_path / "keys", SystemChance())
    monkeypatch.setattr(keyfile, "PATIENCE_SECONDS", 0.05)
    with (tmp_path / "keys.lock").open() as turn:
        flock(turn, LOCK_EX)
        with pytest.raises(KeysAreUnavailable, match="key store keys cannot be used"):
            keys.make(ADA)
    keys.make(ADA)
    assert keys.key(ADA)


def test_two_processes_that_make_one_key_have_the_same(tmp_path: Path) -> None:
    stores = [SqliteKeys(tmp_path / "keys", SystemChance()) for _ in range(2)]
    owners = [StreamId(f"ticket-{number:032x}") for number in range(60)]
    made: list[list[bytes | None]] = []
    start = Barrier(2)

    def make(keys: SqliteKeys) -> None:
        own = []
        for owner in owners:
            start.wait()
            keys.make(owner)
            own.append(keys.key(owner))
        made.append(own)

    threads = [Thread(target=make, args=(keys,)) for keys in stores]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert made[0] == made[1]


def test_the_key_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    SqliteKeys(tmp_path / "keys", SystemChance()).make(ADA)
    assert {each.stat().st_mode & 0o077 for each in tmp_path.iterdir()} == {0}


def test_a_file_that_is_no_key_store_says_so(tmp_path: Path) -> None:
    (tmp_path / "keys").write_bytes(b"not a database at all" * 100)
    with pytest.raises(KeysAreUnavailable, match="key store keys cannot be used"):
        SqliteKeys(tmp_path / "keys", SystemChance())


def test_a_key_store_belongs_to_one_log(tmp_path: Path) -> None:
    keys = SqliteKeys(tmp_path / "keys", SystemChance())
    with pytest.raises(KeysAreUnavailable, match="belongs to no log yet"):
        keys.belong_to("one", from_its_start=False)
    keys.belong_to("one", from_its_start=True)
    keys.belong_to("one", from_its_start=False)
    with pytest.raises(KeysAreUnavailable, match="belongs to log one, this is log two"):
        keys.belong_to("two", from_its_start=True)
