"""Invented batches of several kinds, each from a seed: what the engine is measured on.

`ordinary` is the batch of the first experiments, number for number, so that figures can be compared; the
others make it harder where peers are weak. One point of the experiments is a milli-minute times 1,000.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from services.assignment.engine.form.columns import column
from services.assignment.engine.form.curves import Curves
from services.assignment.engine.form.problem import Problem, unlimited
from services.assignment.engine.kernel.carried import take_off
from services.assignment.engine.search.searching import Search

Whole = npt.NDArray[np.int64]
MILLI = 1_000
PIECES = 10
LOAD_SLOPES = np.array([1, 3, 5, 7, 9, 11, 13, 15, 17, 19])
"""Points for each minute, by tenth of the agent's capacity."""
LEAD_SLOPES = np.array([0, 2, 6, 10, 14, 18, 24, 30, 38, 46])
"""Points for each tough point, by three tenths of the agent's entitlement."""
WAITING = 20_000
"""Points of leaving a ticket of the lowest urgency waiting."""
LEAST, MOST = 5, 60
"""Agents who may take a ticket."""
TIGHTLY_FILLED = 0.9
"""The part of everybody's room that the plan laid down in a tight batch takes."""


class Batch(NamedTuple):
    """A batch before it is stated as a problem: minutes and points."""

    start: Whole
    agent: Whole
    price: Whole
    minutes: Whole
    points: Whole
    urgency: Whole
    capacity: Whole
    load: Whole
    lead: Whole
    tough_slots: Whole
    entitled: Whole


def ordinary(tickets: int, agents: int, seed: int) -> Problem:
    """Skills overlap into one component; agents end at about 80 % of their capacity."""
    return stated(batch(tickets, agents, seed))


def tight(tickets: int, agents: int, seed: int) -> Problem:
    """Hardly any room to spare: a plan is laid down, and everybody gets little more room than it takes."""
    made = batch(tickets, agents, seed)
    dice = np.random.default_rng(seed)
    taken = np.zeros(agents)
    for ticket in dice.permutation(tickets):
        takers = made.agent[made.start[ticket] : made.start[ticket + 1]]
        emptiest = takers[np.argmin(taken[takers] / made.capacity[takers])]
        taken[emptiest] += made.minutes[ticket]
    room = np.ceil(taken / TIGHTLY_FILLED).astype(np.int64)
    return stated(fitting(made._replace(capacity=made.load + room)))


def islands(tickets: int, agents: int, seed: int) -> Problem:
    """Everybody knows one skill and a few know two, so work hardly moves between skills."""
    return stated(batch(tickets, agents, seed, skills_known=(0.9, 0.1, 0.0)))


def skills_against_load(tickets: int, agents: int, seed: int) -> Problem:
    """Who fits best is loaded most, and furthest ahead."""
    made = batch(tickets, agents, seed)
    fit = np.bincount(made.agent, weights=-made.price, minlength=agents)
    fit /= np.maximum(np.bincount(made.agent, minlength=agents), 1)
    rank = np.argsort(np.argsort(fit)) / agents
    free = made.capacity - made.load
    load = np.round(made.capacity * 0.7 * rank).astype(np.int64)
    return stated(
        made._replace(
            load=load,
            capacity=load + free,
            lead=np.round(made.entitled * 1.5 * rank).astype(np.int64),
        )
    )


def overloaded(tickets: int, agents: int, seed: int) -> Problem:
    """A tenth more work than there is room for; it is risky to leave the urgent waiting."""
    made = batch(tickets, agents, seed)
    free = made.capacity - made.load
    fewer = np.floor(free * (made.minutes.sum() / 1.1 / free.sum())).astype(np.int64)
    problem = stated(made._replace(capacity=made.load + fewer))
    waiting = column([MILLI * WAITING] * tickets)
    return msgspec.structs.replace(problem, risk=column(made.urgency), waiting=waiting)


KINDS: dict[str, Callable[[int, int, int], Problem]] = {
    "ordinary": ordinary,
    "tight": tight,
    "islands": islands,
    "skills against load": skills_against_load,
    "overloaded": overloaded,
}


