"""The best plan that a commit may wait for: the search's, proven or improved where that is quick."""

import msgspec
import structlog

from services.assignment.engine import exact, pipeline
from services.assignment.engine.plan import Bound, BoundKind, Bounds, Cost, Found, Owners
from services.assignment.engine.problem import Problem
from services.assignment.engine.referee import judge
from shared.vocabulary.words import RoundStatus

PROVABLE_ARCS = 28
"""Up to so many pairs the exact model was measured to answer within 10 ms of CPU (bench `rounds`)."""
PROOF_LIMIT = 0.01
"""Deterministic time of OR-Tools for a proof that a commit may wait for."""
trail = structlog.get_logger(__name__)


class Best(msgspec.Struct, frozen=True, kw_only=True):
    """The best plan that was found for a problem, and how good it is known to be."""

    owners: Owners
    cost: Cost
    bounds: Bounds
    status: RoundStatus
    units: int


class PlanIsUnlawful(AssertionError):
    """The referee found a ban broken or a cost miscounted; nothing of it is recorded."""


def best(problem: Problem, *, seed: int, units: int, exact_up_to: int) -> Best:
    """The search's plan, proven or improved where that is quick, and passed by the referee.

    `exact_up_to`: how many tickets a problem may have for the exact model to be asked.
    """
    found = pipeline.solve(problem, seed=seed, units=units)
    owners, bounds, status = proven(problem, found, seed=seed, up_to=exact_up_to)
    verdict = judge(problem, owners)
    if verdict.breaches or verdict.cost > found.cost:
        raise PlanIsUnlawful(f"the plan is unlawful: {verdict.breaches or verdict.cost}")
    return Best(owners=owners, cost=verdict.cost, bounds=bounds, status=status, units=found.units)


def proven(
    problem: Problem, found: Found, *, seed: int, up_to: int
) -> tuple[Owners, Bounds, RoundStatus]:
    """The plan with its bounds: the search's where its own meet it, else the exact model's."""
    if found.bounds.meet(found.cost):
        return found.owners, found.bounds, RoundStatus.PROVEN
    if len(problem.tickets) > up_to or len(problem.arc_agent) > PROVABLE_ARCS:
        return found.owners, found.bounds, RoundStatus.BOUNDED
    try:
        proof = exact.prove(problem, found.owners, limit=PROOF_LIMIT, seed=seed)
        verdict = judge(problem, proof.owners)
    except Exception:
        trail.exception("the exact model failed; the search's plan stands")
        return found.owners, found.bounds, RoundStatus.UNPROVEN
    cost = min(verdict.cost, found.cost)
    if verdict.breaches or proof.bound > cost:
        trail.error("the referee refused the exact model's answer", breaches=verdict.breaches)
        return found.owners, found.bounds, RoundStatus.UNPROVEN
    owners = proof.owners if verdict.cost < found.cost else found.owners
    bounds = tightened(found, proof.bound)
    met = proof.proven and bounds.meet(cost)
    return owners, bounds, RoundStatus.PROVEN if met else RoundStatus.BOUNDED


def tightened(found: Found, proof: Cost) -> Bounds:
    """The exact model's bounds, or the search's minutes where the levels above agree and it is higher."""
    risk, overflow, minutes = (
        Bound(value, BoundKind.EXACT) for value in (proof.risk, proof.overflow, proof.minutes)
    )
    alike = (proof.risk, proof.overflow) == (found.cost.risk, found.cost.overflow)
    if alike and found.bounds.minutes.value >= proof.minutes:
        minutes = found.bounds.minutes
    return Bounds(risk, overflow, minutes)
