"""What was found of the past is found again without looking, for as long as it holds."""

from datetime import datetime, timedelta

import pytest

from services.projections.recall import MOST, Recall
from shared.eventlog.moment import At
from tests.desks import MONDAY, Desk


class Counted:
    """Something dear to find; how often it was looked for."""

    def __init__(self, recall: Recall) -> None:
        self.recall, self.looked = recall, 0

    def ask(self, at: At, *, at_least: int = 0) -> int:
        return self.recall.of("how many", at, self._look, at_least=at_least)

    def _look(self) -> int:
        self.looked += 1
        return self.looked


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.ticket("VPN drops", by=desk.person("Cy"))
    return desk


def told(desk: Desk, recall: Recall, *, at: datetime) -> None:
    """One more event, as having happened at a time."""
    desk.clock.move_to(at)
    before = desk.log.head()
    desk.ticket("again", by=desk.person("Ben"))
    recall.took(desk.log.read(after=before, limit=99), desk.log.head())


def test_a_position_that_was_reached_is_looked_at_once(desk: Desk) -> None:
    asked = Counted(Recall(desk.log.head()))
    answers = {asked.ask(1), asked.ask(1)}
    told(desk, asked.recall, at=MONDAY)
    assert answers | {asked.ask(1)} == {1}
    assert asked.ask(2) == 2, "another moment is another question"


def test_a_position_that_the_views_have_not_reached_is_not_kept(desk: Desk) -> None:
    asked = Counted(Recall(through=3))
    assert [asked.ask(4), asked.ask(4)] == [1, 2]


def test_a_time_holds_until_something_is_told_that_happened_by_then(desk: Desk) -> None:
    asked = Counted(Recall(desk.log.head()))
    noon = MONDAY + timedelta(hours=3)
    assert [asked.ask(noon), asked.ask(noon)] == [1, 1]
    told(desk, asked.recall, at=noon + timedelta(seconds=1))
    assert asked.ask(noon) == 1
    told(desk, asked.recall, at=noon)
    assert asked.ask(noon) == 2


def test_what_is_told_while_somebody_looks_is_not_missed(desk: Desk) -> None:
    recall = Recall(desk.log.head())
    looked = []

    def look() -> int:
        looked.append(1)
        if len(looked) == 1:
            told(desk, recall, at=MONDAY)
        return len(looked)

    assert recall.of("how many", MONDAY, look) == 1
    assert recall.of("how many", MONDAY, look) == 2


def test_now_is_shared_by_all_who_look_at_once_but_not_with_who_did_something_since(
    desk: Desk,
) -> None:
    asked = Counted(Recall(desk.log.head()))
    assert [asked.ask(None), asked.ask(None)] == [1, 1]
    told(desk, asked.recall, at=MONDAY)
    assert asked.ask(None, at_least=desk.log.head()) == 2


def test_an_answer_that_failed_is_looked_for_again(desk: Desk) -> None:
    recall = Recall(desk.log.head())

    def fail() -> int:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        recall.of("how many", 1, fail)
    assert recall.of("how many", 1, lambda: 7) == 7


def test_only_so_many_answers_are_kept(desk: Desk) -> None:
    asked = Counted(Recall(through=10_000))
    for position in range(MOST + 1):
        asked.ask(position)
    asked.ask(MOST)
    assert asked.looked == MOST + 1
    asked.ask(0)
    assert asked.looked == MOST + 2


def test_a_view_built_anew_is_looked_at_anew(desk: Desk) -> None:
    asked = Counted(Recall(desk.log.head()))
    asked.ask(1)
    asked.recall.forget(through=desk.log.head())
    assert asked.ask(1) == 2