def arriving(tickets: int, agents: int, seed: int) -> Problem:
    """A few tickets at a desk whose agents already carry what else there is of a large ordinary batch."""
    whole = ordinary(10 * agents, agents, seed)
    chosen = np.sort(np.random.default_rng(tickets).choice(10 * agents, tickets, replace=False))
    search = Search(whole, seed=seed)
    search.place_in_order_of_need()
    for ticket in chosen.tolist():
        take_off(search.tables, search.carried, ticket)
    kept = np.concatenate([np.arange(*whole.arc_start[t : t + 2]) for t in chosen])
    lengths = np.diff(whole.arc_start)[chosen]
    return msgspec.structs.replace(
        whole,
        tickets=tuple(whole.tickets[t] for t in chosen),
        arc_start=column(np.r_[0, np.cumsum(lengths)]),
        arc_agent=column(whole.arc_agent[kept]),
        arc_minutes=column(whole.arc_minutes[kept]),
        terms={rule: column(each[kept]) for rule, each in whole.terms.items()},
        risk=column(whole.risk[chosen]),
        waiting=column(whole.waiting[chosen]),
        toughness=column(whole.toughness[chosen]),
        minutes_free=column(np.maximum(search.carried.minutes_room, 0)),
        tough_slots=column(np.maximum(search.carried.tough_slots, 1)),
        load=column(search.carried.load),
        lead=column(search.carried.lead),
    )


def batch(
    tickets: int,
    agents: int,
    seed: int,
    *,
    full: float = 0.8,
    skills_known: tuple[float, float, float] = (0.35, 0.4, 0.25),
) -> Batch:
    """The experiments' batch; `skills_known`: shares of agents who know one, two and three skills."""
    dice = np.random.default_rng(seed)
    knowing, tiers, gaps = people(dice, agents, skills_known)
    popular = np.array([len(each) for each in knowing], float)
    tough = dice.random(tickets) < 0.12
    minutes = np.clip(np.round(dice.lognormal(np.log(12), 0.8, tickets)), 2, 90).astype(np.int64)
    minutes[tough] = np.clip(minutes[tough] * 2, 10, 120)
    points = np.where(tough, dice.integers(10, 51, tickets), 0).astype(np.int64)
    urgency = dice.choice([1, 2, 4, 8], size=tickets, p=[0.5, 0.3, 0.15, 0.05])
    skills = dice.choice(len(knowing), size=tickets, p=popular / popular.sum())
    needed = dice.choice([1, 2, 3], size=tickets, p=[0.7, 0.22, 0.08])
    arcs = [
        takers(dice, knowing[skills[t]], tiers, gaps[:, skills[t]], needed[t])
        for t in range(tickets)
    ]
    start = np.cumsum([0, *(len(agent) for agent, _ in arcs)]).astype(np.int64)
    agent = np.concatenate([agent for agent, _ in arcs]).astype(np.int64)
    price = np.concatenate([price for _, price in arcs]).astype(np.int64)
    return with_room(dice, (start, agent, price), minutes, points, urgency, agents, full)


