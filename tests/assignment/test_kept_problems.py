"""A round's numeric problem is kept, so that it can be asked about without the rules of its day."""

from datetime import timedelta
from pathlib import Path

import pytest

from services.assignment import rulebook
from services.assignment.engine.exact import cp_sat
from services.assignment.engine.form.problem import Problem, digest
from services.assignment.engine.search import pipeline
from services.assignment.explaining.why_not import why_not
from services.assignment.revisiting.redecide import redecide
from services.assignment.round import later_proof
from services.assignment.round.kept_problems import KEPT_FOR, WITH_THE_RECORD, KeptProblems
from services.assignment.round.later_proof import Unproven
from services.intake.requests.absence import GoAway
from shared.events.assignment import RoundDecided, RoundProven
from shared.vocabulary.identity import SETUP, RoundId, StreamId
from shared.vocabulary.words import RoundStatus
from tests.bench.rounds import batch
from tests.desks import Desk


def decided(tickets: int = 3) -> tuple[Desk, RoundDecided, str]:
    """A round of so many tickets for three agents, its record and its stream."""
    desk = Desk()
    people = [desk.agent(name) for name in ("Ada", "Ben", "Cy")]
    desk.intake.ask_agent(people[2], GoAway(), desk.intake.call(SETUP))
    for number in range(tickets):
        desk.ticket(f"problem {number}", by=people[0])
    desk.assignment.run_round()
    told = desk.log.read(after=0, limit=1_000)
    record = next(each for each in told if isinstance(each.event, RoundDecided))
    return desk, record.event, record.stream


def test_a_small_rounds_problem_stands_in_its_record() -> None:
    _, record, _ = decided()
    kept = KeptProblems().of(record)
    assert kept is not None
    assert digest(kept) == record.digest
    assert len(kept.tickets) == 3


def test_a_round_is_decided_again_and_asked_against_when_its_rules_are_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, record, stream = decided()
    monkeypatch.setattr(rulebook, "digest", lambda: "the rules of another year")
    assert redecide(desk.log, stream, desk.assignment.problems).differences == ()
    deal = next(each for each in record.tickets if each.agent)
    kept = KeptProblems().of(record)
    assert kept is not None
    away = {a for each in deal.ruled_out for a in each.agents}
    (other,) = {*kept.agents} - away - {deal.agent}  # type: ignore[arg-type]
    answer = why_not(desk.log, deal.ticket, other, name_of=str)  # type: ignore[arg-type]
    assert "the round would have" in answer.sentence
    assert sum(each.minutes for each in answer.because) == pytest.approx(answer.minutes_more or 0)
    assert answer.smallest
    assert f"It would have gone to {other} had they been " in answer.sentence
    assert "only the rules of then could say" in answer.sentence


def test_where_no_numbers_are_kept_either_it_is_told_that_the_rules_are_todays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, record, _ = decided()
    monkeypatch.setattr(rulebook, "digest", lambda: "the rules of another year")
    monkeypatch.setattr(KeptProblems, "of", lambda *_: None)
    deal = next(each for each in record.tickets if each.agent)
    away = next(each for each in deal.ruled_out if each.rule == "away")
    answer = why_not(desk.log, deal.ticket, away.agents[0], name_of=str)  # type: ignore[arg-type]
    assert "the rules of today" in answer.sentence


def test_who_was_ruled_out_then_is_told_by_the_rule_of_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, record, _ = decided()
    monkeypatch.setattr(rulebook, "digest", lambda: "the rules of another year")
    deal = next(each for each in record.tickets if each.agent)
    away = next(each for each in deal.ruled_out if each.rule == "away")
    answer = why_not(desk.log, deal.ticket, away.agents[0], name_of=lambda _: "Cy")
    assert answer.sentence == "Cy was ruled out by the rule “away” as it was then."


def test_a_large_problem_is_kept_beside_the_log_and_let_go_in_time(tmp_path: Path) -> None:
    problems, large = KeptProblems(tmp_path), batch(WITH_THE_RECORD + 1, 12, 1)
    desk, record, _ = decided()
    now, fingerprint = desk.clock.now(), digest(large)
    problems.keep(large, fingerprint, now)
    wanted = RoundDecided(**{**fields_of(record), "problem": None, "digest": fingerprint})
    found = problems.of(wanted)
    assert found is not None
    assert digest(found) == fingerprint
    problems.keep(batch(WITH_THE_RECORD + 1, 12, 2), "another", now + KEPT_FOR + timedelta(days=1))
    assert problems.of(wanted) is None


def test_a_damaged_problem_is_told_and_counts_as_lost(tmp_path: Path) -> None:
    _, record, _ = decided()
    wanted = RoundDecided(**{**fields_of(record), "problem": None})
    (tmp_path / f"{record.digest}.json.zlib").write_bytes(b"damaged")
    assert KeptProblems(tmp_path).of(wanted) is None


def fields_of(record: RoundDecided) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__struct_fields__}


def test_a_proof_that_comes_after_the_commit_is_an_event_of_its_own() -> None:
    desk, _, stream = decided()
    problem = batch(10, 12, 4)
    asked = unproven(problem, RoundId(StreamId(stream)))
    later_proof.LaterProofs(desk.log, desk.clock).prove(asked)
    last = desk.log.history(StreamId(stream))[-1].event
    assert isinstance(last, RoundProven)
    assert last.status is RoundStatus.PROVEN
    assert (last.bound, last.gap) == (asked.cost.minutes, 0)


def unproven(problem: Problem, round_id: RoundId) -> Unproven:
    found = pipeline.solve(problem, seed=1, units=0)
    best = cp_sat.prove(problem, found.owners, limit=2.0, seed=1)
    return Unproven(
        round=round_id, problem=problem, digest=digest(problem), owners=best.owners,
        cost=best.cost, bounds=found.bounds, seed=1,
    )  # fmt: skip


def test_a_later_proof_that_fails_costs_the_desk_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, _, stream = decided()
    asked = unproven(batch(10, 12, 4), RoundId(StreamId(stream)))

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the library broke down")

    monkeypatch.setattr(later_proof.cp_sat, "prove", broken)
    later_proof.LaterProofs(desk.log, desk.clock).prove(asked)
    assert len(desk.log.history(StreamId(stream))) == 1
