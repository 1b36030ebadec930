"""What befalls a small desk whose people are given: drawn from its seed, at its hours, for its people."""

import msgspec

from services.assignment.simulator.drawing import Desk, Kind, Place, befallen, hurried
from services.assignment.simulator.world import DAY, HOUR, Shift, World, team_id
from shared.vocabulary.identity import Plain
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Absence
from tests.simulator.worlds import worker

TOKYO = 9 * HOUR
WEEKS = 4
DAYS = 7 * WEEKS
KINDS = tuple(
    Kind(
        name=name, need=SkillNeed(name=Plain("mail")), minutes=minutes, toughness=40 * minutes,
        weight=weight, team=team_id(0),
    )
    for name, minutes, weight in (("lost password", 10, 3), ("mail comes back", 60, 1))
)  # fmt: skip


def given(people: int = 6, **said: object) -> Desk:
    shifts = (
        Shift(start=start, end=start + 8 * HOUR, agent=agent, planned=start + 8 * HOUR)
        for agent in range(people)
        for day in range(DAYS)
        if day % 7 < 5
        for start in [day * DAY + 8 * HOUR]
    )
    desk = Desk(
        scenario="by hand", workers=(worker(teams=(team_id(0),)),) * people, shifts=tuple(shifts),
        kinds=KINDS, places=(Place(ahead=0, daily=40),), days=DAYS,
    )  # fmt: skip
    return msgspec.structs.replace(desk, **said)


def share(world: World, hours: range) -> float:
    """Of what is asked, how much in these hours of the day in UTC."""
    within = [each for each in world.asks if each.arrives % DAY // HOUR in hours]
    return len(within) / len(world.asks)


def test_the_same_seed_is_the_same_world_and_another_seed_another() -> None:
    assert befallen(given(), 7) == befallen(given(), 7)
    assert befallen(given(), 7).asks != befallen(given(), 8).asks


def test_people_ask_by_day_where_they_sit_and_little_at_weekends() -> None:
    here = befallen(given(), 7)
    assert share(here, range(8, 18)) > 0.7
    far = befallen(given(places=(Place(ahead=TOKYO, daily=40),)), 7)
    assert share(far, range(9)) > 0.6
    weekend = [each for each in here.asks if each.arrives // DAY % 7 >= 5]
    assert 0.05 < len(weekend) / len(here.asks) < 0.25


def test_each_kind_comes_as_often_as_it_weighs_and_takes_about_what_it_usually_does() -> None:
    asks = befallen(given(), 7).asks
    assert len(asks) > 700
    quick = [each for each in asks if each.service == "lost password"]
    assert 0.7 < len(quick) / len(asks) < 0.8
    assert {each.minutes for each in quick} == {10}
    assert 9 < sum(each.work for each in quick) / len(quick) / 60 < 13
    assert [each.arrives for each in asks] == sorted(each.arrives for each in asks)


def test_questions_returns_and_what_is_beyond_somebody_are_drawn_for_some() -> None:
    asks = befallen(given(), 7).asks
    for some in (
        [each for each in asks if each.pauses],
        [each for each in asks if each.returns],
        [each for each in asks if each.beyond],
    ):
        assert 10 < len(some) < len(asks) / 2 + 10


def test_who_is_absent_works_no_shift_meanwhile_and_all_other_shifts_are_worked() -> None:
    desk = given()
    world = befallen(desk, 7)
    missed = {(each.agent, each.start) for each in world.absent}
    worked = {(each.agent, each.start) for each in world.shifts}
    assert missed | worked == {(each.agent, each.start) for each in desk.shifts}
    assert not missed & worked
    assert {each.why for each in world.absent} == {Absence.SICK, Absence.LEAVE}
    for each in world.absent:
        during = [
            s for s in world.shifts if s.agent == each.agent and each.start <= s.start < each.until
        ]
        assert not during


def test_every_long_shift_has_a_lunch_and_some_an_hour_of_focus_after_it() -> None:
    world = befallen(given(), 7)
    lunches = [each for each in world.breaks if each.lunch]
    assert len(lunches) == len(world.shifts)
    assert 0.1 < (len(world.breaks) - len(lunches)) / len(lunches) < 0.3


def test_nothing_is_asked_before_the_desk_opens() -> None:
    world = befallen(given(since=3 * DAY), 7)
    assert min(each.arrives for each in world.asks) >= 3 * DAY


def test_in_a_hurry_more_is_asked_and_everything_about_it_is_over_sooner() -> None:
    calm, hurry = befallen(given(), 7), hurried(given(), 7, times=50)
    assert 25 < len(hurry.asks) / len(calm.asks) < 45
    work = sum(each.work for each in hurry.asks) / len(hurry.asks)
    assert 40 < sum(each.work for each in calm.asks) / len(calm.asks) / work < 60
    answers = [pause.answered_in for each in hurry.asks for pause in each.pauses]
    assert sorted(answers)[len(answers) // 2] < 4 * 60
    assert {each.minutes for each in hurry.asks} == {10, 60}
    assert (hurry.absent, hurry.shifts) == ((), given().shifts)


def test_in_a_hurry_few_ask_where_nobody_is_there_to_help() -> None:
    asks = hurried(given(), 7, times=50).asks
    unattended = [each for each in asks if each.arrives % DAY // HOUR not in range(8, 16)]
    assert 0 < len(unattended) / len(asks) < 0.15
