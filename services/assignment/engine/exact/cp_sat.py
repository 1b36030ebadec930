"""The exact model of the same problem in OR-Tools CP-SAT: the only file that knows OR-Tools.

One worker, a fixed seed and a deterministic limit: a proof is the same everywhere. Who decides loads it.
"""

from typing import Any

import msgspec
import structlog

from services.assignment.engine.exact.model import Level, Model
from services.assignment.engine.exact.sheet import Sheet
from services.assignment.engine.form.plan import Bound, BoundKind, Bounds, Cost, Owners
from services.assignment.engine.form.problem import Problem
from shared.garbage_pauses import paused_while_loading

WORTH_PRESOLVING = 150
"""Numbers of a model from which simplifying it first pays; below, it took half of the time."""
trail = structlog.get_logger(__name__)


class SolverFailed(Exception):
    """The exact model gave no usable answer; the kernel's plan stands."""


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """A plan, and bounds that no plan with its cost on the levels above is below."""

    owners: Owners
    cost: Cost
    bounds: Bounds

    @property
    def proven(self) -> bool:
        """Whether no plan is better."""
        return self.bounds.meet(self.cost)


class Least(msgspec.Struct, frozen=True):
    """The least value found on a level, and what no plan is below."""

    found: int
    bound: int


def prove(problem: Problem, hint: Owners, *, limit: float, seed: int) -> Proof:
    """The best plan and bounds within the deterministic limit, which each level has for itself.

    `hint`: a lawful plan; all tickets waiting is one.
    Raises `SolverFailed`, and whatever OR-Tools raises: whoever asks has a plan already.
    """
    from ortools.sat.python import cp_model

    stated = cp_model.CpModel()
    model = Model(problem, hint, Sheet(stated.proto))
    solver = Solver(stated, model.sheet, limit=limit, seed=seed)
    levels = (model.risk(), model.overflow(), model.minutes())
    least = [solver.least(level) for level in levels]
    standing = model.standing()
    least[2] = Least(least[2].found - standing, least[2].bound - standing)
    return Proof(
        owners=model.owners(),
        cost=Cost(*(each.found for each in least)),
        bounds=Bounds(*(Bound(each.bound, BoundKind.EXACT) for each in least)),
    )


def load() -> None:
    """Load OR-Tools now, so that no round has to wait for it (0.8 s of CPU where measured)."""
    import ortools.sat.python.cp_model  # noqa: F401


def load_ahead() -> None:
    """The same of a desk that has begun to decide; where it fails, rounds go on without proof."""
    try:
        with paused_while_loading():
            load()
    except Exception:
        trail.exception("the exact model cannot be loaded; rounds go on without proof")


class Solver:
    """CP-SAT, asked for one level after the other."""

    def __init__(self, model: Any, sheet: Sheet, *, limit: float, seed: int) -> None:
        from ortools.sat.python import cp_model

        self._cp, self._model, self.sheet = cp_model, model, sheet
        self._solver = cp_model.CpSolver()
        self._solver.parameters.num_workers = 1
        self._solver.parameters.random_seed = seed % (2**31)
        self._solver.parameters.max_deterministic_time = limit
        self._solver.parameters.catch_sigint_signal = False  # Ctrl-C closes the desk, not a proof
        self._solver.parameters.cp_model_presolve = len(sheet.hint) >= WORTH_PRESOLVING

    def least(self, level: Level) -> Least:
        """The least value found within the limit; from now on no plan counts that is worse.

        Nothing has to be solved where the plan known already is at what the numbers alone allow.
        """
        known = level.of(self.sheet.hint)
        bound = self._floor(level)
        if known > bound:
            bound = self._solved(level)
            known = level.of(self.sheet.hint)
        if level.numbers:
            self.sheet.keep(level.numbers, level.times, most=known)
        return Least(known, bound)

    def _floor(self, level: Level) -> int:
        """What the level comes to with each of its numbers at its own best."""
        ends = (self.sheet.ends[number] for number in level.numbers)
        return sum(
            times * (low if times > 0 else high)
            for times, (low, high) in zip(level.times, ends, strict=True)
        )

    def _solved(self, level: Level) -> int:
        self.sheet.look_for_least(level.numbers, level.times)
        status = self._solver.solve(self._model)
        if status not in (self._cp.OPTIMAL, self._cp.FEASIBLE):
            raise SolverFailed(f"the exact model ended {self._solver.status_name(status)}")
        response = self._solver.response_proto
        self.sheet.hint = list(response.solution)
        return int(response.inner_objective_lower_bound)
