"""The figures of waiting and fairness of a run, invented or replayed, from what became of its tickets.

Pure and in whole numbers until the last division, so that a figure is the same on every machine. What pages
and reports tell too is counted by `shared/figures`; `fairness.md` beside this file gives formula, unit and
source of each.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum
from typing import Generic, Literal, TypeVar

import msgspec

from shared.figures.shoulders import misplaced
from shared.figures.spread import gini, nearest_rank
from shared.vocabulary.toughness import is_tough
from shared.vocabulary.working_time import Seconds

DAY = 24 * 60 * 60
MINUTE = 60
DIGITS = 6
"""Figures are rounded to so many places, far finer than anything they could tell apart."""
WINDOWS = (7, 30, 90)
Agent = TypeVar("Agent", bound=str)


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """How one ticket went, as far as the figures ask."""

    waited: Seconds
    """Open hours until somebody first worked on it, or until the run ended."""
    toughness: int
    """Milli-points it truly weighed, known once it is resolved."""
    broken: bool | None = None
    """Whether its promise was broken; None where nothing was promised."""
    handed_over: int = 0
    """How often it went on to another owner."""


class Presence(msgspec.Struct, frozen=True, kw_only=True):
    """What one agent's time was spent on."""

    agent: str
    busy: Seconds
    """At work on tickets."""
    present: Seconds
    """On shift and not away."""
    days: int
    """Days on which they were present at all."""


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """One booking in true milli-points of a tough ticket: at a deal, a change of hands or the close.

    What is received and what was due to somebody are equal in sum, so leads always sum to zero.
    """

    at: Seconds
    """Since the run began."""
    received: Mapping[str, int]
    """Milli-points by agent that came to them; negative where they went away again."""
    entitled: Mapping[str, int]
    """Milli-points by agent that were due to them."""


@dataclass(slots=True)
class Leads(Generic[Agent]):
    """What everybody received beyond what was due to them, undecayed, in milli-points."""

    now: dict[Agent, int] = field(default_factory=dict)
    most: int = 0
    """The furthest anybody ever was ahead."""
    least: int = 0
    """The furthest anybody ever was behind, 0 or below."""

    def book(self, change: Mapping[Agent, int]) -> None:
        """One more booking: by agent, what it moves on their account."""
        for agent, amount in change.items():
            lead = self.now[agent] = self.now.get(agent, 0) + amount
            self.most, self.least = max(self.most, lead), min(self.least, lead)


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """What was run, and everything its figures are made from."""

    policy: str
    seed: int
    scenario: str
    days: int
    toughness: Literal["known", "forecast"]
    """What the policy went by when it dealt."""
    courses: Sequence[Course]
    presences: Sequence[Presence]
    moves: Sequence[Moved]
    """In order of time."""
    exceptions: int = 0
    """Deals that had to leave somebody above the cap."""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """One policy on one seed; the fields are the keys of the printed JSON."""

    policy: str
    seed: int
    scenario: str
    days: int
    agents: int
    tickets: int
    mean_wait_minutes: float | None
    p95_wait_minutes: float | None
    max_wait_minutes: float | None
    tough_p95_wait_minutes: float | None
    breach_share: float | None
    handover_share: float | None
    gini_load: float | None
    gini_tough_per_present_day: float | None
    m7: float | None
    m30: float | None
    m90: float | None
    worst_lead: float | None
    worst_lag: float | None
    exceptions: int
    toughness: str


