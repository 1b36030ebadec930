"""Worlds of a few people and tickets, by hand: everybody knows mail, the shift is from 9 to 17."""

from typing import Any

from services.assignment.simulator.dealer import Dealer
from services.assignment.simulator.floor import Floor
from services.assignment.simulator.rivals import longest_idle
from services.assignment.simulator.rivals.orders import head_start
from services.assignment.simulator.rivals.pushing import Pushing
from services.assignment.simulator.taken import Taken
from services.assignment.simulator.virtual_time import VirtualTime
from services.assignment.simulator.world import HOUR, MINUTE, Ask, Shift, Worker, World
from shared.vocabulary.identity import Plain
from shared.vocabulary.skill import SkillNeed

NINE, FIVE = 9 * HOUR, 17 * HOUR


def ask(at: int = 0, *, minutes: int = 30, **said: Any) -> Ask:
    """A ticket that comes so many minutes after nine."""
    whole: dict[str, Any] = {
        "arrives": NINE + at * MINUTE, "urgency": 3, "promised": 480 * MINUTE,
        "need": SkillNeed(name=Plain("mail")), "work": minutes * MINUTE, "minutes": minutes,
        "toughness": 0,
    }  # fmt: skip
    return Ask(**(whole | said))


def worker(**said: Any) -> Worker:
    return Worker(**({"skills": {"mail": 3}, "tier": 1} | said))


def shift(agent: int = 0, start: int = NINE, end: int = FIVE) -> Shift:
    return Shift(start=start, end=end, agent=agent, planned=end)


def world(
    *asks: Ask, workers: int = 1, crew: tuple[Worker, ...] | None = None, **said: Any
) -> World:
    """One day of a desk of so many alike, or of a certain crew."""
    crew = crew or tuple(worker() for _ in range(workers))
    whole: dict[str, Any] = {
        "scenario": "by hand", "seed": 1, "days": 1, "asks": asks,
        "workers": crew,
        "shifts": tuple(shift(agent) for agent in range(len(crew))),
    }  # fmt: skip
    return World(**(whole | said))


def longest_idle_of(limit: int = 1) -> Dealer:
    return Pushing(longest_idle.choose, order=head_start, limit=limit)


def played(desk: World, dealer: Dealer | None = None) -> Taken:
    return VirtualTime(desk, dealer or longest_idle_of()).run()


def floor(workers: int = 3, *, room: int = 3, **said: Any) -> Floor:
    """A desk where a ticket for mail waits and everybody is there with nothing in hand."""
    desk = world(ask(), workers=workers, **said)
    count = len(desk.workers)
    here = Floor(desk, [room] * count)
    here.now, here.present, here.free = NINE, (1 << count) - 1, (1 << count) - 1
    here.ask_around(0)
    here.queue[0] = None
    return here
