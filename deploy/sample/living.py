"""Makes the sample desk's past, and lets it live on slowly while somebody looks."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
from rich.console import Console
from rich.progress import Progress

from deploy.desk import Desk
from deploy.sample.invention import given, monday, seconds
from deploy.sample.play import Play
from deploy.sample.stage import Seeded, Stage
from deploy.sample.unfinished import unfinished
from services.assignment.simulator.drawing import befallen, hurried
from services.assignment.simulator.world import Shift
from shared.clock import SteppedClock

SEED = 20_261
DAYS = 14
STEP = timedelta(minutes=20)
"""The desk's clock work turns so often in the past."""
EVERY = 6.0
"""Seconds between two moments of the living desk."""
HURRY = 50
"""There people ask, work and answer so many times as fast as usual, so that it moves before one's eyes."""
LOOKS = 150
"""Seconds within which agents there look at what they are offered; until then anybody may be faster."""
LASTS = timedelta(days=1)
"""From the end of the day after so long on another world is lived."""


def begin(desk: Desk, console: Console, *, days: int = DAYS, seed: int = SEED) -> None:
    """Two weeks of a small desk, once; a desk that has its sample already goes on where it was."""
    now = desk.clock.now()
    clock = SteppedClock(start_of(now, days))
    stage = Stage(desk, clock, Seeded(seed))
    if stage.is_set():
        console.print("The sample desk is here already; it goes on where it was.")
        return
    stage.set_up()
    play = past(stage, until=now, seed=seed)
    steps = int((now - clock.now()) / STEP)
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(f"Playing {days} days of a small desk", total=steps)
        for _ in range(steps):
            play.until(clock.now() + STEP)
            bar.advance(task)
    console.print(f"Played {days} days: {desk.at_hand.log.head():,} events.")


def start_of(now: datetime, days: int) -> datetime:
    """Midnight so many days ago."""
    return (now - timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)


def past(stage: Stage, *, until: datetime, seed: int) -> Play:
    """What befalls the desk from now on its stage until a moment."""
    since = stage.clock.now()
    desk = given(list(stage.agents.values()), since, until)
    return Play(stage, befallen(desk, seed), monday(since))


def living(stage: Stage, *, seed: int, decides: bool = False) -> Play:
    """The open desk from now on: what lies open, and what more is asked."""
    now = stage.clock.now()
    desk = given(list(stage.agents.values()), now, now + LASTS)
    left = list(unfinished(stage, desk.since, hurry=HURRY))
    here = msgspec.structs.replace(desk, shifts=tuple(attended(stage, desk.shifts, monday(now))))
    world = hurried(here, seed, times=HURRY)
    asks = (*(each.ask for each in left), *world.asks)
    return Play(
        stage, msgspec.structs.replace(world, asks=asks), monday(now), decides=decides,
        hurry=HURRY, carried=[each.id for each in left], looks=LOOKS,
    )  # fmt: skip


def attended(stage: Stage, shifts: tuple[Shift, ...], begins: datetime) -> Iterator[Shift]:
    """The shifts without the absences that are known."""
    people, members = list(stage.agents), stage.assignment.situation.crew.members
    for shift in shifts:
        member = members[people[shift.agent]]
        if member.away is None:
            yield shift
        elif member.away_until:
            back = max(shift.start, seconds(member.away_until - begins))
            if back < shift.end:
                yield msgspec.structs.replace(shift, start=back)


def go_on(desk: Desk, stop: threading.Event) -> threading.Thread:
    """A thread in which people keep asking and agents keep working, until told to stop."""
    stage = Stage(desk, desk.clock, desk.chance)
    stage.is_set()

    def live() -> None:
        while stage.agents and stage.customers and not stop.is_set():
            play = living(stage, seed=desk.at_hand.log.head())
            while desk.clock.now() < play.ends and not stop.wait(EVERY):
                play.until(desk.clock.now())

    thread = threading.Thread(target=live, name="sample", daemon=True)
    thread.start()
    return thread
