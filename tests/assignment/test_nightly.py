"""At night some of the rounds that were not proven are looked at again."""

import pytest
from msgspec.structs import replace

from services.assignment.commands import nightly
from services.assignment.engine import proving
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.search import pipeline
from services.assignment.explaining.explain import why
from services.assignment.revisiting.refold import (
    Certainty,
    certainty_after,
    certainty_of,
    record_of,
)
from services.assignment.round import later_proof
from services.assignment.round.kept_problems import KeptProblems, recorded_in
from services.intake.requests.policy import SetPolicy
from services.intake.requests.roster import GrantSkill
from shared.events.assignment import RoundDecided, RoundProven
from shared.vocabulary.identity import SETUP, Plain, StreamId
from shared.vocabulary.words import RoundStatus
from tests.desks import Desk


def busy_round(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A round whose plan was not proven when it was decided."""
    monkeypatch.setattr(proving, "PROVABLE_ARCS", 0)
    monkeypatch.setattr(pipeline, "FEW", 0)
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


def swarmed_round(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A round with a helper's seat, whose plan was not proven when it was decided."""
    monkeypatch.setattr(proving, "PROVABLE_ARCS", 0)
    monkeypatch.setattr(pipeline, "FEW", 0)
    desk = Desk()
    ada, ben = desk.agent("Ada"), desk.agent("Ben")
    second_tier = GrantSkill(skill="network", level=1, tier=2)
    desk.intake.ask_agent(ben, second_tier, desk.intake.call(SETUP))
    swarm = SetPolicy(policy={"together": {"swarm_from": 500}})
    desk.people.set_policy(swarm, desk.intake.call(SETUP))
    for number in range(2):
        desk.ticket(f"problem {number}", by=ada)
    desk.assignment.run_round()
    return desk


def test_a_round_with_somebody_beside_an_owner_is_looked_at_with_their_seat(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = swarmed_round(monkeypatch)
    record = desk.log.history(stream_of(desk))[0].event
    problem = KeptProblems().of(record)
    assert problem is not None
    assert any(judged.beside for judged in record.tickets)
    verdict = judge(problem, recorded_in(record, problem))
    assert (verdict.breaches, verdict.cost.minutes) == ((), record.minutes)
    assert len(looked_at_again(desk)) == 1


def looked_at_again(desk: Desk) -> list[nightly.Looked]:
    """What another night makes of the desk's rounds."""
    asked = list(nightly.sampled(desk.log, KeptProblems(), 5, seed=1))
    return [nightly.look(desk.log, desk.clock, each) for each in asked]


def stream_of(desk: Desk) -> StreamId:
    """The stream of the desk's only round."""
    told = desk.log.read(after=0, limit=1_000)
    return StreamId(next(each.stream for each in told if isinstance(each.event, RoundDecided)))


def test_a_second_night_goes_on_from_the_first_and_records_nothing_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = busy_round(monkeypatch)
    (first,) = looked_at_again(desk)
    second = looked_at_again(desk)
    assert (first.proven, [each.bound_before for each in second]) == (False, [first.bound])
    assert len(desk.log.history(stream_of(desk))) == 2


def test_what_a_later_proof_settled_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = busy_round(monkeypatch)
    (asked,) = nightly.sampled(desk.log, KeptProblems(), 5, seed=1)
    later_proof.record(desk.log, desk.clock, asked, later_proof.proven(asked))
    known = certainty_of(desk.log, asked.round)
    assert (known.status, known.bound, known.gap) == (RoundStatus.PROVEN, asked.cost.minutes, 0)
    assert looked_at_again(desk) == []


def test_a_later_proof_is_told_where_one_asks_why(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = busy_round(monkeypatch)
    (asked,) = nightly.sampled(desk.log, KeptProblems(), 5, seed=1)
    dealt = next(each.ticket for each in record_of(desk.log, asked.round).tickets if each.agent)
    before = why(desk.log, dealt, name_of=str)
    later_proof.record(desk.log, desk.clock, asked, later_proof.proven(asked))
    after = why(desk.log, dealt, name_of=str)
    earlier = why(desk.log, dealt, name_of=str, at=desk.log.head() - 1)
    assert (before.status, after.status, after.gap_percent) == ("bounded", "proven", 0)
    assert earlier.status == "bounded"


def test_a_weaker_proof_that_comes_late_takes_nothing_back() -> None:
    strong = RoundProven(
        digest=Plain("d"), risk=1, overflow=2, bound=30, kind=Plain("exact"), gap=0,
        status=RoundStatus.PROVEN,
    )  # fmt: skip
    weak = RoundProven(
        digest=Plain("d"), risk=0, overflow=0, bound=20, kind=Plain("knapsacks"), gap=5,
        status=RoundStatus.BOUNDED,
    )  # fmt: skip
    known = certainty_after(Certainty(status=RoundStatus.BOUNDED), strong)
    assert certainty_after(known, weak) == known


def test_a_record_that_differs_from_its_plan_on_any_level_is_not_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = busy_round(monkeypatch)
    told = desk.log.history(stream_of(desk))[0]
    problem = KeptProblems().of(told.event)
    assert problem is not None
    known = certainty_of(desk.log, told.stream)
    assert nightly.as_recorded(told, problem, known)
    fields = {name: getattr(told.event, name) for name in RoundDecided.__struct_fields__}
    other = RoundDecided(**{**fields, "overflow": 1})
    assert nightly.as_recorded(replace(told, event=other), problem, known) is None


def test_what_is_proven_already_is_left_alone() -> None:
    desk = Desk()
    desk.ticket("it broke", by=desk.agent("Ada"))
    desk.assignment.run_round()
    assert list(nightly.sampled(desk.log, KeptProblems(), 5, seed=1)) == []
