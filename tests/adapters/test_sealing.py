"""Who can read what: seals hold in one place only, and erased words are in no file."""

from pathlib import Path
from time import sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.clock import SteppedClock, SystemChance
from shared.eventlog.sqlite import SqliteLog
from shared.sealing.cipher import Cipher, stands_at
from shared.sealing.keys_sqlite import LOOK_EVERY_SECONDS
from shared.sealing.port import ERASED, KeyIsMissing, SealIsBroken
from shared.vocabulary.identity import Personal, StreamId
from tests.adapters.logs import ADA, NOON, change, desk_keys, noted, raised, ticket

PLANTED = "the-crown-jewels-of-ada"


def cipher(path: Path | None = None) -> Cipher:
    return Cipher(desk_keys(path), SystemChance())


@given(st.text())
def test_sealed_words_open_again(words: str) -> None:
    seals = cipher()
    sealed = seals.seal(words, stream=ticket("1"), version=3, field="text")
    assert seals.open(sealed) == words
    assert stands_at(sealed, stream=ticket("1"), version=3, field="text")
    assert not stands_at(sealed, stream=ticket("1"), version=4, field="text")


@pytest.mark.parametrize(
    ("before", "after"), [("~3~", "~4~"), ("~text~", "~note~"), ("111~", "112~")]
)
def test_a_seal_moved_to_another_place_does_not_open(before: str, after: str) -> None:
    seals = cipher()
    sealed = seals.seal("words", stream=ticket("1"), version=3, field="text")
    with pytest.raises((SealIsBroken, KeyIsMissing)):
        seals.open(Personal(sealed.replace(before, after, 1)))


def test_an_agents_working_life_is_sealed_under_the_persons_own_key() -> None:
    seals = cipher()
    roster = StreamId("agent-" + "a" * 32)
    assert seals.open(seals.seal("sick", stream=roster, version=1, field="reason")) == "sick"


def test_a_key_that_never_was_is_missing_not_erased() -> None:
    with pytest.raises(KeyIsMissing, match="key store that belongs to the log"):
        cipher().seal("words", stream=StreamId("ticket-" + "f" * 32), version=1, field="text")


def test_erasing_a_person_erases_their_tickets_and_their_names() -> None:
    keys = desk_keys()
    seals = Cipher(keys, SystemChance())
    sealed = seals.seal("words", stream=ticket("1"), version=3, field="text")
    known, _ = keys.identify("old desk", "caller", "Ada")
    assert keys.destroy(ADA) == 11
    assert seals.open(sealed) == ERASED
    assert keys.identify("old desk", "caller", "Ada") == (known, False)
    keys.destroy(known)
    assert keys.identify("old desk", "caller", "Ada")[0] != known


def test_a_person_of_a_source_is_known_again() -> None:
    keys = desk_keys()
    first, new = keys.identify("old desk", "caller", "Ada")
    assert (new, first[:7]) == (True, "person-")
    assert keys.identify("old desk", "caller", "Ada") == (first, False)
    assert keys.identify("old desk", "resolver", "Ada")[0] != first


def test_another_process_learns_that_a_key_was_destroyed(tmp_path: Path) -> None:
    here, there = desk_keys(tmp_path / "keys"), desk_keys(tmp_path / "keys")
    seals = Cipher(here, SystemChance())
    sealed = seals.seal("words", stream=ticket("1"), version=1, field="text")
    assert seals.open(sealed) == "words"
    there.destroy(ADA)
    sleep(2 * LOOK_EVERY_SECONDS)
    assert seals.open(sealed) == ERASED


def test_planted_words_and_keys_are_in_no_file_after_an_erasure(tmp_path: Path) -> None:
    keys = desk_keys(tmp_path / "keys.sqlite")
    seals = Cipher(keys, SystemChance())
    log = SqliteLog(
        tmp_path / "log.sqlite", seals=seals, clock=SteppedClock(NOON), chance=SystemChance()
    )
    log.append(change("c1", ticket("1"), raised(), noted(PLANTED)))
    person, _ = keys.identify("old desk", "caller", PLANTED)
    secrets = [keys.key(ADA), keys.key(ticket("1")), keys.key(person)]
    assert PLANTED.encode() in b"".join(each.read_bytes() for each in tmp_path.iterdir())
    keys.destroy(person)
    keys.destroy(ADA)
    left = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    log.close()
    assert PLANTED.encode() not in left
    assert not any(secret in left for secret in secrets if secret)
