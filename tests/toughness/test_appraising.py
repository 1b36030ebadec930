"""Toughness on a real desk: forecast on arrival, counted at resolution, and learned."""

import pytest

from services.assignment.revisiting.redecide import redecide
from services.assignment.toughness.experience import Experience
from services.assignment.toughness.forecasting import digest
from services.assignment.toughness.learning import learned
from shared.eventlog.port import Appended, Change, NameIsTaken, Refusal, VersionConflict
from shared.events.assignment import EntitlementBooked, RoundDecided
from shared.events.toughness import (
    CreditMoved,
    ForecastModelLearned,
    ToughnessForecast,
    ToughnessTruedUp,
)
from shared.vocabulary.identity import StreamId
from tests.desks import Desk, id_of
from tests.toughness.desk import learning_desk, resolved, told


def test_before_anything_was_learned_nothing_is_forecast() -> None:
    desk = learning_desk()
    ada = desk.agent("Ada")
    for _ in range(3):
        resolved(desk, asked_by=ada)
    assert not told(desk, ToughnessForecast)
    assert not told(desk, ForecastModelLearned)


def test_a_ticket_is_forecast_when_it_comes_with_range_and_model_and_booked_at_that() -> None:
    desk = learning_desk()
    ada = desk.agent("Ada")
    for _ in range(5):
        resolved(desk, asked_by=ada)
    [forecast], model = told(desk, ToughnessForecast), told(desk, ForecastModelLearned)[0]
    assert forecast.model == model.digest
    assert forecast.low <= forecast.toughness <= forecast.high
    assert told(desk, EntitlementBooked)[-1].toughness == forecast.toughness


def test_a_ticket_is_forecast_once_and_never_after_a_person_judged_it() -> None:
    desk = learning_desk()
    ada = desk.agent("Ada", tickets=1)
    for _ in range(4):
        resolved(desk, asked_by=ada)
    desk.ticket("first in hand", by=ada)
    desk.assignment.run_round()
    waiting, judged = desk.ticket("second", by=ada), desk.ticket("third", by=ada)
    desk.judge(judged, by=ada, toughness=7_000)
    for _ in range(3):
        desk.assignment.run_round()
    streams = [
        e.stream
        for e in desk.log.read(after=0, limit=9_999)
        if isinstance(e.event, ToughnessForecast)
    ]
    assert (streams.count(id_of(waiting)), streams.count(id_of(judged))) == (1, 0)
    assert desk.assignment.situation.waiting_as(id_of(judged), desk.clock.now()).toughness == 7_000


def test_a_resolved_ticket_is_counted_once_and_its_booking_set_right() -> None:
    desk = learning_desk()
    ada, ben = desk.agent("Ada"), desk.agent("Ben")
    ticket = resolved(desk, asked_by=ada, minutes=60)
    desk.assignment.run_round()
    [counted], [moved] = told(desk, ToughnessTruedUp), told(desk, CreditMoved)
    assert (counted.before, counted.toughness, counted.effort) == (1_000, 2_000, 3_600)
    owner = desk.owner(ticket)
    leads = desk.assignment.situation.ledger.leads(desk.clock.now())
    assert {owner: 1_000, ben if owner == ada else ada: -1_000} == leads
    assert sum(share.milli_points for share in moved.shares) == 0


def test_a_desk_that_starts_anew_knows_the_same_and_forecasts_nothing_again() -> None:
    desk = learning_desk()
    ada = desk.agent("Ada", tickets=50)
    for n in range(6):
        resolved(desk, asked_by=ada, minutes=10 * n + 1)
    before = desk.log.head()
    again = type(desk.assignment)(
        log=desk.log, feed=desk.feed, clock=desk.clock, chance=desk.chance, seals=desk.seals
    )
    again.run_round()
    assert desk.log.head() == before
    assert again.appraisal.experience.model == desk.assignment.appraisal.experience.model
    assert again.appraisal.experience.lessons() == desk.assignment.appraisal.experience.lessons()


