"""The sample desk: two weeks that look like a desk's, and a second start whatever was erased."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from deploy.desk import Desk, open_desk
from deploy.sample.cast import AGENTS, CUSTOMERS, DESK
from deploy.sample.invention import given, monday
from deploy.sample.living import EVERY, begin, living, past
from deploy.sample.play import Play
from deploy.sample.stage import Seeded, Stage
from services.assignment.requests.ownership import GiveTicket
from services.assignment.simulator.drawing import befallen
from services.intake.requests.people import ErasePerson
from shared.clock import SteppedClock
from shared.eventlog.choice import Purpose
from shared.events.ticket import TicketAssigned, TicketRaised, TicketResolved
from shared.settings import Settings
from shared.vocabulary.identity import SETUP
from shared.vocabulary.words import Origin
from shared.vocabulary.working_time import minutes_left

pytestmark = pytest.mark.slow
TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)
SATURDAY = datetime(2026, 3, 7, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    settings = Settings(home=tmp_path_factory.mktemp("sample"))
    with open_desk(settings, Purpose.DESK) as desk:
        begin(desk, Console(quiet=True))
        yield desk


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(Settings(home=tmp_path), Purpose.DESK) as desk:
        yield desk


def staged(desk: Desk, since: datetime) -> Stage:
    stage = Stage(desk, SteppedClock(since), Seeded(7))
    stage.set_up()
    return stage


def lives(play: Play, stage: Stage, *, minutes: int) -> None:
    """So long the desk is open, moment by moment."""
    for _ in range(int(minutes * 60 / EVERY)):
        stage.move_to(stage.clock.now() + timedelta(seconds=EVERY))
        play.until(stage.clock.now())


def told(desk: Desk, *topics: type[Any]) -> list[Any]:
    wanted = {each.TOPIC for each in topics} or None
    return list(desk.at_hand.log.read(after=0, limit=100_000, topics=wanted))


def test_two_weeks_of_the_sample_hold_everything_a_desk_does(desk: Desk) -> None:
    topics = Counter(each.event.TOPIC.split(".v")[0] for each in told(desk))
    for topic, least in {
        "ticket.raised": 300, "ticket.replied": 100, "ticket.noted": 10, "ticket.triaged": 300,
        "ticket.set-waiting": 50, "ticket.reopened": 10, "ticket.resolved": 300,
        "ticket.confirmed": 50, "ticket.closed": 200, "ticket.work-logged": 300,
        "ticket.offered": 100, "ticket.offer-accepted": 100, "ticket.offer-declined": 5,
        "ticket.offer-lapsed": 5, "ticket.released": 5, "agent.went-away": 5,
    }.items():  # fmt: skip
        assert topics[topic] >= least, topic
    origins = Counter(each.event.origin for each in told(desk, TicketAssigned))
    assert origins[Origin.HANDED_OVER] >= 5
    assert origins[Origin.DEALT] >= 100
    assert origins[Origin.ACCEPTED] >= 100


def test_the_sample_is_found_again_without_those_who_were_erased(desk: Desk) -> None:
    stage = Stage(desk, desk.clock, desk.chance)
    assert stage.is_set()
    agents, customers = len(stage.agents), len(stage.customers)
    directory = desk.directory.up_to_date()
    for name in (DESK.supervisor, CUSTOMERS[0].name, next(iter(stage.agents.values())).name):
        (person,) = directory.person_called(name)
        erasure = ErasePerson(reason="they asked for it")
        desk.people.erase(person, erasure, desk.intake.call(SETUP))
    again = Stage(desk, desk.clock, desk.chance)
    assert again.is_set()
    assert (len(again.agents), len(again.customers)) == (agents - 1, customers - 1)
    assert again.supervisor is None


def test_the_same_seed_makes_the_same_past_again(tmp_path: Path) -> None:
    pasts = []
    for name in ("once", "again"):
        with open_desk(Settings(home=tmp_path / name), Purpose.DESK) as desk:
            stage = staged(desk, TUESDAY)
            play = past(stage, until=TUESDAY + timedelta(hours=9), seed=7)
            for hour in range(1, 10):
                play.until(TUESDAY + timedelta(hours=hour))
            pasts.append([(e.stream, e.version, e.event.TOPIC, e.at, e.by) for e in told(desk)])
    assert pasts[0] == pasts[1]
    assert len(pasts[0]) > 200


def test_what_befalls_the_sample_is_the_invented_worlds(empty: Desk) -> None:
    stage, until = staged(empty, TUESDAY), TUESDAY + timedelta(hours=9)
    world = befallen(given(AGENTS, TUESDAY, until), 7)
    play = past(stage, until=until, seed=7)
    play.until(until)
    raised = [each.at for each in told(empty, TicketRaised)]
    arrive = [monday(TUESDAY) + timedelta(seconds=ask.arrives) for ask in world.asks]
    assert raised == [at for at in arrive if at < until]
    assert min(raised) >= TUESDAY


def test_nobody_is_given_work_while_they_are_absent(desk: Desk) -> None:
    away: dict[Any, datetime] = {}
    for each in told(desk):
        if each.event.TOPIC.startswith("agent.went-away"):
            away[each.stream.removeprefix("roster-")] = each.event.until
        if isinstance(each.event, TicketAssigned) and each.event.origin is Origin.DEALT:
            assert each.at >= away.get(each.event.agent.removeprefix("person-"), each.at)
    assert away


def test_the_living_sample_goes_on_with_what_lay_open(empty: Desk) -> None:
    stage = staged(empty, TUESDAY)
    before = living(stage, seed=7, decides=True)
    lives(before, stage, minutes=4)
    left = {
        ticket for ticket, live in stage.assignment.situation.tickets.items() if not live.resolved
    }
    again = living(stage, seed=8, decides=True)
    assert set(again.says.ids.values()) == left != set()
    lives(again, stage, minutes=30)
    assert not {ticket for ticket in left if (live := stage.live(ticket)) and not live.resolved}


def test_the_living_sample_goes_by_what_a_visitor_decides_about_its_tickets(empty: Desk) -> None:
    stage = staged(empty, TUESDAY)
    play = living(stage, seed=7, decides=True)
    floor, people = play.course.floor, play.says.people
    while max(floor.current) < 0:
        lives(play, stage, minutes=1)
    here = [agent for agent in range(len(people)) if floor.present & 1 << agent]
    busy = next(agent for agent in here if floor.current[agent] >= 0)
    ticket = play.says.ids[floor.current[busy]]
    other = next(agent for agent in here if agent != busy)
    visitor = stage.supervisor
    assert visitor
    stage.hand(ticket, GiveTicket(agent=people[other], reason="they know the room"), visitor)
    lives(play, stage, minutes=15)
    (done,) = [e for e in told(empty, TicketResolved) if e.stream == ticket]
    assert done.by == str(people[other])


def test_the_living_sample_asks_little_on_a_saturday_for_hardly_anybody_is_there(
    empty: Desk,
) -> None:
    stage = staged(empty, SATURDAY)
    lives(living(stage, seed=7), stage, minutes=60)
    assert 1 <= len(told(empty, TicketRaised)) < 30


def test_somebody_of_the_sample_is_there_at_every_hour_of_the_week() -> None:
    week = [datetime(2026, 3, 2, 0, 30, tzinfo=UTC) + timedelta(hours=hour) for hour in range(168)]
    assert all(any(minutes_left(each.working_time, now) > 0 for each in AGENTS) for now in week)


def test_the_living_sample_settles_as_much_as_it_asks(empty: Desk) -> None:
    stage = staged(empty, TUESDAY)
    lives(living(stage, seed=7, decides=True), stage, minutes=60)
    raised, resolved = told(empty, TicketRaised), told(empty, TicketResolved)
    assert len(raised) > 60
    assert len(raised) - len({each.stream for each in resolved}) < 30
