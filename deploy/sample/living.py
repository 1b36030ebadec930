"""Makes the sample desk's past, and lets it live on slowly while somebody looks."""

import threading
from datetime import datetime, timedelta

from rich.console import Console
from rich.progress import Progress

from deploy.desk import Desk
from deploy.sample.play import Play
from deploy.sample.stage import Stage
from deploy.sample.unfinished import unfinished
from shared.clock import SteppedClock

SEED = 20_261
DAYS = 14
STEP = timedelta(minutes=20)
EVERY = 6.0
"""Seconds between two moments of the living desk."""
HURRY = 5
"""So many minutes of work are done in each of them, so that the desk moves before one's eyes."""


def begin(desk: Desk, console: Console, *, days: int = DAYS, seed: int = SEED) -> None:
    """Two weeks of a small desk, once; a desk that has its sample already goes on where it was."""
    now = desk.clock.now()
    clock = SteppedClock(start_of(now, days))
    stage = Stage(desk, clock)
    if stage.is_set():
        console.print("The sample desk is here already; it goes on where it was.")
        return
    stage.set_up()
    play = Play(stage, seed)
    steps = int((now - clock.now()) / STEP)
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(f"Playing {days} days of a small desk", total=steps)
        for _ in range(steps):
            clock.move_to(clock.now() + STEP)
            play.step(clock.now(), int(STEP.total_seconds() // 60))
            bar.advance(task)
    console.print(f"Played {days} days: {desk.at_hand.log.head():,} events.")


def start_of(now: datetime, days: int) -> datetime:
    """Midnight so many days ago."""
    return (now - timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)


def go_on(desk: Desk, stop: threading.Event) -> threading.Thread:
    """A thread in which people keep asking and agents keep working, until told to stop."""
    stage = Stage(desk, desk.clock)
    stage.is_set()

    def live() -> None:
        # Requesters hurry as much as agents do, or their unanswered tickets would pile up.
        speed = HURRY * 60 / EVERY
        play = Play(stage, desk.at_hand.log.head(), decides=False, speed=speed)
        play.cases.extend(unfinished(stage, play.script.problem, desk.clock.now()))
        while not stop.wait(EVERY):
            play.step(desk.clock.now(), HURRY)

    thread = threading.Thread(target=live, name="sample", daemon=True)
    thread.start()
    return thread
