"""What is learned of requesters: whose tickets are hard, kept under their key and gone with it."""

from services.intake.requests.people import ErasePerson
from shared.events.toughness import (
    ForecastModelLearned,
    RequesterLearned,
    ToughnessForecast,
)
from shared.sealing.port import ERASED
from shared.vocabulary.identity import SETUP, PersonId
from tests.desks import Desk
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