def people(dice: Any, agents: int, known: tuple[float, ...]) -> tuple[list[Whole], Whole, Whole]:
    """Who knows each skill (at least six do), everybody's tier, and how far from best at each skill."""
    skills = max(3, agents // 18)
    wanted = 1 / np.arange(1, skills + 1) ** 0.7
    wanted /= wanted.sum()
    counts = dice.choice([1, 2, 3], size=agents, p=known)
    knows = [set(dice.choice(skills, size=count, replace=False, p=wanted)) for count in counts]
    for skill in range(skills):
        while sum(skill in each for each in knows) < 6:
            knows[int(dice.integers(agents))].add(skill)
    tiers = dice.choice([1, 2, 3], size=agents, p=[0.5, 0.3, 0.2])
    gaps = dice.integers(0, 3, size=(agents, skills))
    knowing = [np.array([a for a in range(agents) if s in knows[a]]) for s in range(skills)]
    return knowing, tiers, gaps


def takers(dice: Any, knowing: Whole, tiers: Whole, gaps: Whole, tier: int) -> tuple[Whole, Whole]:
    """Who may take a ticket, rising, and at what price: misfit, rank too high, an earlier helper."""
    able = knowing[tiers[knowing] >= tier]
    able = able[dice.random(len(able)) > 0.03]
    if len(able) < LEAST:
        more = dice.choice(knowing, size=min(len(knowing), LEAST), replace=False)
        able = np.unique(np.r_[able, more])
    if len(able) > MOST:
        able = np.sort(dice.choice(able, size=MOST, replace=False))
    price = 30 * gaps[able] + (tiers[able] - tier).clip(0) * 8
    if dice.random() < 0.15:
        price[dice.integers(len(able))] -= 60
        price -= min(0, price.min())
    return able, price


def with_room(
    dice: Any, arcs: tuple[Whole, Whole, Whole], minutes: Whole, points: Whole, urgency: Whole,
    agents: int, full: float,
) -> Batch:  # fmt: skip
    """Give agents so much room that about `full` of it is used, and drop what fits nobody's."""
    start, agent, price = arcs
    takers_of = np.diff(start)
    demand = np.zeros(agents)
    np.add.at(demand, agent, np.repeat(minutes / takers_of, takers_of))
    spread = demand.mean() / full * dice.uniform(0.7, 1.3, agents) * 0.5
    room = np.round(spread + demand / full * dice.uniform(0.8, 1.2, agents) * 0.5)
    room = np.maximum(130, room).astype(np.int64)
    load = np.round(room * dice.beta(2, 6, agents) * 0.8).astype(np.int64)
    entitled = np.round((points.sum() / agents) * 2 * dice.uniform(0.5, 1.3, agents) + 30)
    entitled = np.maximum(20, entitled).astype(np.int64)
    lead = np.round(entitled * dice.gamma(3, 0.2, agents)).astype(np.int64)
    tough = dice.integers(2, 5, agents) + int(np.ceil(2 * (points > 0).sum() / agents))
    return fitting(
        Batch(
            start, agent, price, minutes, points, urgency, room + load, load, lead,
            tough.astype(np.int64), entitled,
        )
    )  # fmt: skip


def fitting(made: Batch) -> Batch:
    """The batch without the arcs over which a ticket would not fit into its agent's room."""
    ticket = np.repeat(np.arange(len(made.minutes)), np.diff(made.start))
    fits = made.minutes[ticket] <= (made.capacity - made.load)[made.agent]
    counts = np.bincount(ticket[fits], minlength=len(made.minutes))
    start = np.r_[0, np.cumsum(counts)].astype(np.int64)
    return made._replace(start=start, agent=made.agent[fits], price=made.price[fits])


def stated(made: Batch) -> Problem:
    """The batch as a problem in milli-minutes and milli-points."""
    tickets, agents = len(made.minutes), len(made.capacity)
    tenths = made.capacity[:, None] * np.arange(PIECES) // PIECES
    bands = made.entitled[:, None] * np.arange(PIECES) * 3 // 10
    return Problem(
        tickets=tuple(f"ticket-{t:06}" for t in range(tickets)),
        agents=tuple(f"person-{a:06}" for a in range(agents)),
        arc_start=column(made.start),
        arc_agent=column(made.agent),
        arc_minutes=column(MILLI * np.repeat(made.minutes, np.diff(made.start))),
        terms={"fit": column(MILLI * made.price)},
        risk=column([0] * tickets),
        waiting=column(MILLI * WAITING * made.urgency),
        toughness=column(MILLI * made.points),
        tough_from=1,
        slots=unlimited(agents),
        minutes_free=column(MILLI * (made.capacity - made.load)),
        tough_slots=column(made.tough_slots),
        load=column(MILLI * made.load),
        lead=column(MILLI * made.lead),
        lead_cap=unlimited(agents),
        load_curve=bent(MILLI * tenths, LOAD_SLOPES),
        lead_curve=bent(MILLI * bands, LEAD_SLOPES),
        sides=(),
    )


def bent(knots: Whole, slopes: Whole) -> Curves:
    """By agent: a curve through 0 whose line k begins at knots[:, k]."""
    agents = len(knots)
    steep = np.tile(MILLI * slopes, (agents, 1))
    bases = np.zeros((agents, PIECES), dtype=np.int64)
    bases[:, 1:] = np.cumsum((steep[:, :-1] - steep[:, 1:]) * knots[:, 1:], axis=1)
    until = np.concatenate([knots[:, 1:], np.full((agents, 1), 10**9)], axis=1)
    return Curves(
        which=column(np.arange(agents)),
        line_start=column(np.arange(agents + 1) * PIECES),
        slope=column(steep.ravel()),
        base=column(bases.ravel()),
        until=column(until.ravel()),
    )
