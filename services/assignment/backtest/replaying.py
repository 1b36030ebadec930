"""One policy through the past: the past as a world, in which the simulator lets time pass.

The world holds only when tickets came and who was there; what a policy may know of toughness comes to it at
the moment at which it was known. A seed renumbers the agents, so that ties fall otherwise.
"""

from datetime import datetime

from services.assignment.backtest.team_past import Passed, Past
from services.assignment.backtest.toughness_known import ORDINARY, TOUGH, Known
from services.assignment.simulator.dice import Dice
from services.assignment.simulator.world import DAY, MINUTE, Ask, Shift, Worker, World
from shared.vocabulary.policy import Policy
from shared.vocabulary.skill import SkillNeed

NEVER = 10_000 * DAY
"""Seconds that stand for no promise."""
ORDINARY_URGENCY, URGENT = 2, 1


def order_of(agents: int, seed: int) -> list[int]:
    """By place the agent who stands there: everybody, shuffled (Fisher and Yates)."""
    dice, order = Dice(seed), list(range(agents))
    for place in range(agents - 1, 0, -1):
        other = dice.below(place + 1)
        order[place], order[other] = order[other], order[place]
    return order


def world_of(past: Past, known: Known, document: Policy, seed: int) -> World:
    """The past as a world, its agents in the seed's order."""
    order = order_of(len(past.agents), seed)
    return World(
        scenario="backtest",
        seed=seed,
        days=past.days,
        workers=(Worker(skills={}, tier=1),) * len(order),
        asks=tuple(
            ask_of(past, each, forecast, document)
            for each, forecast in zip(past.tickets, known.forecasts, strict=True)
        ),
        shifts=tuple(sorted(shifts(past, order))),
        opens=0,
        closes=DAY,
    )


def shifts(past: Past, order: list[int]) -> list[Shift]:
    """When who is there, in seconds of the run."""
    return [
        Shift(start=seconds(past, span.start), end=end, agent=place, planned=end)
        for place, agent in enumerate(order)
        for span in past.shifts[past.agents[agent]]
        if (end := seconds(past, span.end)) > seconds(past, span.start)
    ]


def ask_of(past: Past, each: Passed, forecast: int, document: Policy) -> Ask:
    """One ticket: what is known of it when it comes, and for the figures what it turned out to be."""
    case = each.case
    minutes = case.minutes or document.work.default_minutes
    work = case.seconds or minutes * MINUTE
    promised = NEVER
    if case.promised is not None:
        promised = max(0, round((case.promised - each.arrives).total_seconds()) - work)
    return Ask(
        arrives=seconds(past, each.arrives),
        urgency=URGENT if case.urgent else ORDINARY_URGENCY,
        promised=promised,
        need=SkillNeed(),
        work=work,
        minutes=minutes,
        toughness=TOUGH if each.tough else ORDINARY,
        forecast=forecast,
    )


def seconds(past: Past, at: datetime) -> int:
    """Seconds since the run's first midnight, not below 0."""
    return max(0, round((at - past.begins).total_seconds()))
