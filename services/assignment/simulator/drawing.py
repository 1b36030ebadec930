"""Draws what befalls a small desk whose people, shifts and kinds of request are given by name.

The guide's desk invents its people too, and needs thirty of them. Here only chance is drawn: who asks for
what when, how much more it takes than usual, questions and their answers, what comes back, leave, sickness.
The rhythm of the day and the week, answers and returns are the guide's and the grown desk's own.
"""

from collections.abc import Iterator

import msgspec
import numpy as np
from numpy.random import Generator

from services.assignment.simulator.grown import breaks, comes_back, cut_short, pauses
from services.assignment.simulator.guide import PROMISED, URGENCIES, Numbers, arrivals
from services.assignment.simulator.knobs import Knobs
from services.assignment.simulator.world import (
    DAY,
    MINUTE,
    Absent,
    Ask,
    Pause,
    Shift,
    Worker,
    World,
)
from shared.vocabulary.identity import TeamId
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.toughness import MOST, is_tough
from shared.vocabulary.words import Absence

SPREAD = 0.4
"""σ of the logarithm of how many times the usual effort a request takes."""
SICK = 0.04
LEAVES = 0.006
"""How likely a leave begins with a shift: a fifth of what is usual, for a small desk misses everybody."""
LEAVE_DAYS = (2, 3, 5)
BEYOND = 1.4
"""From so many times the usual effort on, who is not fluent in it finds that somebody else knows more."""
FEW = 7
"""In a hurry one in so many of those who find nobody there asks all the same."""


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of request, as it usually is."""

    name: str
    """What it is about."""
    need: SkillNeed
    minutes: int
    """Of an ordinary agent's work."""
    toughness: int
    """Milli-points."""
    weight: int
    """How often it comes, beside the others."""
    team: TeamId


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where requesters sit; they ask by day."""

    ahead: int
    """Seconds that its clocks are ahead of UTC."""
    daily: float
    """Requests on an ordinary weekday."""


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is given of a desk."""

    scenario: str
    workers: tuple[Worker, ...]
    shifts: tuple[Shift, ...]
    """As the roster plans them."""
    kinds: tuple[Kind, ...]
    places: tuple[Place, ...]
    days: int
    since: int = 0
    """Seconds from the first midnight until anybody asks for anything."""


def befallen(desk: Desk, seed: int) -> World:
    """What befalls the desk in some weeks that begin on a Monday."""
    dice = np.random.default_rng([seed, 0])
    asks = asked(desk, seed)
    absent = tuple(absences(desk, dice))
    missed = {(each.agent, each.start) for each in absent}
    worked = [each for each in desk.shifts if (each.agent, each.start) not in missed]
    shifts = tuple(cut_short(each, dice) for each in worked)
    return World(
        scenario=desk.scenario, seed=seed, days=desk.days, workers=desk.workers, asks=asks,
        shifts=shifts, breaks=tuple(breaks(shifts, dice)), absent=absent,
    )  # fmt: skip


def hurried(desk: Desk, seed: int, *, times: int) -> World:
    """The same kind of desk where everybody asks, works and answers so many times as fast.

    Where nobody of a team is on shift, few ask for it: in such a hurry they would bury whoever comes first.
    Nobody is absent: who is away there, whoever lets it run knows.
    """
    places = tuple(msgspec.structs.replace(each, daily=each.daily * times) for each in desk.places)
    asks = asked(msgspec.structs.replace(desk, places=places), seed)
    return World(
        scenario=desk.scenario, seed=seed, days=desk.days, workers=desk.workers,
        asks=tuple(
            faster(ask, times) for ask in asks if is_staffed(ask, desk) or ask.luck % FEW == 0
        ),
        shifts=desk.shifts,
    )  # fmt: skip


def is_staffed(ask: Ask, desk: Desk) -> bool:
    """Whether somebody of its team is on shift when it comes in, as the roster plans."""
    return any(
        shift.start <= ask.arrives < shift.end and ask.team in desk.workers[shift.agent].teams
        for shift in desk.shifts
    )


def asked(desk: Desk, seed: int) -> tuple[Ask, ...]:
    """The requests of all places, earliest first."""
    dice = np.random.default_rng([seed, 1])
    minutes = np.sort(np.concatenate([by_day(dice, each, desk) for each in desk.places]))
    weights = np.array([kind.weight for kind in desk.kinds], dtype=np.float64)
    kinds = dice.choice(len(desk.kinds), size=len(minutes), p=weights / weights.sum())
    return tuple(
        ask_of(desk.kinds[int(kind)], round(minute * MINUTE), dice)
        for kind, minute in zip(kinds, minutes, strict=True)
    )


def by_day(dice: Generator, place: Place, desk: Desk) -> Numbers:
    """Minutes of the run at which the requests of a place come in."""
    # A day more, for where clocks are ahead the next day begins before this one is over.
    knobs = Knobs(scenario=desk.scenario, days=desk.days + 1, daily=round(place.daily))
    minutes = arrivals(dice, knobs) - place.ahead / MINUTE
    return minutes[(minutes >= desk.since / MINUTE) & (minutes < desk.days * DAY / MINUTE)]


def ask_of(kind: Kind, arrives: int, dice: Generator) -> Ask:
    """One request of its kind."""
    times = float(dice.lognormal(0, SPREAD))
    toughness = min(MOST, round(kind.toughness * times / 100) * 100)
    urgency = int(dice.choice(len(URGENCIES), p=URGENCIES))
    work = round(kind.minutes * MINUTE * times)
    return Ask(
        arrives=arrives, urgency=urgency, promised=PROMISED[urgency] * MINUTE, need=kind.need,
        work=work, minutes=kind.minutes, toughness=toughness, team=kind.team, service=kind.name,
        pauses=pauses(dice), returns=comes_back(work, is_tough(toughness), dice),
        luck=int(dice.integers(1 << 62)), beyond=times > BEYOND,
    )  # fmt: skip


def absences(desk: Desk, dice: Generator) -> Iterator[Absent]:
    """Whole shifts that are missed, earliest first; a leave is told when the first of them begins."""
    back = [0] * len(desk.workers)
    for shift in sorted(desk.shifts):
        sick, leaves = dice.random(2) < (SICK, LEAVES)
        days = int(dice.choice(LEAVE_DAYS))
        if leaves and shift.start >= back[shift.agent]:
            back[shift.agent] = shift.start + days * DAY
        if shift.start < back[shift.agent]:
            yield absent(shift, until=back[shift.agent], why=Absence.LEAVE)
        elif sick:
            yield absent(shift, until=shift.planned, why=Absence.SICK)


def absent(shift: Shift, *, until: int, why: Absence) -> Absent:
    """The agent of a shift, as long as they are away."""
    return Absent(start=shift.start, until=until, agent=shift.agent, why=why)


def faster(ask: Ask, times: int) -> Ask:
    """The same request where everything about it is over so many times as fast."""
    pauses = tuple(
        Pause(after=each.after, answered_in=max(1, each.answered_in // times))
        for each in ask.pauses
    )
    returns = ask.returns and msgspec.structs.replace(
        ask.returns, after=ask.returns.after // times, work=max(1, ask.returns.work // times)
    )
    return msgspec.structs.replace(
        ask, work=max(1, ask.work // times), pauses=pauses, returns=returns
    )
