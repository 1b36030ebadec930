"""The guide's desk: six skills, three tiers, three shift bands, and a day's and a week's rhythm of tickets.

Kept as it was measured first (assignment guide §3), draw for draw, so that its figures stay comparable:
60 agents with 2 to 5 skills each, 15 % part-time, vacations, 4 % sick, a weekend crew, 12 % tough tickets,
2 % redlines, estimates that are off by a factor (σ = 0.45).
"""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from services.assignment.simulator.knobs import Knobs
from services.assignment.simulator.world import DAY, MINUTE, Ask, Shift, Worker, World
from shared.vocabulary.identity import Plain
from shared.vocabulary.skill import SkillNeed

SKILLS = ("account", "laptop", "mail", "network", "orders", "printer")
UNKNOWN = 9
"""Levels short of fluent of somebody who does not know a skill at all."""
FLUENT_LEVEL = 3
"""Level of a fluent agent; a ticket needs level 1."""
POINTS = 2_000
"""Milli-points of the lightest tough ticket; the guide counts 1, 2 or 3 of them."""
PROMISED = (30, 120, 240, 480)
"""Minutes within which work begins, by urgency."""
URGENCIES = (0.05, 0.15, 0.35, 0.45)
"""How often each comes."""
DREADED_FROM = 0.35
"""From this probability of being tough on, as it looks to people, they would rather leave it to others."""
KINDS = 10
"""Services of each skill, by how likely their tickets look tough: all that can be told beforehand."""
BY_HOUR = (
    0.4, 0.3, 0.2, 0.2, 0.3, 0.6, 1.5, 3, 6, 8.5, 9, 8.5,
    7.5, 8, 8.5, 8, 7, 6, 5, 4, 3, 2.2, 1.5, 0.8,
)  # fmt: skip
TOUGH_BY_SKILL = (0.072, 0.108, 0.12, 0.144, 0.18, 0.108)
Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]


class Crew:
    """The agents: levels short of fluent by agent and skill, tiers, paces, hours."""

    def __init__(self, dice: Generator, knobs: Knobs) -> None:
        self.knobs, count = knobs, knobs.agents
        self.popularity = 1 / np.arange(1, len(SKILLS) + 1) ** 0.4
        self.popularity /= self.popularity.sum()
        self.tier: Indices = dice.choice([1, 2, 3], size=count, p=[0.4, 0.35, 0.25])
        self.seniority: Indices = dice.permutation(count)
        self.short = self._skills(dice)
        self._widen(dice)
        self.pace: Numbers = np.clip(dice.normal(1, 0.12, count), 0.75, 1.35)
        self.band: Numbers = dice.choice([480.0, 600.0, 840.0], size=count, p=[0.4, 0.35, 0.25])
        self.part: Numbers = dice.choice([1.0, 0.6], size=count, p=[0.85, 0.15])

    def _skills(self, dice: Generator) -> Indices:
        short: Indices = np.full((self.knobs.agents, len(SKILLS)), UNKNOWN, dtype=np.int64)
        for agent in range(self.knobs.agents):
            known = dice.integers(2, 5) + (self.tier[agent] == 3)
            known = max(1, known - 1) if self.knobs.thin else known
            chosen = dice.choice(len(SKILLS), size=known, replace=False, p=self.popularity)
            chances = [0.5, 0.3, 0.2] if self.tier[agent] > 1 else [0.25, 0.35, 0.4]
            short[agent, chosen] = dice.choice([0, 1, 2], size=known, p=chances)
        return short

    def _widen(self, dice: Generator) -> None:
        """Teach until every skill has enough people, of the highest tier too."""
        enough, enough_high = (4, 2) if self.knobs.thin else (16, 6)
        for skill in range(len(SKILLS)):
            while (self.short[:, skill] < UNKNOWN).sum() < enough:
                self.short[dice.integers(self.knobs.agents), skill] = 1
            while self._high(skill) < enough_high:
                agent = dice.choice(np.nonzero(self.tier >= 2)[0])
                self.tier[agent] = 3
                self.short[agent, skill] = min(self.short[agent, skill], 1)

    def _high(self, skill: int) -> int:
        return int(((self.short[:, skill] < UNKNOWN) & (self.tier >= 3)).sum())

    def workers(self) -> tuple[Worker, ...]:
        """The agents as the world knows them."""
        return tuple(
            Worker(
                skills={
                    name: FLUENT_LEVEL - int(short)
                    for name, short in zip(SKILLS, self.short[agent], strict=True)
                    if short < UNKNOWN
                },
                tier=int(self.tier[agent]),
                pace=round(1_000 * self.pace[agent]),
                seniority=int(self.seniority[agent]),
            )
            for agent in range(self.knobs.agents)
        )


def shifts(dice: Generator, crew: Crew, knobs: Knobs) -> tuple[Shift, ...]:
    """Every shift that is really worked."""
    count, told = knobs.agents, []
    leave = [
        (int(dice.integers(-12, max(90, knobs.days))), int(dice.choice([5, 7, 10, 14])))
        for _ in range(count)
    ]
    weekends = dice.random(count) < 0.35
    for day in range(knobs.days):
        for agent in range(count):
            off_from, off_for = leave[agent]
            weekday = day % 7
            if off_from <= day < off_from + off_for or (weekday >= 5 and not weekends[agent]):
                continue
            if weekends[agent] and weekday in (1, 3):
                continue
            if dice.random() < 0.04:
                continue
            begins = crew.band[agent] + dice.integers(-2, 3) * 15
            start = round(max(begins, 480.0) * MINUTE)
            end = round(min(begins + 480 * crew.part[agent], 1_320.0) * MINUTE)
            told.append(shift_of(day, start, end, agent))
    return tuple(told)


