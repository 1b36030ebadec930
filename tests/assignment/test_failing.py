"""Whatever breaks, tickets wait or the kernel's plan stands, and dealing goes on when it passes."""

import threading
from typing import Any

import pytest

from services.assignment.engine.exact import cp_sat
from services.assignment.engine.exact.cp_sat import Proof, SolverFailed
from services.assignment.engine.form.plan import Bound, BoundKind, Bounds, Cost
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.search import pipeline
from services.assignment.watch import Watch
from shared.eventlog.port import LogIsUnavailable
from shared.events.assignment import RoundDecided
from shared.vocabulary.words import RoundStatus
from tests.desks import Desk


def two_tickets_for_two(monkeypatch: pytest.MonkeyPatch, prove: Any) -> tuple[Desk, RoundDecided]:
    """A round that the kernel cannot prove by itself, with this exact model."""
    monkeypatch.setattr(cp_sat, "prove", prove)
    monkeypatch.setattr(pipeline, "FEW", 0)
    desk = Desk()
    people = [desk.agent(name) for name in ("Ada", "Ben")]
    for number in range(3):
        desk.ticket(f"problem {number}", by=people[0])
    desk.assignment.run_round()
    told = desk.log.read(after=0, limit=1_000)
    return desk, next(each.event for each in told if isinstance(each.event, RoundDecided))


def failing(*_: Any, **__: Any) -> Proof:
    raise SolverFailed("no answer in time")


def breaking(*_: Any, **__: Any) -> Proof:
    raise RuntimeError("the library broke down")


def nonsense(*_: Any, **__: Any) -> Proof:
    return Proof(owners=(99, 99, 99), cost=Cost(0, 0, 0), bounds=at_least(0))


def boasting(problem: Problem, *_: Any, **__: Any) -> Proof:
    found = pipeline.solve(problem, seed=1, units=2_000)
    return Proof(owners=found.owners, cost=found.cost, bounds=at_least(10**9))


def at_least(minutes: int) -> Bounds:
    return Bounds(*(Bound(value, BoundKind.EXACT) for value in (0, 0, minutes)))


@pytest.mark.parametrize("prove", [failing, breaking, nonsense, boasting])
def test_when_the_exact_model_fails_the_kernels_plan_stands_unproven(
    monkeypatch: pytest.MonkeyPatch, prove: Any
) -> None:
    _, record = two_tickets_for_two(monkeypatch, prove)
    assert all(each.agent for each in record.tickets)
    assert record.status is RoundStatus.UNPROVEN
    assert record.bound is not None
    assert record.bound <= record.minutes


def test_dealing_goes_on_when_the_log_can_be_written_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk()
    ada = desk.agent("Ada")
    ticket = desk.ticket("it broke", by=ada)
    watch, stop = Watch(desk.assignment, lambda: None), threading.Event()
    full = iter([LogIsUnavailable("the disk is full")])
    append = desk.log.append

    def sometimes(change: Any) -> Any:
        for trouble in full:
            raise trouble
        return append(change)

    monkeypatch.setattr(desk.log, "append", sometimes)
    thread = threading.Thread(target=watch.run, args=(stop,))
    thread.start()
    for _ in range(200):
        if desk.owner(ticket):
            break
        stop.wait(0.05)
    stop.set()
    thread.join()
    assert desk.owner(ticket) == ada
    assert watch.trouble is None


def test_whatever_ends_the_deciding_leaves_nobody_looking_for_proofs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk()
    watch = Watch(desk.assignment, lambda: None)
    monkeypatch.setattr(desk.assignment, "catch_up", stopped_from_outside)
    desk.ticket("it broke", by=desk.agent("Ada"))
    with pytest.raises(KeyboardInterrupt):
        watch.run(threading.Event())
    assert "proving" not in {each.name for each in threading.enumerate()}


def test_what_may_come_later_is_loaded_after_the_first_decision_and_once() -> None:
    desk = Desk()
    ada = desk.agent("Ada")
    tickets = [desk.ticket("it broke", by=ada)]
    owners: list[object] = []
    stop = threading.Event()
    watch = Watch(desk.assignment, lambda: owners.append(desk.owner(tickets[0])))
    thread = threading.Thread(target=watch.run, args=(stop,))
    thread.start()
    wait_for(desk, tickets[0])
    tickets.append(desk.ticket("me too", by=ada))
    wait_for(desk, tickets[1])
    stop.set()
    thread.join()
    assert owners == [ada]


def wait_for(desk: Desk, ticket: Any) -> None:
    """Until it has an owner, ten seconds at most."""
    for _ in range(200):
        if desk.owner(ticket):
            return
        threading.Event().wait(0.05)


def stopped_from_outside() -> None:
    raise KeyboardInterrupt


def test_a_kernel_that_breaks_leaves_the_tickets_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    ticket = desk.ticket("it broke", by=desk.agent("Ada"))
    monkeypatch.setattr(pipeline, "solve", lambda *_, **__: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        desk.assignment.run_round()
    assert desk.owner(ticket) is None
    monkeypatch.undo()
    desk.assignment.run_round()
    assert desk.owner(ticket)
