"""Who can read what: seals hold in one place only, and erased words are in no file."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.clock import SystemChance
from shared.eventlog.port import SubjectIsErased
from shared.events.ticket import TicketClosed
from shared.sealing.cipher import Cipher, stands_at
from shared.sealing.keyfile import KeyFile
from shared.sealing.keys_sqlite import CLEAR_NAMES, SAVE_PERSON
from shared.sealing.port import ERASED, KeyIsErased, KeyIsMissing, SealIsBroken
from shared.vocabulary.identity import Personal, StreamId
from tests.adapters.logs import (
    ADA,
    change,
    desk_keys,
    memory_log,
    noted,
    raised,
    sqlite_log,
    ticket,
)

PLANTED = "the-crown-jewels-of-ada"


def cipher(path: Path | None = None) -> Cipher:
    return Cipher(desk_keys(path), SystemChance())


def sealed_note(seals: Cipher, words: str = "words") -> Personal:
    return seals.seal(words, stream=ticket("1"), version=3, field="text")


@given(st.text())
def test_sealed_words_open_again_and_name_their_place(words: str) -> None:
    seals = cipher()
    sealed = sealed_note(seals, words)
    assert seals.open(sealed) == words
    assert stands_at(sealed, stream=ticket("1"), version=3, field="text")
    assert not stands_at(sealed, stream=ticket("1"), version=4, field="text")
    assert not stands_at(sealed, stream=ticket("1"), version=3, field="tex")


@pytest.mark.parametrize(
    ("before", "after"), [("~3~", "~4~"), ("~text~", "~note~"), ("111~", "112~")]
)
def test_a_seal_moved_to_another_place_does_not_open(before: str, after: str) -> None:
    seals = cipher()
    with pytest.raises((SealIsBroken, KeyIsMissing)):
        seals.open(Personal(sealed_note(seals).replace(before, after, 1)))


def test_a_seal_moved_to_another_ticket_of_the_same_requester_does_not_open() -> None:
    seals = cipher()
    moved = sealed_note(seals).replace(ticket("1"), ticket("2"))
    with pytest.raises(SealIsBroken, match="changed or moved"):
        seals.open(Personal(moved))


@given(st.data())
def test_a_seal_changed_anywhere_does_not_open(data: st.DataObject) -> None:
    seals = cipher()
    sealed = sealed_note(seals)
    place = data.draw(st.integers(0, len(sealed) - 1))
    letter = data.draw(st.sampled_from("AQgw~é").filter(lambda each: each != sealed[place]))
    with pytest.raises((SealIsBroken, KeyIsMissing)):
        seals.open(Personal(sealed[:place] + letter + sealed[place + 1 :]))


@pytest.mark.parametrize("words", ["", "plain words", "~a~1~b~", "~a~1~b~???", "~~~~"])
def test_what_is_not_sealed_is_not_opened(words: str) -> None:
    with pytest.raises((SealIsBroken, KeyIsMissing)):
        cipher().open(Personal(words))


def test_the_same_words_look_different_each_time_they_are_sealed() -> None:
    seals = cipher()
    assert sealed_note(seals) != sealed_note(seals)


def test_an_agents_working_life_is_sealed_under_the_persons_own_key() -> None:
    seals = cipher()
    roster = StreamId("agent-" + "a" * 32)
    assert seals.open(seals.seal("sick", stream=roster, version=1, field="reason")) == "sick"


def test_erased_words_read_as_erased_and_no_more_are_taken() -> None:
    keys = desk_keys()
    seals = Cipher(keys, SystemChance())
    sealed = sealed_note(seals)
    keys.destroy(ADA)
    assert seals.open(sealed) == ERASED
    with pytest.raises(KeyIsErased, match="is erased; no more words"):
        sealed_note(seals)


def test_the_log_refuses_words_about_somebody_erased_and_takes_the_rest() -> None:
    keys = desk_keys()
    log = memory_log(keys)
    log.append(change("c1", ticket("1"), raised()))
    keys.destroy(ADA)
    with pytest.raises(SubjectIsErased):
        log.append(change("c2", ticket("1"), noted(), expected=1))
    assert log.append(change("c3", ticket("1"), TicketClosed(), expected=1)).position == 2


def test_planted_words_and_keys_are_in_no_file_after_an_erasure(tmp_path: Path) -> None:
    keys = desk_keys(tmp_path / "keys.sqlite")
    log = sqlite_log(tmp_path, keys)
    log.append(change("c1", ticket("1"), raised(), noted(PLANTED)))
    person, _ = keys.identify("old desk", "caller", PLANTED)
    secrets = [keys.key(ADA), keys.key(ticket("1")), keys.key(person), PLANTED.encode()]
    assert [secret in all_bytes(tmp_path) for secret in secrets] == [True, False, True, True]
    keys.destroy(person)
    keys.destroy(ADA)
    assert not any(secret in all_bytes(tmp_path) for secret in secrets)
    log.close()
    keys.close()
    assert not any(secret in all_bytes(tmp_path) for secret in secrets)


@pytest.mark.parametrize("seed", [0, *(pytest.param(s, marks=pytest.mark.slow) for s in (1, 3))])
def test_no_page_of_a_store_that_grew_keeps_a_copy_of_an_erased_name(
    tmp_path: Path, seed: int
) -> None:
    dice, file = random.Random(seed), KeyFile(tmp_path / "keys.sqlite")
    known: list[tuple[str, str, str, str]] = []
    erased: list[tuple[str, str, str, str]] = []
    for _ in range(12):
        fresh = [someone(dice) for _ in range(500)]
        file.write([(SAVE_PERSON, fresh)])
        known += fresh
        dice.shuffle(known)
        gone, known = known[:200], known[200:]
        file.erase([(CLEAR_NAMES, (each[3],)) for each in gone])
        erased += gone
    left = all_bytes(tmp_path)
    assert [each for each in erased if each[2].encode() in left] == []
    assert known[0][2].encode() in left


def someone(dice: random.Random) -> tuple[str, str, str, str]:
    """A name of some length in some column, and whose it is."""
    name = dice.randbytes(dice.choice([6, 12, 40, 200])).hex()
    return "old desk", dice.choice("abc"), name, f"person-{dice.randbytes(16).hex()}"


def all_bytes(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.iterdir())
