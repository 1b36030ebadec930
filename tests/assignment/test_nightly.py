"""At night some of the rounds that were not proven are looked at again."""

import pytest

from services.assignment import nightly
from services.assignment.engine import proving
from services.assignment.kept_problems import KeptProblems
from shared.events.assignment import RoundDecided, RoundProven
from shared.vocabulary.words import RoundStatus
from tests.desks import Desk


def busy_round(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A round whose plan was not proven when it was decided."""
    monkeypatch.setattr(proving, "PROVABLE_ARCS", 0)
    desk = Desk()
    people = [desk.agent(name, tickets=2) for name in ("Ada", "Ben", "Cy")]
    for number in range(4):
        desk.ticket(f"problem {number}", by=people[0])
    desk.assignment.run_round()
    return desk


def test_a_round_that_was_not_proven_is_bounded_anew_and_that_is_recorded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = busy_round(monkeypatch)
    (asked,) = nightly.sampled(desk.log, KeptProblems(), 5, seed=1)
    looked = nightly.look(desk.log, desk.clock, asked)
    record, proof = (each.event for each in desk.log.history(asked.round))
    assert isinstance(record, RoundDecided)
    assert isinstance(proof, RoundProven)
    assert record.status is not RoundStatus.PROVEN
    assert (record.bound or 0) < proof.bound == looked.bound <= record.minutes


def test_what_is_proven_already_is_left_alone() -> None:
    desk = Desk()
    desk.ticket("it broke", by=desk.agent("Ada"))
    desk.assignment.run_round()
    assert list(nightly.sampled(desk.log, KeptProblems(), 5, seed=1)) == []
