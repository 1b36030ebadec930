"""One whole desk, put together from its services over whichever log the settings name."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from services.assignment import rulebook
from services.assignment.carrying_out.hands import Hands
from services.assignment.carrying_out.teams import Teams
from services.assignment.desk import Assignment
from services.assignment.round.kept_problems import KeptProblems
from services.assignment.shadow.service import Shadows
from services.assignment.tentative.kept import KeptPlan
from services.intake.desk import Intake
from services.intake.people import People
from services.intake.timers import ClockWork
from shared.clock import Chance, Clock, SystemChance, SystemClock
from shared.eventlog.choice import Opened, Purpose, opened
from shared.people.access import Access
from shared.people.directory import Directory
from shared.people.passes import SqlitePasses
from shared.settings import Settings


@dataclass
class Desk:
    """The services of one desk."""

    settings: Settings
    at_hand: Opened
    directory: Directory
    access: Access
    intake: Intake
    people: People
    assignment: Assignment
    hands: Hands
    teams: Teams
    shadows: Shadows
    timers: ClockWork
    clock: Clock
    chance: Chance


@contextmanager
def open_desk(
    settings: Settings, purpose: Purpose, *, clock: Clock | None = None
) -> Iterator[Desk]:
    """The desk of these settings, for as long as the block lasts."""
    now, chance = clock or SystemClock(), SystemChance()
    with opened(settings, purpose, clock=SystemClock(), chance=chance) as at_hand:
        passes = SqlitePasses(settings.access_file)
        try:
            yield composed(settings, at_hand, passes, clock=now, chance=chance)
        finally:
            passes.close()


def composed(
    settings: Settings, at_hand: Opened, passes: SqlitePasses, *, clock: Clock, chance: Chance
) -> Desk:
    """Every service over the same log; the only place that knows them all."""
    log = at_hand.log
    directory = Directory(log, at_hand.seals)
    access = Access(passes, roles_of=directory.roles_of, clock=SystemClock(), chance=chance)
    intake = Intake(log=log, directory=directory, keys=at_hand.keys, clock=clock, chance=chance)
    assignment = Assignment(
        log=log, feed=at_hand.feed, clock=clock, chance=chance, seals=at_hand.seals,
        problems=KeptProblems(settings.problems),
    )  # fmt: skip
    hands = Hands(assignment, directory, at_hand.keys, KeptPlan(settings.tentative_file))
    return Desk(
        settings=settings,
        at_hand=at_hand,
        directory=directory,
        access=access,
        intake=intake,
        people=People(intake, rulebook=rulebook.digest()),
        assignment=assignment,
        hands=hands,
        teams=Teams(hands, at_hand.keys),
        shadows=Shadows(hands, at_hand.keys),
        timers=ClockWork(intake, at_hand.feed),
        clock=clock,
        chance=chance,
    )
