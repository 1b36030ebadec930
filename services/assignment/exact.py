"""The exact model of the same problem in OR-Tools CP-SAT: the only file that knows OR-Tools.

One worker, a fixed seed and a deterministic limit, so that a proof is the same everywhere. Curves are
stated by their own lines, so that the model prices a plan to the same integer as the referee.
OR-Tools is loaded when a desk begins to decide, and not by commands that only read.
"""

from typing import Any

import msgspec

from services.assignment.curve import UNIT, Curve
from services.assignment.problem import WAITING, Cost, Owners, Problem


class SolverFailed(Exception):
    """The exact model gave no usable answer; the kernel's plan stands."""


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """A plan, a bound no plan is below, and whether the two meet."""

    owners: Owners
    bound: Cost
    proven: bool


def prove(problem: Problem, hint: Owners, *, limit: float, seed: int) -> Proof:
    """The best plan and bound within the deterministic limit.

    Raises `SolverFailed`, and whatever OR-Tools raises: whoever asks has a plan already.
    """
    if not problem.tickets:
        return Proof(owners=(), bound=Cost(0, 0, 0), proven=True)
    model = Model(problem, hint)
    risk = model.least_risk(hint, limit=limit, seed=seed)
    model.fix_risk(risk)
    minutes = model.minimise(model.minutes(), limit=limit, seed=seed)
    proven = model.proven
    least = model.bound - model.standing()
    return Proof(owners=model.owners(), bound=Cost(risk, 0, min(least, minutes)), proven=proven)


def load() -> None:
    """Load OR-Tools now, so that no round has to wait for it (0.8 s of CPU where measured)."""
    import ortools.sat.python.cp_model  # noqa: F401


class Model:
    """The problem as CP-SAT states it."""

    def __init__(self, problem: Problem, hint: Owners) -> None:
        from ortools.sat.python import cp_model

        self._cp, self.problem = cp_model, problem
        self.model = cp_model.CpModel()
        self.solver = cp_model.CpSolver()
        self.proven, self.bound = True, 0
        self._ticket_of = {a: t for t in range(len(problem.tickets)) for a in problem.arcs(t)}
        self._arcs_of: dict[int, list[int]] = {}
        for arc, agent in enumerate(problem.arc_agent):
            self._arcs_of.setdefault(agent, []).append(arc)
        self.taken = [self.model.new_bool_var("") for _ in problem.arc_agent]
        self.waits = [self.model.new_bool_var("") for _ in problem.tickets]
        self._place(hint)
        self.curves = [self._curves_of(agent) for agent in self._arcs_of]

    def _place(self, hint: Owners) -> None:
        p = self.problem
        for ticket, waits in enumerate(self.waits):
            self.model.add_exactly_one([*(self.taken[arc] for arc in p.arcs(ticket)), waits])
            self.model.add_hint(waits, hint[ticket] == WAITING)
            for arc in p.arcs(ticket):
                self.model.add_hint(self.taken[arc], p.arc_agent[arc] == hint[ticket])

    def _curves_of(self, agent: int) -> list[Any]:
        p = self.problem
        arcs = self._arcs_of[agent]
        self.model.add(sum(self.taken[arc] for arc in arcs) <= p.slots[agent])
        minutes = [p.arc_minutes[arc] for arc in arcs]
        points = [p.toughness[self._ticket_of[arc]] for arc in arcs]
        return [
            self._above(p.load_curve[agent], p.load[agent], arcs, minutes),
            self._above(p.lead_curve[agent], p.lead[agent], arcs, points),
        ]

    def _above(self, curve: Curve, start: int, arcs: list[int], adds: list[int]) -> Any:
        """A number that is at least the curve where the plan ends; minimising makes it equal.

        Only the lines between the start and the farthest the arcs can lead are stated.
        """
        x = start + sum(add * self.taken[arc] for arc, add in zip(arcs, adds, strict=True))
        farthest = start + sum(adds)
        bends = [curve.cost(knot) for knot in curve.knots if start < knot < farthest]
        ends = (curve.cost(start), curve.cost(farthest))
        cost = self.model.new_int_var(min(*ends, *bends), max(ends), "")
        for line in curve.lines(start, farthest):
            slope, base = curve.slopes[line], curve.bases[line]
            self.model.add(UNIT * cost >= slope * x + base - (UNIT - 1))
        return cost

    def risk(self) -> Any:
        """What leaving tickets waiting costs, on the first level."""
        return sum(r * waits for r, waits in zip(self.problem.risk, self.waits, strict=True))

    def minutes(self) -> Any:
        """Milli-minutes of the plan, with what stands already."""
        prices = (self.problem.price(arc) * taken for arc, taken in enumerate(self.taken))
        return sum(prices) + sum(cost for pair in self.curves for cost in pair)

    def standing(self) -> int:
        """Milli-minutes of the curves before anything is given."""
        p = self.problem
        return sum(
            p.load_curve[a].cost(p.load[a]) + p.lead_curve[a].cost(p.lead[a]) for a in self._arcs_of
        )

    def least_risk(self, hint: Owners, *, limit: float, seed: int) -> int:
        """The least risk; nothing has to be solved where the hint leaves nothing waiting that could go."""
        p = self.problem
        left = [t for t, agent in enumerate(hint) if agent == WAITING]
        if not any(p.arcs(ticket) for ticket in left):
            return sum(p.risk[ticket] for ticket in left)
        return self.minimise(self.risk(), limit=limit, seed=seed)

    def fix_risk(self, risk: int) -> None:
        """From now on no plan with more risk counts."""
        self.model.add(self.risk() <= risk)

    def minimise(self, objective: Any, *, limit: float, seed: int) -> int:
        """The least value found; keeps whether it is proven and the bound below it."""
        self.model.minimize(objective)
        self.solver.parameters.num_workers = 1
        self.solver.parameters.random_seed = seed % (2**31)
        self.solver.parameters.max_deterministic_time = limit
        status = self.solver.solve(self.model)
        if status not in (self._cp.OPTIMAL, self._cp.FEASIBLE):
            raise SolverFailed(f"the exact model ended {self.solver.status_name(status)}")
        self.proven = self.proven and status == self._cp.OPTIMAL
        self.bound = round(self.solver.best_objective_bound)
        return round(self.solver.objective_value)

    def owners(self) -> Owners:
        """The plan of the last solve."""
        p = self.problem
        return tuple(
            next((p.arc_agent[a] for a in p.arcs(t) if self.solver.value(self.taken[a])), WAITING)
            for t in range(len(p.tickets))
        )
