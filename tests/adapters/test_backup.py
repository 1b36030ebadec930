"""A backup holds everything that was acknowledged before it, and can be opened and read."""

from pathlib import Path

import pytest

from deploy.desk import open_desk
from services.intake.requests.people import IntroducePerson
from services.intake.requests.raising import RaiseTicket
from shared.eventlog.backup import FolderIsTaken, back_up
from shared.eventlog.choice import Purpose
from shared.eventlog.port import LogIsUnavailable
from shared.settings import Settings
from shared.vocabulary.identity import SETUP, Actor, PersonId, StreamId
from shared.vocabulary.words import Channel


def raised(settings: Settings, number: int) -> int:
    """So many tickets raised on the desk; the position of the last event."""
    with open_desk(settings, Purpose.COMMAND) as desk:
        cy = IntroducePerson(name="Cy")
        person = PersonId(StreamId(desk.people.introduce(cy, desk.intake.call(SETUP)).id))
        for each in range(number):
            request = RaiseTicket(problem=f"problem {each}")
            call = desk.intake.call(Actor(person))
            desk.intake.raise_ticket(request, call, channel=Channel.FORM)
        return desk.at_hand.log.head()


def words(settings: Settings) -> list[str]:
    """Every problem as it reads in the copy."""
    with open_desk(settings, Purpose.READING) as desk:
        told = desk.at_hand.log.read(after=0, limit=1_000, topics=frozenset({"ticket.raised.v1"}))
        return [desk.at_hand.seals.open(each.event.problem) for each in told]


def test_what_is_backed_up_beside_a_running_desk_can_be_read_whole(tmp_path: Path) -> None:
    home = Settings(home=tmp_path / "home")
    with open_desk(home, Purpose.DESK):
        head = raised(home, 3)
        made = back_up(home, tmp_path / "copy")
    assert made.position == head
    assert words(Settings(home=tmp_path / "copy")) == ["problem 0", "problem 1", "problem 2"]


def test_a_backup_goes_on_where_it_was_made(tmp_path: Path) -> None:
    home, copy = Settings(home=tmp_path / "home"), Settings(home=tmp_path / "copy")
    raised(home, 1)
    before = back_up(home, copy.home).position
    assert raised(copy, 1) > before


def test_the_copy_is_for_its_owner_alone_and_never_overwrites(tmp_path: Path) -> None:
    home = Settings(home=tmp_path / "home")
    raised(home, 1)
    made = back_up(home, tmp_path / "copy")
    modes = {(tmp_path / "copy" / name).stat().st_mode & 0o777 for name in made.files}
    assert modes == {0o600}
    with pytest.raises(FolderIsTaken, match="is not empty"):
        back_up(home, tmp_path / "copy")


def test_where_no_desk_is_nothing_is_backed_up(tmp_path: Path) -> None:
    with pytest.raises(LogIsUnavailable, match="there is no log"):
        back_up(Settings(home=tmp_path / "none"), tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_after_closing_the_log_is_one_whole_file(tmp_path: Path) -> None:
    home = Settings(home=tmp_path)
    raised(home, 2)
    beside = home.log_file.with_name("log.sqlite-wal")
    assert not beside.exists() or beside.stat().st_size == 0
