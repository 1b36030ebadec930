"""Why nobody has a ticket: everybody with the first rule that keeps them, and who could take it first."""

from datetime import datetime, time, timedelta

from hypothesis import given

from services.assignment import rulebook
from services.assignment.carrying_out.hands import Hands
from services.assignment.explaining.openings import at_moment, moments, openings, promise_presses
from services.assignment.ruling.pressing import MINUTE, is_imminent
from services.assignment.situation.standing import Frozen
from services.intake.requests.absence import GoAway
from shared.vocabulary.identity import SETUP
from shared.vocabulary.words import Absence
from shared.vocabulary.working_time import WeeklyShift, WorkingTime
from tests.desks import Desk, id_of
from tests.rules.chance import desks
from tests.rules.desk import ADA, BEN, CY, MONDAY_NOON, agent, desk

AFTERNOONS = WorkingTime(week=(WeeklyShift(day=0, start=time(14), end=time(18)),))


def first(frozen: Frozen) -> dict[str, tuple[datetime | None, str]]:
    return {each.agent: (each.at, each.words) for each in openings(frozen.tickets[0], frozen)}


def test_who_comes_first_is_told_with_the_moment_and_who_only_has_to_finish_something() -> None:
    frozen = desk(
        agent(ADA, working=AFTERNOONS),
        agent(BEN, away=Absence.SICK, away_until=MONDAY_NOON + timedelta(days=1)),
        agent(CY, in_work=3),
    )
    assert first(frozen) == {
        ADA: (MONDAY_NOON + timedelta(hours=2), "their shift begins"),
        CY: (None, "they finish one of the 3 tickets they have in work"),
    }


def test_whom_another_rule_would_keep_then_is_not_promised() -> None:
    frozen = desk(agent(ADA, working=AFTERNOONS, in_work=3), agent(BEN, away=Absence.SICK))
    assert first(frozen) == {}


@given(desks())
def test_at_the_first_opening_somebody_is_free_and_at_no_moment_before(frozen: Frozen) -> None:
    for asked in frozen.tickets:
        told = [each for each in openings(asked, frozen) if each.at]
        at = told[0].at if told else None
        barred = {a.id for a in frozen.agents if rulebook.ruled_out(asked, a, frozen)}
        for when in {when for each in frozen.agents for when in moments(each, frozen)}:
            then = at_moment(frozen, when)
            free = {a.id for a in then.agents if not rulebook.ruled_out(asked, a, then)} & barred
            assert not free if at is None or when < at else True
            assert free == {each.agent for each in told} if when == at else True


@given(desks())
def test_a_promise_presses_from_its_moment_on(frozen: Frozen) -> None:
    for asked in frozen.tickets:
        when = promise_presses(asked, frozen)
        if when and when > frozen.now:
            assert is_imminent(asked, at_moment(frozen, when))
            assert not is_imminent(asked, at_moment(frozen, when - 2 * MINUTE))


def test_everybody_stands_under_the_first_rule_that_kept_them_in_its_words() -> None:
    desk = Desk()
    ada, ben = desk.agent("Ada"), desk.agent("Ben", network=1)
    desk.intake.ask_agent(ben, GoAway(), desk.intake.call(SETUP))
    asked = desk.ticket("it broke", by=ada)
    desk.judge(asked, by=ada, skill="network", level=1)
    desk.assignment.run_round()
    told = Hands(desk.assignment, desk.directory, desk.keys).answers.why_nobody(id_of(asked))
    words = {(h.rule, each.name): each.words for h in told.hurdles for each in h.agents}
    assert words.keys() == {("skill", "Ada"), ("away", "Ben")}
    assert words["away", "Ben"] == "is away (break)"
    assert told.sentence.startswith("#1 waits: ")
    assert all(hurdle.says for hurdle in told.hurdles)
