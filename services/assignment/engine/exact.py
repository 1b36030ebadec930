"""The exact model of the same problem in OR-Tools CP-SAT: the only file that knows OR-Tools.

One worker, a fixed seed and a deterministic limit, so that a proof is the same everywhere. Curves are
stated by their own lines, so that the model prices a plan to the same integer as the referee.
OR-Tools is loaded when a desk begins to decide, and not by commands that only read.
"""

from typing import Any

import msgspec

from services.assignment.engine.columns import refuse_unless
from services.assignment.engine.curve import UNIT, Curve
from services.assignment.engine.plan import WAITING, Cost, Owners
from services.assignment.engine.problem import Problem


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
    refuse_unless(not problem.sides, "it has side rules, which this model does not know")
    if not problem.tickets:
        return Proof(owners=(), bound=Cost(0, 0, 0), proven=True)
    model = Model(problem, hint)
    risk = model.least_risk(hint, limit=limit, seed=seed)
    model.hold(model.risk(), risk)
    overflow = model.least_overflow(limit=limit, seed=seed)
    model.hold(model.overflow(), overflow)
    model.minimise(model.minutes(), limit=limit, seed=seed)
    bound = Cost(risk, overflow, model.bound - model.standing())
    return Proof(owners=model.owners(), bound=bound, proven=model.proven)


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
        self._agent_of: list[int] = problem.arc_agent.tolist()
        self._ticket_of = {a: t for t in range(len(problem.tickets)) for a in problem.arcs(t)}
        self._arcs_of: dict[int, list[int]] = {}
        for arc, agent in enumerate(self._agent_of):
            self._arcs_of.setdefault(agent, []).append(arc)
        self.taken = [self.model.new_bool_var("") for _ in self._agent_of]
        self.waits = [self.model.new_bool_var("") for _ in problem.tickets]
        self._place(hint)
        self.above_cap: list[Any] = []
        self.curves = [cost for agent in self._arcs_of for cost in self._of(agent)]

    def _place(self, hint: Owners) -> None:
        p = self.problem
        for ticket, waits in enumerate(self.waits):
            self.model.add_exactly_one([*(self.taken[arc] for arc in p.arcs(ticket)), waits])
            self.model.add_hint(waits, hint[ticket] == WAITING)
            for arc in p.arcs(ticket):
                self.model.add_hint(self.taken[arc], self._agent_of[arc] == hint[ticket])

    def _of(self, agent: int) -> list[Any]:
        """Keep the agent's limits; what their two curves cost."""
        p, arcs = self.problem, self._arcs_of[agent]
        load, lead = int(p.load[agent]), int(p.lead[agent])
        minutes = [int(p.arc_minutes[arc]) for arc in arcs]
        points = [int(p.toughness[self._ticket_of[arc]]) for arc in arcs]
        tough = [int(each >= p.tough_from) for each in points]
        self._at_most(int(p.slots[agent]), arcs, [1] * len(arcs))
        self._at_most(int(p.tough_slots[agent]), arcs, tough)
        fits = min(int(p.minutes_free[agent]), p.load_curve[agent].room(load))
        self._at_most(fits, arcs, minutes)
        self._at_most(p.lead_curve[agent].room(lead), arcs, points)
        self._cap(lead - int(p.lead_cap[agent]), arcs, points)
        return [
            self._above(p.load_curve[agent], load, arcs, minutes),
            self._above(p.lead_curve[agent], lead, arcs, points),
        ]

    def _at_most(self, limit: int, arcs: list[int], adds: list[int]) -> None:
        if sum(adds) > limit:
            self.model.add(self._sum(arcs, adds) <= limit)

    def _cap(self, above: int, arcs: list[int], points: list[int]) -> None:
        """Count what the plan adds above the cap, from so many points above it."""
        farthest = max(0, above + sum(points)) - max(0, above)
        if farthest:
            added = self.model.new_int_var(0, farthest, "")
            self.model.add(added >= above + self._sum(arcs, points) - max(0, above))
            self.above_cap.append(added)

    def _sum(self, arcs: list[int], adds: list[int]) -> Any:
        return sum(add * self.taken[arc] for arc, add in zip(arcs, adds, strict=True))

    def _above(self, curve: Curve, start: int, arcs: list[int], adds: list[int]) -> Any:
        """A number that is at least the curve where the plan ends; minimising makes it equal.

        Only the lines between the start and the farthest the arcs can lead are stated.
        """
        x = start + self._sum(arcs, adds)
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
        return sum(r * w for r, w in zip(self.problem.risk.tolist(), self.waits, strict=True))

    def overflow(self) -> Any:
        """Milli-points that the plan adds above the caps."""
        return sum(self.above_cap)

    def minutes(self) -> Any:
        """Milli-minutes of the plan, with what the curves stand at already."""
        p = self.problem
        prices = (
            price * taken for price, taken in zip(p.prices().tolist(), self.taken, strict=True)
        )
        waiting = (
            price * waits for price, waits in zip(p.waiting.tolist(), self.waits, strict=True)
        )
        return sum(prices) + sum(waiting) + sum(self.curves)

    def standing(self) -> int:
        """Milli-minutes of the curves before anything is given."""
        p = self.problem
        return sum(
            p.load_curve[a].cost(int(p.load[a])) + p.lead_curve[a].cost(int(p.lead[a]))
            for a in self._arcs_of
        )

    def least_risk(self, hint: Owners, *, limit: float, seed: int) -> int:
        """The least risk; nothing has to be solved where the hint leaves nothing waiting that could go."""
        p = self.problem
        left = [ticket for ticket, agent in enumerate(hint) if agent == WAITING and p.risk[ticket]]
        if not any(p.arcs(ticket) for ticket in left):
            return sum(int(p.risk[ticket]) for ticket in left)
        return self.minimise(self.risk(), limit=limit, seed=seed)

    def least_overflow(self, *, limit: float, seed: int) -> int:
        """The least overflow at that risk; nothing has to be solved where no cap can be reached."""
        return self.minimise(self.overflow(), limit=limit, seed=seed) if self.above_cap else 0

    def hold(self, level: Any, value: int) -> None:
        """From now on no plan counts that is worse on this level."""
        if not isinstance(level, int):
            self.model.add(level <= value)

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
            next(
                (self._agent_of[a] for a in p.arcs(t) if self.solver.value(self.taken[a])), WAITING
            )
            for t in range(len(p.tickets))
        )
