"""Toughness on a real desk: forecast on arrival, counted at resolution, learned, and forgotten on erasure."""

import pytest

from services.assignment.revisiting.redecide import redecide
from services.assignment.toughness.experience import Experience
from services.assignment.toughness.forecasting import digest
from services.assignment.toughness.learning import learned
from services.intake.requests.people import ErasePerson
from shared.eventlog.port import Appended, Change, NameIsTaken, Refusal, VersionConflict
from shared.events.assignment import EntitlementBooked, RoundDecided
from shared.events.toughness import (
    CreditMoved,
    ForecastModelLearned,
    RequesterLearned,
    ToughnessForecast,
    ToughnessTruedUp,
)
from shared.sealing.port import ERASED
from shared.vocabulary.identity import SETUP, PersonId, StreamId
from tests.desks import Desk, id_of
from tests.toughness.desk import learning_desk, resolved, told


def experienced(desk: Desk, *, easy: PersonId, hard: PersonId, rounds: int = 8) -> None:
    """So many easy tickets of one requester and hard ones of another."""
    for n in range(rounds):
        resolved(desk, asked_by=easy, minutes=6 + n % 3)
        resolved(desk, asked_by=hard, minutes=54 + n % 3)
    desk.later(hours=25)
    resolved(desk, asked_by=easy, minutes=6)


def expected_of(desk: Desk, requester: PersonId) -> ToughnessForecast:
    desk.ticket("again", by=requester)
    desk.assignment.run_round()
    return told(desk, ToughnessForecast)[-1]


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


def test_a_requester_whose_tickets_were_hard_is_expected_to_have_hard_ones() -> None:
    desk = learning_desk()
    desk.agent("Ada", tickets=50)
    easy, hard = desk.person("Eve"), desk.person("Hal")
    experienced(desk, easy=easy, hard=hard, rounds=15)
    assert expected_of(desk, hard).toughness > expected_of(desk, easy).toughness + 500


def test_what_was_learned_of_an_erased_requester_is_gone_with_their_key() -> None:
    desk = learning_desk()
    desk.agent("Ada", tickets=50)
    easy, hard = desk.person("Eve"), desk.person("Hal")
    experienced(desk, easy=easy, hard=hard, rounds=15)
    sealed = [e for e in desk.log.history(hard) if isinstance(e.event, RequesterLearned)]
    assert "milli-points" in desk.seals.open(sealed[-1].event.learned)
    desk.people.erase(hard, ErasePerson(reason="asked for it"), desk.intake.call(SETUP))
    assert [desk.seals.open(each.event.learned) for each in sealed] == [ERASED] * len(sealed)
    desk.assignment.catch_up()
    assert hard not in str(desk.assignment.appraisal.experience.lessons())
    assert hard not in str(desk.assignment.appraisal.experience.requesters)


def test_even_where_the_erasure_was_not_read_yet_the_key_alone_keeps_the_secret() -> None:
    desk = learning_desk()
    desk.agent("Ada", tickets=50)
    easy, hard = desk.person("Eve"), desk.person("Hal")
    experienced(desk, easy=easy, hard=hard, rounds=15)
    appraisal = desk.assignment.appraisal
    assert appraisal._known_of(hard)
    desk.keys.destroy(hard)
    assert appraisal._known_of(hard) is None


def test_nothing_new_is_learned_of_who_is_erased_and_the_others_are_learned_all_the_same() -> None:
    desk = learning_desk()
    desk.agent("Ada", tickets=50)
    easy, hard = desk.person("Eve"), desk.person("Hal")
    for n in range(15):
        resolved(desk, asked_by=easy, minutes=6 + n % 3)
        resolved(desk, asked_by=hard, minutes=54 + n % 3)
    desk.people.erase(hard, ErasePerson(reason="asked for it"), desk.intake.call(SETUP))
    desk.later(hours=25)
    resolved(desk, asked_by=easy, minutes=6)
    assert not [e for e in desk.log.history(hard) if isinstance(e.event, RequesterLearned)]
    assert len(told(desk, ForecastModelLearned)) == 2


def test_a_key_that_went_while_learning_keeps_nobody_else_from_being_learned_of() -> None:
    desk = learning_desk()
    desk.agent("Ada", tickets=50)
    easy, hard = desk.person("Eve"), desk.person("Hal")
    for n in range(15):
        resolved(desk, asked_by=easy, minutes=6 + n % 3)
        resolved(desk, asked_by=hard, minutes=54 + n % 3)
    desk.keys.destroy(hard)
    desk.later(hours=25)
    resolved(desk, asked_by=easy, minutes=6)
    assert [
        e.stream
        for e in desk.log.read(after=0, limit=9_999)
        if isinstance(e.event, RequesterLearned)
    ] == [easy]
    assert len(told(desk, ForecastModelLearned)) == 2


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
