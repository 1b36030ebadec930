"""The best plan that a commit may wait for: the search's, proven or improved where that is quick."""

import msgspec
import structlog

from services.assignment.engine.exact import cp_sat
from services.assignment.engine.form.plan import Bounds, Cost, Found, Owners, Stopped, strongest
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.search import pipeline
from services.assignment.engine.ties import tied
from shared.vocabulary.words import RoundStatus

PROVABLE_ARCS = 40
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
    stopped: Stopped


class PlanIsUnlawful(AssertionError):
    """The referee found a ban broken or a cost miscounted; nothing of it is recorded."""


def best(problem: Problem, *, seed: int, units: int, exact_up_to: int) -> Best:
    """The search's plan, proven or improved where that is quick, and passed by the referee.

    `exact_up_to`: how many tickets a problem may have for the exact model to be asked.
    """
    solve = tied.solve if problem.sides else pipeline.solve
    found = solve(problem, seed=seed, units=units)
    known, status = proven(problem, found, seed=seed, up_to=exact_up_to)
    verdict = judge(problem, known.owners)
    if verdict.breaches or verdict.cost != known.cost:
        raise PlanIsUnlawful(f"the plan is unlawful: {verdict.breaches or verdict.cost}")
    return Best(owners=known.owners, cost=known.cost, bounds=known.bounds, status=status,
                units=known.units, stopped=known.stopped)  # fmt: skip


def proven(problem: Problem, found: Found, *, seed: int, up_to: int) -> tuple[Found, RoundStatus]:
    """The plan with its bounds: the search's where its own meet it, else the exact model's."""
    if found.bounds.meet(found.cost):
        return found, RoundStatus.PROVEN
    if len(problem.tickets) > up_to or len(problem.arc_agent) > PROVABLE_ARCS:
        return found, RoundStatus.BOUNDED
    try:
        proof = cp_sat.prove(problem, found.owners, limit=PROOF_LIMIT, seed=seed)
        known = better_of(problem, found, proof)
    except Exception:
        trail.exception("the exact model failed; the search's plan stands")
        return found, RoundStatus.UNPROVEN
    return known, RoundStatus.PROVEN if known.stopped == Stopped.PROVEN else RoundStatus.BOUNDED


class AnswerIsRefused(Exception):
    """The referee refused what the exact model answered."""


def better_of(problem: Problem, found: Found, proof: cp_sat.Proof) -> Found:
    """The better of the two plans, with all that is known of it."""
    verdict = judge(problem, proof.owners)
    honest = verdict.cost == proof.cost <= found.cost and proof.bounds.allow(proof.cost)
    if verdict.breaches or not honest:
        raise AnswerIsRefused(f"{proof.cost} is told, {verdict.cost} counted: {verdict.breaches}")
    plan = found.owners if found.cost == proof.cost else proof.owners
    bounds = strongest(proof.cost, [(found.cost, found.bounds), (proof.cost, proof.bounds)])
    stopped = Stopped.PROVEN if bounds.meet(proof.cost) else found.stopped
    return Found(owners=plan, cost=proof.cost, bounds=bounds, units=found.units, stopped=stopped)
