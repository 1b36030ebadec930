"""Counts a stored bound anew, from its prices alone and without the kernel or any solver.

Whole numbers of any size, one agent after the other, written apart from what found the prices: what both
come to is proven twice. See `certificate` for what is counted.
"""

import msgspec
import numpy as np
import numpy.typing as npt

from services.assignment.engine.form.curve import Curve
from services.assignment.engine.form.problem import Problem, digest
from services.assignment.engine.knapsack.certificate import STAKES, Certificate, rounded_up, waits

UNIT = 1_000
TOO_MUCH = 1 << 60
ROUNDED = 4
"""What flooring can take off what a ticket adds; nothing that near to paying is left out."""
Cells = npt.NDArray[np.int64]


class CertificateIsWrong(ValueError):
    """A certificate is of another problem, or its prices do not prove its bound."""


class Item(msgspec.Struct, frozen=True):
    """A ticket that an agent could take."""

    cost: int
    """Its price less that of the ticket."""
    minutes: int
    points: int
    tough: bool


def rechecked(problem: Problem, certificate: Certificate) -> int:
    """The bound that the prices prove. Raises `CertificateIsWrong` where it is less than what is said."""
    if digest(problem) != certificate.problem:
        raise CertificateIsWrong(
            f"it is of problem {certificate.problem}, not of {digest(problem)}"
        )
    proven = rounded_up(proven_by(problem, certificate), certificate.level)
    if proven < certificate.bound:
        raise CertificateIsWrong(f"its prices prove {proven}, it says {certificate.bound}")
    return proven