def test_rounds_over_forecast_tickets_are_decided_again_to_the_same_answer() -> None:
    desk = learning_desk()
    ada = desk.agent("Ada", tickets=50)
    desk.agent("Ben", tickets=50)
    for n in range(8):
        resolved(desk, asked_by=ada, minutes=10 * n + 1)
    rounds = [
        e.stream for e in desk.log.read(after=0, limit=9_999) if isinstance(e.event, RoundDecided)
    ]
    assert all(redecide(desk.log, each, desk.assignment.problems).same for each in rounds)


def test_a_model_knows_only_what_was_resolved_before_it() -> None:
    desk = learning_desk()
    ada = desk.agent("Ada", tickets=50)
    waiting = desk.ticket("nobody can do this", by=ada)
    desk.judge(waiting, by=ada, skill="network", level=5, toughness=9_000)
    for n in range(6):
        resolved(desk, asked_by=ada, minutes=10 * n + 1)
    events = desk.log.read(after=0, limit=9_999)
    for learnt in (e for e in events if isinstance(e.event, ForecastModelLearned)):
        counted = [
            e
            for e in events
            if isinstance(e.event, ToughnessTruedUp) and e.position < learnt.position
        ]
        assert learnt.event.tickets == len({e.stream for e in counted})
        assert learnt.event.through < learnt.position
    for forecast in (e for e in events if isinstance(e.event, ToughnessForecast)):
        own = [
            e.position
            for e in events
            if e.stream == forecast.stream and isinstance(e.event, ToughnessTruedUp)
        ]
        assert all(position > forecast.position for position in own)


def test_each_model_is_what_the_log_before_it_teaches_and_nothing_else() -> None:
    desk = learning_desk(learn_every_hours=1)
    ada = desk.agent("Ada", tickets=50)
    for n in range(12):
        resolved(desk, asked_by=ada, minutes=10 * n + 1)
        desk.later(minutes=40)
    events = desk.log.read(after=0, limit=9_999)
    models = [e.event for e in events if isinstance(e.event, ForecastModelLearned)]
    for model in models:
        known = Experience()
        for each in events[: model.through]:
            known.take(each)
        assert model.digest == digest(learned(known.lessons(), otherwise=1_000))
    assert len(models) > 2


def refused_with(
    desk: Desk, refusal: Refusal, *, times: int, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """The log refuses what is counted of toughness so many times; the commands it was asked."""
    append, append_all, asked = desk.log.append, desk.log.append_all, list[str]()

    def refused(change: Change) -> Appended:
        if change.command.startswith("true-up/"):
            asked.append(change.command)
            if len(asked) <= times:
                raise refusal
        return append(change)

    monkeypatch.setattr(desk.log, "append", refused)
    monkeypatch.setattr(
        desk.log, "append_all",
        lambda changes: [refused(each) for each in changes] and append_all(changes),
    )  # fmt: skip
    return asked


def test_what_is_refused_for_good_is_tried_once_by_itself_and_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = learning_desk()
    ada = desk.agent("Ada")
    taken = refused_with(desk, NameIsTaken("taken"), times=99, monkeypatch=monkeypatch)
    resolved(desk, asked_by=ada)
    for _ in range(3):
        desk.assignment.run_round()
    assert len(taken) == 2
    assert not told(desk, ToughnessTruedUp)


def test_what_came_too_late_is_counted_once_the_news_was_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = learning_desk()
    ada = desk.agent("Ada")
    late = VersionConflict(StreamId("ticket-1"), expected=1, actual=2)
    refused_with(desk, late, times=2, monkeypatch=monkeypatch)
    resolved(desk, asked_by=ada)
    assert not told(desk, ToughnessTruedUp)
    desk.assignment.run_round()
    assert len(told(desk, ToughnessTruedUp)) == 1
