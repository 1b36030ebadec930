"""The sample desk: two weeks that look like a desk's, and a second start whatever was erased."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from deploy.desk import Desk, open_desk
from deploy.sample.cast import AGENTS, CUSTOMERS, DESK
from deploy.sample.living import EVERY, HURRY, begin
from deploy.sample.play import Play, shift_of
from deploy.sample.stage import Stage
from deploy.sample.unfinished import unfinished
from services.intake.requests.people import ErasePerson
from shared.clock import SteppedClock
from shared.eventlog.choice import Purpose
from shared.events.ticket import TicketAssigned, TicketRaised
from shared.settings import Settings
from shared.vocabulary.identity import SETUP
from shared.vocabulary.words import Origin
from shared.vocabulary.working_time import minutes_left

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    settings = Settings(home=tmp_path_factory.mktemp("sample"))
    with open_desk(settings, Purpose.DESK) as desk:
        begin(desk, Console(quiet=True))
        yield desk


def test_two_weeks_of_the_sample_hold_everything_a_desk_does(desk: Desk) -> None:
    told = desk.at_hand.log.read(after=0, limit=100_000)
    topics = Counter(each.event.TOPIC.split(".v")[0] for each in told)
    for topic in (
        "ticket.raised", "ticket.replied", "ticket.noted", "ticket.triaged", "ticket.set-waiting",
        "ticket.reopened", "ticket.resolved", "ticket.confirmed", "ticket.closed",
        "ticket.offered", "ticket.offer-accepted", "ticket.offer-declined", "ticket.offer-lapsed",
    ):  # fmt: skip
        assert topics[topic] >= 5, topic
    origins = Counter(e.event.origin for e in told if isinstance(e.event, TicketAssigned))
    assert origins[Origin.HANDED_OVER] >= 3
    assert origins[Origin.DEALT] >= 100
    assert origins[Origin.ACCEPTED] >= 100


def test_the_sample_is_found_again_without_those_who_were_erased(desk: Desk) -> None:
    stage = Stage(desk, desk.clock)
    assert stage.is_set()
    agents, customers = len(stage.agents), len(stage.customers)
    directory = desk.directory.up_to_date()
    for name in (DESK.supervisor, CUSTOMERS[0].name, next(iter(stage.agents.values())).name):
        (person,) = directory.person_called(name)
        erasure = ErasePerson(reason="they asked for it")
        desk.people.erase(person, erasure, desk.intake.call(SETUP))
    again = Stage(desk, desk.clock)
    assert again.is_set()
    assert (len(again.agents), len(again.customers)) == (agents - 1, customers - 1)
    assert again.supervisor is None


def test_the_living_sample_goes_on_with_what_lay_open(tmp_path: Path) -> None:
    with open_desk(Settings(home=tmp_path), Purpose.DESK) as desk:
        clock = SteppedClock(datetime(2026, 3, 3, 9, tzinfo=UTC))
        stage = Stage(desk, clock)
        stage.set_up()
        before = Play(stage, 7)
        for _ in range(40):
            before.step(clock.now(), HURRY)
        left = {case.id for case in before.cases if not case.solved}
        again = Play(stage, 8, speed=HURRY * 60 / EVERY)
        again.cases.extend(unfinished(stage, again.script.problem, clock.now()))
        assert {case.id for case in again.cases} == left != set()
        for _ in range(300):
            clock.move_to(clock.now() + timedelta(seconds=EVERY))
            again.step(clock.now(), HURRY)
        assert not left & {case.id for case in again.cases if not case.solved}


def test_the_living_sample_asks_little_on_a_saturday_for_hardly_anybody_is_there(
    tmp_path: Path,
) -> None:
    with open_desk(Settings(home=tmp_path), Purpose.DESK) as desk:
        clock = SteppedClock(datetime(2026, 3, 7, 12, tzinfo=UTC))
        stage = Stage(desk, clock)
        stage.set_up()
        play = Play(stage, 7, decides=False, speed=HURRY * 60 / EVERY)
        for _ in range(600):
            play.step(clock.now(), HURRY)
        assert len(play.cases) < 15


def test_somebody_of_the_sample_is_there_at_every_hour_of_the_week() -> None:
    week = [datetime(2026, 3, 2, 0, 30, tzinfo=UTC) + timedelta(hours=hour) for hour in range(168)]
    assert all(any(minutes_left(shift_of(each), now) > 0 for each in AGENTS) for now in week)


def test_the_living_sample_settles_as_much_as_it_asks(tmp_path: Path) -> None:
    with open_desk(Settings(home=tmp_path), Purpose.DESK) as desk:
        clock = SteppedClock(datetime(2026, 3, 3, 9, tzinfo=UTC))
        stage = Stage(desk, clock)
        stage.set_up()
        play = Play(stage, 7, speed=HURRY * 60 / EVERY)
        for _ in range(600):
            clock.move_to(clock.now() + timedelta(seconds=EVERY))
            play.step(clock.now(), HURRY)
        raised = desk.at_hand.log.read(after=0, limit=100_000, topics={TicketRaised.TOPIC})
        unsettled = [case for case in play.cases if not case.solved]
    assert len(raised) > 100
    assert len(unsettled) < 60