def shift_of(day: int, start: int, end: int, agent: int) -> Shift:
    """A shift that ends when it was to end; hours in seconds of the day."""
    ends = day * DAY + end
    return Shift(start=day * DAY + start, end=ends, agent=agent, planned=ends)


def arrivals(dice: Generator, knobs: Knobs) -> Numbers:
    """Minutes at which tickets come in, earliest first."""
    hours = np.array(BY_HOUR)
    hours /= hours.sum()
    told = []
    for day in range(knobs.days):
        week = (1.0 if day % 7 < 5 else 0.42) * (1.15 if day % 7 == 0 else 1)
        count = dice.poisson(knobs.daily * week * dice.lognormal(0, 0.1))
        hour = dice.choice(24, size=count, p=hours)
        told.append(day * 1_440.0 + hour * 60 + dice.random(count) * 60)
    return np.sort(np.concatenate(told))


class Tickets:
    """What comes in, column by column."""

    def __init__(self, dice: Generator, crew: Crew, minute: Numbers, supply: float, knobs: Knobs):
        count = len(minute)
        self.minute = minute
        self.skill: Indices = dice.choice(len(SKILLS), size=count, p=crew.popularity)
        chance = np.array(TOUGH_BY_SKILL)[self.skill] * knobs.wave(self.skill, minute)
        self.tough = dice.random(count) < chance
        weight = dice.choice([1.0, 2.0, 3.0], size=count, p=[0.5, 0.35, 0.15])
        self.weight: Numbers = np.where(self.tough, weight, 0.0)
        hard = dice.choice([1, 2, 3], size=count, p=[0.5, 0.35, 0.15])
        easy = dice.choice([1, 2, 3], size=count, p=[0.76, 0.2, 0.04])
        self.tier: Indices = np.where(self.tough, hard, easy)
        self.urgency: Indices = dice.choice(4, size=count, p=URGENCIES)
        effort = dice.lognormal(np.log(24), 0.75, count)
        effort = np.clip(effort * np.where(self.tough, 1.5 + 0.4 * self.weight, 1.0), 3, 300)
        # 1.07: what skill gaps add on average (measured by the guide).
        effort *= knobs.busy * supply / (effort.sum() * 1.07)
        self.effort: Numbers = np.clip(effort, 2, None)
        self.estimate: Numbers = self.effort * dice.lognormal(0, 0.45, count) * knobs.bias
        self.may = self._eligible(dice, crew)
        odds = dice.beta(5, 2, count), dice.beta(1.2, 8, count)
        self.odds: Numbers = np.where(self.tough, *odds)

    def _eligible(self, dice: Generator, crew: Crew) -> NDArray[np.bool_]:
        """By ticket and agent; whoever finds fewer than four asks a lower tier and no redline."""
        knows = crew.short[:, self.skill].T < UNKNOWN
        may = knows & (crew.tier[None, :] >= self.tier[:, None])
        self.barred = dice.random(may.shape) <= 0.02
        may &= ~self.barred
        few = np.nonzero(may.sum(1) < 4)[0]
        self.tier[few] = np.minimum(self.tier[few], 2)
        self.barred[few] = False
        may[few] = knows[few] & (crew.tier[None, :] >= self.tier[few][:, None])
        return may

    def asks(self) -> tuple[Ask, ...]:
        """The tickets as the world knows them."""
        return tuple(self._ask(index) for index in range(len(self.minute)))

    def _ask(self, index: int) -> Ask:
        urgency, odds = int(self.urgency[index]), float(self.odds[index])
        skill = SKILLS[int(self.skill[index])]
        return Ask(
            arrives=round(self.minute[index] * MINUTE),
            urgency=urgency,
            promised=PROMISED[urgency] * MINUTE,
            need=SkillNeed(name=Plain(skill), tier=int(self.tier[index])),
            work=round(self.effort[index] * MINUTE),
            minutes=max(1, round(self.estimate[index])),
            toughness=round(POINTS * self.weight[index]),
            looks_tough=odds > DREADED_FROM,
            service=f"{skill} {min(KINDS - 1, int(KINDS * odds))}",
            barred=tuple(int(agent) for agent in np.nonzero(self.barred[index])[0]),
        )


def guide(seed: int, knobs: Knobs) -> World:
    """The guide's desk from a seed."""
    dice = np.random.default_rng(seed)
    crew = Crew(dice, knobs)
    worked = shifts(dice, crew, knobs)
    minute = arrivals(dice, knobs)
    supply = sum(shift.end - shift.start for shift in worked) / MINUTE
    tickets = Tickets(dice, crew, minute, supply, knobs)
    return World(
        scenario=knobs.scenario,
        seed=seed,
        days=knobs.days,
        workers=crew.workers(),
        asks=tickets.asks(),
        shifts=worked,
    )
