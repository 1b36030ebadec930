"""The Dantzig-Wolfe bound: prices raised until an exact knapsack for each agent proves all that it can.

Offline and nightly: 0.04 s for 50 × 20, some seconds for 1,000 × 200 (assignment.md 2.2). Any prices prove a
bound; better ones prove a higher one, so stopping early is safe.
"""

import msgspec
import numpy as np
import numpy.typing as npt

from services.assignment.engine.form.columns import Column
from services.assignment.engine.form.curve import UNIT
from services.assignment.engine.form.plan import Bound, BoundKind, Cost, Owners
from services.assignment.engine.form.problem import Problem, digest
from services.assignment.engine.kernel.prices import Prices
from services.assignment.engine.knapsack.certificate import (
    NEVER,
    STAKES,
    Certificate,
    OnLevel,
    held,
    rounded_up,
    waits,
)
from services.assignment.engine.knapsack.costs import Priced, Told, room_for
from services.assignment.engine.knapsack.packing import OVERFLOW, VALUE, pack_all
from services.assignment.engine.knapsack.packs import MOST_CELLS, packs
from services.assignment.engine.search.searching import Search

Floats = npt.NDArray[np.float64]
ROUNDS = 400
AVERAGED, STEPPED = 100, 500
"""Rounds of the dual prices that are begun with; over all arcs they are nearly the best there are."""
MOST_SETS = 20_000
"""Sets of heavy tickets looked at for one agent, at most."""
COMMONLY_TOUGH = 0.3
"""Where more tickets than this part of them carry points, only tough ones are heavy."""
MOMENTUM, PATIENCE, SHRINK, LEAST_STEP = 0.6, 8, 0.6, 0.002
FIRST_STEP = 0.3
"""Of the way to the plan's cost: from prices that are good already a whole step loses what they prove."""


def bound(problem: Problem, owners: Owners, cost: Cost, *, rounds: int = ROUNDS) -> Bound:
    """What no plan with this one's risk and overflow stays below in minutes."""
    proof = certified(problem, owners, cost, OnLevel.MINUTES, rounds=rounds)
    return Bound(proof.bound, BoundKind.KNAPSACKS)


def certified(
    problem: Problem,
    owners: Owners,
    cost: Cost,
    level: OnLevel,
    *,
    rounds: int = ROUNDS,
    most_cells: int = MOST_CELLS,
) -> Certificate:
    """The best prices found, and what they prove on the level; side rules are left out of account."""
    ascent = Ascent(problem, owners, cost, level, most_cells)
    return ascent.certificate(ascent.climb(ascent.start(), rounds))


class Point(msgspec.Struct, frozen=True):
    """Prices, and what they prove."""

    value: int
    tickets: Column
    risk_price: float
    overflow_price: float
    heavy_from: Column


