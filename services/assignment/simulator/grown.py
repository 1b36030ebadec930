"""What a real desk has beyond the guide's: teams, languages, conversations, reopenings, agents who decline.

Drawn from a stream of chance of its own, so that the desk underneath stays the guide's of that seed.
"""

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
from numpy.random import Generator

from services.assignment.simulator.guide import FLUENT_LEVEL, SKILLS
from services.assignment.simulator.knobs import Knobs
from services.assignment.simulator.world import (
    DAY,
    HOUR,
    MINUTE,
    Ask,
    Break,
    Pause,
    Return,
    Shift,
    Worker,
    World,
    team_id,
)
from shared.vocabulary.identity import Plain
from shared.vocabulary.skill import SkillNeed

TEAM_OF = {skill: team_id(index // 2) for index, skill in enumerate(SKILLS)}
"""Three teams for two skills each; an agent is in every team whose skills they have."""
LANGUAGE = Plain("French")
ASKS_IN_IT, SPEAKS_IT = 0.08, 0.4
ASKS_BACK = 0.45
"""Share of tickets in whose course the agent asks the requester something; half of them ask twice."""
COMES_BACK = 0.06
ENOUGH = 4
"""Nobody asks in a language or at a level that fewer agents could answer."""
LEAVES_EARLY = 0.01
LUNCH, FOCUS = HOUR // 2, HOUR
LUNCH_FROM, LUNCH_TO = 3 * HOUR, 4 * HOUR
"""Lunch begins so long after the shift."""
LONG = 6 * HOUR
"""A shorter shift has no lunch."""
FOCUSES = 0.2
"""How often an agent keeps an hour after lunch free of new work."""
ORDINARY_POINTS = 1_000
"""Milli-points of a ticket of ordinary effort that is not tough; never as many as a tough one has."""


def grown(world: World, knobs: Knobs) -> World:
    """The same desk, with everything else that happens to one."""
    dice = np.random.default_rng([world.seed, 1])
    workers = tuple(grown_worker(worker, dice) for worker in world.workers)
    asks = tuple(grown_ask(ask, workers, dice) for ask in world.asks)
    worked = tuple(cut_short(shift, dice) for shift in world.shifts)
    shifts = tuple(map(with_lunch, shocked(worked, knobs, dice)))
    return msgspec.structs.replace(
        world, workers=workers, asks=asks, shifts=shifts, breaks=tuple(breaks(shifts, dice))
    )


def grown_worker(worker: Worker, dice: Generator) -> Worker:
    """An agent with teams, languages and moods."""
    teams = sorted({TEAM_OF[skill] for skill in worker.skills})
    languages = ("English", LANGUAGE) if dice.random() < SPEAKS_IT else ("English",)
    return msgspec.structs.replace(
        worker, teams=tuple(teams), languages=languages,
        declines=int(dice.choice([0, 10, 40, 120], p=[0.5, 0.3, 0.15, 0.05])),
    )  # fmt: skip


def grown_ask(ask: Ask, workers: Sequence[Worker], dice: Generator) -> Ask:
    """A ticket that talks, comes back, speaks a language and asks for more than the least."""
    name = ask.need.name
    assert name, "every ticket of the guide's desk asks for a skill"
    hard = ask.toughness > 0 and dice.random() < 0.3
    spoken = LANGUAGE if dice.random() < ASKS_IN_IT else None
    wanted = SkillNeed(
        name=name, level=FLUENT_LEVEL - 1 if hard else 1, tier=ask.need.tier, language=spoken
    )
    able = sum(can(worker, wanted) for worker in workers) - len(ask.barred)
    ordinary = min(1_900, ORDINARY_POINTS * ask.work // (24 * MINUTE))
    return msgspec.structs.replace(
        ask,
        need=wanted if able >= ENOUGH else ask.need,
        toughness=ask.toughness or ordinary,
        team=TEAM_OF[name],
        pauses=pauses(dice),
        returns=comes_back(ask.work, ask.toughness > 0, dice),
        luck=int(dice.integers(1 << 62)),
    )


def can(worker: Worker, need: SkillNeed) -> bool:
    """Whether an agent of the world's first day could do it; only so that nothing impossible is asked."""
    return (
        worker.skills.get(need.name or "", 0) >= need.level
        and worker.tier >= need.tier
        and (need.language is None or need.language in worker.languages)
    )


def pauses(dice: Generator) -> tuple[Pause, ...]:
    """When the agent asks back, and how long answers take: an hour and a half at the median."""
    asked = int(dice.choice([0, 1, 2], p=[1 - ASKS_BACK, ASKS_BACK / 2, ASKS_BACK / 2]))
    after = sorted(int(part) for part in dice.integers(50, 900, size=asked))
    waits = dice.lognormal(np.log(90 * MINUTE), 1.0, size=asked)
    return tuple(
        Pause(after=part, answered_in=min(5 * DAY, round(wait)))
        for part, wait in zip(after, waits, strict=True)
    )


def comes_back(work: int, tough: bool, dice: Generator) -> Return | None:
    """Whether the requester finds it unsettled, and what it takes then; tough ones twice as often.

    `work`: seconds that it took an ordinary agent.
    """
    chance = COMES_BACK * (2 if tough else 1)
    hours, part = float(dice.uniform(0.5, 30)), float(dice.uniform(0.2, 0.6))
    if dice.random() >= chance:
        return None
    return Return(after=round(hours * HOUR), work=max(60, round(part * work)))


def cut_short(shift: Shift, dice: Generator) -> Shift:
    """Somebody falls sick in the middle of a shift now and then."""
    part = float(dice.uniform(0.2, 0.9))
    if dice.random() >= LEAVES_EARLY:
        return shift
    worked = round(part * (shift.end - shift.start))
    return msgspec.structs.replace(shift, end=shift.start + worked)


def with_lunch(shift: Shift) -> Shift:
    """A long shift ends later by the lunch in it, so that as much is worked."""
    if shift.planned - shift.start < LONG:
        return shift
    home = shift.planned > shift.end
    end = shift.end if home else shift.end + LUNCH
    return msgspec.structs.replace(shift, end=end, planned=shift.planned + LUNCH)


def breaks(shifts: Sequence[Shift], dice: Generator) -> Iterator[Break]:
    """Lunch in each long shift, and now and then focus time after it."""
    for shift in shifts:
        if shift.planned - shift.start < LONG:
            continue
        begins = shift.start + int(dice.integers(LUNCH_FROM, LUNCH_TO)) // MINUTE * MINUTE
        back = begins + LUNCH
        yield Break(start=begins, end=back, agent=shift.agent, lunch=True)
        if dice.random() < FOCUSES:
            yield Break(start=back, end=back + FOCUS, agent=shift.agent, lunch=False)


def shocked(worked: tuple[Shift, ...], knobs: Knobs, dice: Generator) -> tuple[Shift, ...]:
    """A share of the agents stays away for a week in the middle of the run."""
    if knobs.shock == 0:
        return worked
    away = {int(a) for a in np.nonzero(dice.random(knobs.agents) < knobs.shock)[0]}
    first = knobs.days // 3
    week = range(first * DAY, (first + 7) * DAY)
    return tuple(s for s in worked if not (s.agent in away and s.start in week))