def proven_by(problem: Problem, certificate: Certificate) -> int:
    """The sum over tickets and agents, less what the levels above are held at."""
    risk, overflow = certificate.risk_price, certificate.overflow_price
    wait = waits(problem, certificate.level, risk=certificate.risk, risk_price=risk)
    total = sum(min(price, w) for price, w in zip(certificate.tickets, wait, strict=True))
    total -= risk * certificate.risk if risk else 0
    total -= -(-overflow * certificate.overflow // UNIT) if overflow else 0
    takes = items_by_agent(problem, certificate)
    return total + sum(
        Packed(problem, certificate, agent).least(takes[agent])
        for agent in range(len(problem.agents))
    )


def items_by_agent(problem: Problem, certificate: Certificate) -> list[list[Item]]:
    """What each agent may take, at the certificate's prices."""
    prices = problem.prices().tolist()
    if not STAKES[certificate.level].priced:
        prices = [0] * len(prices)
    agents, minutes = problem.arc_agent.tolist(), problem.arc_minutes.tolist()
    points = problem.toughness.tolist()
    takes: list[list[Item]] = [[] for _ in problem.agents]
    for ticket, price in enumerate(certificate.tickets):
        tough = points[ticket] >= problem.tough_from
        for arc in problem.arcs(ticket):
            item = Item(prices[arc] - price, minutes[arc], points[ticket], tough)
            takes[agents[arc]].append(item)
    return takes


class Packed:
    """One agent, packed as well as can be."""

    def __init__(self, problem: Problem, certificate: Certificate, agent: int) -> None:
        self.problem, self.agent = problem, agent
        stakes = STAKES[certificate.level]
        self.priced = stakes.priced
        self.overflow_price = certificate.overflow_price + stakes.overflow_price
        self.steep, self.cell = certificate.steep[agent], certificate.cell
        self.heavy_from = certificate.heavy_from[agent]
        self.slots, self.tough_slots = int(problem.slots[agent]), int(problem.tough_slots[agent])
        self.load, self.lead = int(problem.load[agent]), int(problem.lead[agent])
        self.load_curve, self.lead_curve = problem.load_curve[agent], problem.lead_curve[agent]
        self.above = self.lead - int(problem.lead_cap[agent])

    def least(self, takes: list[Item]) -> int:
        """What the best set of tickets costs; 0 at most, as nobody has to take any."""
        light = [each for each in takes if each.points < self.heavy_from]
        heavy = [each for each in takes if each.points >= self.heavy_from]
        self.spread = sum(each.points for each in light)
        self.cells = self.costs_of_cells(self.most_minutes(takes) // self.cell + 1)
        fitting = [
            msgspec.structs.replace(each, cost=each.cost + self.steep * each.points // UNIT)
            for each in light
        ]
        self.binds = self.slots < len(takes)
        self.by_number = self.light_ones([each for each in fitting if self.could_pay(each, 0, 0)])
        self.heavy = heavy
        return min(self.best_from(0, 0, 0, 0, 0, 0), 0) if takes and self.slots else 0

    def most_minutes(self, takes: list[Item]) -> int:
        """Milli-minutes that can come to the agent at most."""
        longest = sorted((each.minutes for each in takes), reverse=True)[: self.slots]
        free = int(self.problem.minutes_free[self.agent])
        return min(free, self.load_curve.room(self.load), sum(longest))

    def costs_of_cells(self, count: int) -> Cells:
        """By cell: no more than what a load from there on costs."""
        if not self.priced:
            return np.zeros(count, dtype=np.int64)
        falling = [
            k
            for s, k in zip(self.load_curve.slopes, self.ends(self.load_curve), strict=True)
            if s < 0
        ]
        lowest = max(falling, default=None)
        before = self.load_curve.cost(self.load)
        return np.array(
            [self.from_on(self.load + i * self.cell, lowest) - before for i in range(count)]
        )

    def from_on(self, x: int, lowest: int | None) -> int:
        """The least of the load curve from x on, a milli-minute less where it still falls."""
        if lowest is None or x >= lowest:
            return self.load_curve.cost(x)
        return self.load_curve.cost(lowest) - 1

    def ends(self, curve: Curve) -> tuple[int, ...]:
        """Where each line of a curve ends."""
        return (*curve.knots, curve.end)

    def light_ones(self, light: list[Item]) -> Cells:
        """By number of tickets at most, and cell: the least cost of light tickets that fill so many cells.

        Where everything fits into the slots, one row stands for any number.
        """
        most = min(self.slots, len(light)) if self.binds else 0
        least = np.full((most + 1, len(self.cells)), TOO_MUCH, dtype=np.int64)
        least[:, 0] = 0
        for item in light:
            weight = item.minutes // self.cell
            one_less, here = (least[:-1], least[1:]) if self.binds else (least, least)
            with_it = one_less[:, : len(self.cells) - weight] + item.cost
            here[:, weight:] = np.minimum(here[:, weight:], with_it)
        return least

    def best_from(
        self, first: int, taken: int, cells: int, points: int, tough: int, cost: int
    ) -> int:
        """The best of all sets that extend this one of heavy tickets by later ones."""
        number = min(self.slots - taken, len(self.by_number) - 1)
        room = len(self.cells) - cells
        filled = self.by_number[number, :room] + self.cells[cells:]
        best = int(filled.min()) + cost + self.points_cost(points)
        for index in range(first, len(self.heavy) if taken < self.slots else 0):
            item = self.heavy[index]
            here, more = tough + item.tough, points + item.points
            if here > self.tough_slots or more > self.lead_curve.room(self.lead):
                continue
            if self.could_pay(item, cells, self.points_cost(more) - self.points_cost(points)):
                weight = item.minutes // self.cell
                further = (index + 1, taken + 1, cells + weight, more, here, cost + item.cost)
                best = min(best, self.best_from(*further))
        return best

    def could_pay(self, item: Item, cells: int, bent: int) -> bool:
        """Whether it fits, and pays for itself beside these.

        Where it does not, it pays beside no larger set either, by convexity.
        """
        ends = cells + item.minutes // self.cell
        if ends >= len(self.cells):
            return False
        added = int(self.cells[ends] - self.cells[cells])
        return item.cost + added + bent < ROUNDED

    def points_cost(self, points: int) -> int:
        """No more than what so many points of heavy tickets cost, with any light ones beside them."""
        if self.spread == 0:
            return self.lead_cost(points)
        bends = {0, self.spread, -self.above - points}
        for knot in self.ends(self.lead_curve):
            bends |= {knot - self.lead - points, knot - self.lead - points - 1}
        inside = (bend for bend in bends if 0 <= bend <= self.spread)
        return (
            min(self.lead_cost(points + bend) + -self.steep * bend // UNIT for bend in inside) - 2
        )

    def lead_cost(self, points: int) -> int:
        """What so many points cost by the lead curve and as overflow."""
        bent = self.lead_curve.marginal(self.lead, points) if self.priced else 0
        over = max(0, self.above + points) - max(0, self.above)
        return bent + self.overflow_price * over // UNIT