class Ascent:
    """One problem and level whose prices are being raised."""

    def __init__(
        self, problem: Problem, owners: Owners, cost: Cost, level: OnLevel, most_cells: int
    ) -> None:
        self.problem, self.level, self.stakes = problem, level, STAKES[level]
        self.risk, self.overflow = held(level, cost)
        told = {OnLevel.RISK: cost.risk, OnLevel.OVERFLOW: cost.overflow}
        self.least_known = told.get(level, cost.minutes) * self.stakes.scale
        self._packs = packs(problem, priced=self.stakes.priced, most_cells=most_cells)
        self._room = room_for(self._packs)
        prices = problem.prices() if self.stakes.priced else np.zeros_like(problem.arc_minutes)
        self._arc = prices[self._packs.arc]
        self._stuck = np.diff(problem.arc_start) == 0
        self._owners = owners
        self.steep = self._steep(owners)
        self.heavy_from = np.full(len(problem.agents), heavy_from(problem), dtype=np.int64)

    def _steep(self, owners: Owners) -> Column:
        """The slope of each agent's lead curve where the plan takes it."""
        lead = self.problem.lead.copy()
        for ticket, agent in enumerate(owners):
            if agent >= 0:
                lead[agent] += self.problem.toughness[ticket]
        curves = self.problem.lead_curve
        told = [
            curves[agent].slopes[curves[agent].lines(int(x), int(x)).start]
            for agent, x in enumerate(lead)
        ]
        counts = self.stakes.priced
        return np.array(told if counts else [0] * len(told), dtype=np.int64)

    def climb(self, tickets: Floats, rounds: int) -> Point:
        """Steps along the subgradient with momentum, shorter when nothing is won (Polyak's step)."""
        risk_price = overflow_price = 0.0
        best, steps = None, FIRST_STEP
        before = np.zeros(len(tickets) + 2)
        in_vain = 0.0
        for _ in range(rounds):
            point, slope = self.evaluated(tickets, risk_price, overflow_price)
            won = best is None or point.value > best.value
            much = best is None or point.value > best.value + abs(best.value) // 100_000
            in_vain = 0.0 if much else in_vain + (0.5 if won else 1.0)
            best = point if won or best is None else best
            if in_vain >= PATIENCE:
                steps, in_vain, before = steps * SHRINK, 0.0, np.zeros_like(before)
                tickets = best.tickets.astype(np.float64)
                risk_price, overflow_price = best.risk_price, best.overflow_price
                self.heavy_from[:] = heavy_from(self.problem)
            missing = max(self.least_known - point.value, 1)
            ahead = slope + MOMENTUM * before
            before = ahead
            length = float((ahead * ahead).sum())
            if steps < LEAST_STEP or length == 0 or best.value >= self.least_known:
                break
            move = steps * missing / length * ahead
            tickets = tickets + move[:-2]
            risk_price = max(0.0, risk_price + move[-2])
            overflow_price = max(0.0, overflow_price + move[-1])
        assert best is not None, "at least one round is asked for"
        return best

    def start(self) -> Floats:
        """What each ticket costs where dual prices of the agents' room make it cheapest."""
        if self.level != OnLevel.MINUTES or not len(self.problem.arc_agent):
            return np.zeros(len(self.problem.tickets))
        search = Search(self.problem, seed=1)
        search.begin_with(self._owners)
        dual = search.find_prices(AVERAGED, STEPPED, among=None)
        self.steep = dual.point
        return cheapest(self.problem, dual)

    def evaluated(
        self, tickets: Floats, risk_price: float, overflow_price: float
    ) -> tuple[Point, Floats]:
        """What these prices prove, rounded to whole numbers, and where it rises."""
        risk_times, overflow_times = round(risk_price), round(overflow_price)
        wait = np.array(
            waits(self.problem, self.level, risk=self.risk, risk_price=risk_times), dtype=np.int64
        )
        whole = np.minimum(np.round(np.clip(tickets, -1e15, 1e15)).astype(np.int64), wait)
        whole[self._stuck] = wait[self._stuck]
        told, value = self._packed(whole, overflow_times)
        stays = (whole >= wait).astype(np.int64)
        value += int(whole.sum()) - self._held(risk_times, overflow_times)
        slope = np.zeros(len(whole) + 2)
        slope[:-2] = 1 - stays - told.taken_by
        if self.risk < NEVER:
            slope[-2] = float((self.problem.risk * stays).sum()) - self.risk
        if self.overflow < NEVER:
            slope[-1] = (float(told.total[OVERFLOW]) - self.overflow) / 1_000
        point = Point(value, whole, risk_times, overflow_times, self.heavy_from.copy())
        return point, slope

    def _held(self, risk_price: int, overflow_price: int) -> int:
        """What the levels above, held at the plan's, take off the bound."""
        risk = risk_price * self.risk if risk_price else 0
        return risk + (-(-overflow_price * self.overflow // 1_000) if overflow_price else 0)

    def _packed(self, tickets: Column, overflow_price: int) -> tuple[Told, int]:
        """Everybody packed; who has too many heavy tickets to look at all sets has none from now on."""
        while True:
            agents = len(self.problem.agents)
            told = Told(
                taken_by=np.zeros(len(tickets), dtype=np.int64),
                total=np.zeros(2, dtype=np.int64),
                blown=np.zeros(agents, dtype=np.int64),
            )
            pack_all(self._packs, self._priced(tickets, overflow_price), self._room, told)
            if not told.blown.any():
                return told, int(told.total[VALUE])
            self.heavy_from[told.blown == 1] = NEVER

    def _priced(self, tickets: Column, overflow_price: int) -> Priced:
        settings = (int(self.stakes.priced), overflow_price + self.stakes.overflow_price, MOST_SETS)
        return Priced(
            arc=self._arc - tickets[self._packs.ticket],
            steep=self.steep,
            heavy_from=self.heavy_from,
            settings=np.array(settings, dtype=np.int64),
        )

    def certificate(self, best: Point) -> Certificate:
        """The prices as they are kept."""
        return Certificate(
            problem=digest(self.problem),
            level=self.level,
            risk=self.risk,
            overflow=self.overflow,
            tickets=best.tickets.tolist(),
            steep=self.steep.tolist(),
            heavy_from=best.heavy_from.tolist(),
            cell=self._packs.cell,
            risk_price=int(best.risk_price),
            overflow_price=int(best.overflow_price),
            bound=rounded_up(best.value, self.level),
        )


def cheapest(problem: Problem, dual: Prices) -> Floats:
    """By ticket: what it costs where its agent's room is paid for and it costs least; 0 without arcs."""
    agent, lengths = problem.arc_agent, np.diff(problem.arc_start)
    ticket = np.repeat(np.arange(len(lengths)), lengths)
    room = dual.minute[agent] * problem.arc_minutes + dual.slot[agent]
    room += (
        dual.point[agent] * problem.toughness[ticket] + dual.tough[agent] * problem.tough()[ticket]
    )
    least = np.zeros(len(lengths))
    starts = problem.arc_start[:-1][lengths > 0]
    least[lengths > 0] = np.minimum.reduceat(problem.prices() + room // UNIT, starts)
    return least


def heavy_from(problem: Problem) -> int:
    """From how many milli-points on every set of tickets is looked at."""
    some = problem.toughness[problem.toughness > 0]
    if len(some) <= COMMONLY_TOUGH * len(problem.toughness):
        return 1
    return min(problem.tough_from, int(np.quantile(some, 0.75)))