def figures(run: Run) -> Figures:
    """All figures of a run; None where there was nothing to measure."""
    waits = [course.waited for course in run.courses]
    tough = [course.waited for course in run.courses if is_tough(course.toughness)]
    promised = [course.broken for course in run.courses if course.broken is not None]
    lead, lag = worst(run.moves, mean_tough(run.courses))
    return Figures(
        policy=run.policy,
        seed=run.seed,
        scenario=run.scenario,
        days=run.days,
        agents=len(run.presences),
        tickets=len(run.courses),
        mean_wait_minutes=ratio(sum(waits), len(waits) * MINUTE),
        p95_wait_minutes=in_minutes(nearest_rank(waits, 95)),
        max_wait_minutes=in_minutes(max(waits, default=None)),
        tough_p95_wait_minutes=in_minutes(nearest_rank(tough, 95)),
        breach_share=ratio(sum(promised), len(promised)),
        handover_share=ratio(sum(c.handed_over > 0 for c in run.courses), len(run.courses)),
        gini_load=unevenness([each.busy / each.present for each in run.presences if each.present]),
        gini_tough_per_present_day=unevenness(tough_per_present_day(run)),
        m7=misplaced_in(run.moves, window=WINDOWS[0], days=run.days),
        m30=misplaced_in(run.moves, window=WINDOWS[1], days=run.days),
        m90=misplaced_in(run.moves, window=WINDOWS[2], days=run.days),
        worst_lead=lead,
        worst_lag=lag,
        exceptions=run.exceptions,
        toughness=run.toughness,
    )


def misplaced_in(moves: Iterable[Moved], *, window: int, days: int) -> float | None:
    """Share of tough work on the wrong shoulders: the mean over whole windows of so many days.

    Windows in which nothing was due are left out.
    """
    leads: list[dict[str, int]] = [{} for _ in range(days // window)]
    due = [0] * len(leads)
    for move in moves:
        index = move.at // (window * DAY)
        if index < len(leads):
            add(leads[index], move)
            due[index] += sum(move.entitled.values())
    told = (misplaced(lead.values(), whole) for lead, whole in zip(leads, due, strict=True))
    shares = [each for each in told if each is not None]
    return ratio(fsum(shares), len(shares))


def worst(moves: Iterable[Moved], unit: float | None) -> tuple[float | None, float | None]:
    """The furthest anyone ever was ahead of what was due to them, and behind, in mean tough tickets.

    `unit` is the mean milli-points of a tough ticket. Undecayed; both are 0 or above.
    """
    if unit is None:
        return None, None
    leads: Leads[str] = Leads()
    for move in moves:
        change: dict[str, int] = {}
        add(change, move)
        leads.book(change)
    return ratio(leads.most, unit), ratio(-leads.least, unit)


def leads_after(moves: Iterable[Moved]) -> dict[str, int]:
    """Milli-points each agent ends ahead of what was due to them; they sum to zero."""
    leads: dict[str, int] = {}
    for move in moves:
        add(leads, move)
    return leads


def add(leads: dict[str, int], move: Moved) -> None:
    """Book one move into the leads."""
    for agent, amount in move.received.items():
        leads[agent] = leads.get(agent, 0) + amount
    for agent, amount in move.entitled.items():
        leads[agent] = leads.get(agent, 0) - amount


def tough_per_present_day(run: Run) -> list[float]:
    """Tough milli-points each agent received for each day they were there."""
    received: dict[str, int] = {}
    for move in run.moves:
        for agent, amount in move.received.items():
            received[agent] = received.get(agent, 0) + amount
    return [received.get(each.agent, 0) / each.days for each in run.presences if each.days]


def mean_tough(courses: Iterable[Course]) -> float | None:
    """Mean milli-points of the run's tough tickets."""
    tough = [course.toughness for course in courses if is_tough(course.toughness)]
    return sum(tough) / len(tough) if tough else None


def unevenness(amounts: Iterable[float]) -> float | None:
    """The Gini coefficient, rounded as every figure is."""
    return rounded(gini(amounts))


def ratio(figure: float, to: float) -> float | None:
    """A figure by the one it is measured in, such as minutes by tickets; None where that is nothing."""
    return round(figure / to, DIGITS) if to else None


def rounded(figure: float | None) -> float | None:
    """A figure to as many places as every figure has."""
    return None if figure is None else round(figure, DIGITS)


def in_minutes(seconds: int | None) -> float | None:
    """Seconds as minutes."""
    return None if seconds is None else rounded(seconds / MINUTE)
