"""One round: from a frozen situation to a plan with its reasons; pure, so that it can be repeated."""

import msgspec
import structlog

from services.assignment import exact, kernel, rulebook
from services.assignment.compile import Compiled, compiled
from services.assignment.problem import WAITING, Cost, Owners, Problem, digest
from services.assignment.referee import judge
from services.assignment.search import Search
from services.assignment.standing import Frozen
from shared.events.assignment import Candidate, Judged, RuledOut
from shared.vocabulary.identity import PersonId, Plain, StreamId, TicketId
from shared.vocabulary.policy import Policy
from shared.vocabulary.words import RoundStatus

BEST = 5
PROVABLE_ARCS = 28
"""Up to so many pairs the exact model was measured to answer within 10 ms of CPU (bench `rounds`)."""
PROOF_LIMIT = 0.01
"""Deterministic time of OR-Tools for a proof that a commit may wait for."""
trail = structlog.get_logger(__name__)
STALE = Plain("the ticket changed while the round was decided")


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What a round came to."""

    digest: str
    owners: Owners
    cost: Cost
    bound: int
    gap: int | None
    status: RoundStatus
    units: int
    tickets: tuple[Judged, ...]

    @property
    def dealt(self) -> tuple[Judged, ...]:
        """The tickets that found an agent."""
        return tuple(each for each in self.tickets if each.agent)


class Best(msgspec.Struct, frozen=True, kw_only=True):
    """The best plan that was found for a problem, and how good it is known to be."""

    owners: Owners
    cost: Cost
    bound: int
    """Milli-minutes that no plan of the least risk stays below."""
    status: RoundStatus
    units: int


class PlanIsUnlawful(AssertionError):
    """The referee found a ban broken or a cost miscounted; nothing of it is recorded."""


def decide(desk: Frozen, *, seed: int | None = None) -> Decision:
    """Solve the round; the same input and seed give the same decision."""
    stated = compiled(desk)
    fingerprint = digest(stated.problem)
    found = best(
        stated.problem, desk.policy, seed=int(fingerprint[:15], 16) if seed is None else seed
    )
    return Decision(
        digest=fingerprint,
        owners=found.owners,
        cost=found.cost,
        bound=found.bound,
        gap=gap_of(found.cost.minutes, found.bound),
        status=found.status,
        units=found.units,
        tickets=judged(desk, stated, found.owners),
    )


def best(problem: Problem, policy: Policy, *, seed: int) -> Best:
    """The kernel's plan, proven or improved where that is quick, and passed by the referee."""
    rates = policy.assignment
    found = kernel.solve(problem, seed=seed, budget=rates.kernel_steps)
    owners, bound, status = proven(problem, found, seed=seed, up_to=rates.exact_up_to)
    verdict = judge(problem, owners)
    if verdict.breaches or verdict.cost > found.cost:
        raise PlanIsUnlawful(f"the plan is unlawful: {verdict.breaches or verdict.cost}")
    return Best(owners=owners, cost=verdict.cost, bound=bound, status=status, units=found.units)


def proven(
    problem: Problem, found: kernel.Found, *, seed: int, up_to: int
) -> tuple[Owners, int, RoundStatus]:
    """The plan with its bound: the kernel's where its own bound meets it, else the exact model's."""
    least = kernel.bound(problem)
    if least == found.cost:
        return found.owners, least.minutes, RoundStatus.PROVEN
    if len(problem.tickets) > up_to or len(problem.arc_agent) > PROVABLE_ARCS:
        return found.owners, least.minutes, RoundStatus.BOUNDED
    try:
        proof = exact.prove(problem, found.owners, limit=PROOF_LIMIT, seed=seed)
        verdict = judge(problem, proof.owners)
    except Exception:
        trail.exception("the exact model failed; the kernel's plan stands")
        return found.owners, least.minutes, RoundStatus.UNPROVEN
    cost = min(verdict.cost, found.cost)
    bound = max(proof.bound.minutes, least.minutes)
    if verdict.breaches or (bound > cost.minutes and proof.bound.risk == cost.risk):
        trail.error("the referee refused the exact model's answer", breaches=verdict.breaches)
        return found.owners, least.minutes, RoundStatus.UNPROVEN
    owners = proof.owners if verdict.cost < found.cost else found.owners
    met = proof.proven and (proof.bound.risk, bound) == (cost.risk, cost.minutes)
    return owners, bound, RoundStatus.PROVEN if met else RoundStatus.BOUNDED


def gap_of(minutes: int, bound: int) -> int | None:
    """(minutes − bound) / bound in millionths; 0 where they meet, none where the bound is not positive."""
    if minutes <= bound:
        return 0
    return 1_000_000 * (minutes - bound) // bound if bound > 0 else None


def judged(desk: Frozen, stated: Compiled, owners: Owners) -> tuple[Judged, ...]:
    """Every ticket of the round with who got it, how the best others stood, and who was ruled out."""
    search = Search(stated.problem)
    search.restore(owners)
    result = []
    for index, ticket in enumerate(desk.tickets):
        agent = owners[index]
        out = stated.ruled_out[ticket.id]
        result.append(
            Judged(
                ticket=ticket.id,
                version=ticket.version,
                agent=desk.agents[agent].id if agent != WAITING else None,
                waits_because=waits_because(out) if agent == WAITING else None,
                candidates=candidates(search, index),
                ruled_out=grouped(out),
            )
        )
    return tuple(result)


def candidates(search: Search, ticket: int) -> tuple[Candidate, ...]:
    """The five agents the ticket would cost least, everything else as planned."""
    problem, before = search.problem, search.take_off(ticket)
    told = [candidate(search, ticket, arc) for arc in problem.arcs(ticket)]
    if before >= 0:
        search.place(ticket, before)
    return tuple(sorted(told, key=lambda each: (each.cost, each.agent))[:BEST])


def candidate(search: Search, ticket: int, arc: int) -> Candidate:
    """What the ticket adds with one agent, by rule."""
    problem = search.problem
    agent = problem.arc_agent[arc]
    terms = {Plain(name): column[arc] for name, column in problem.terms.items()}
    terms[Plain(rulebook.LOAD.NAME)] = problem.load_curve[agent].marginal(
        search.load[agent], problem.arc_minutes[arc]
    )
    terms[Plain(rulebook.LEAD.NAME)] = problem.lead_curve[agent].marginal(
        search.lead[agent], problem.toughness[ticket]
    )
    person = PersonId(StreamId(problem.agents[agent]))
    return Candidate(agent=person, cost=sum(terms.values()), terms=terms)


def waits_because(out: dict[PersonId, tuple[str, str]]) -> Plain:
    """The rule that left nobody: the last one that kept the agents who came nearest."""
    order = [rule.NAME for rule in rulebook.BANS]
    kept = {name for name, _ in out.values()}
    return Plain(max(kept, key=order.index)) if kept else Plain(order[-1])


def grouped(out: dict[PersonId, tuple[str, str]]) -> tuple[RuledOut, ...]:
    """Who was ruled out, by the first rule that did, in the rulebook's order."""
    return tuple(
        RuledOut(rule=Plain(rule.NAME), agents=agents)
        for rule in rulebook.BANS
        if (agents := tuple(sorted(a for a, (name, _) in out.items() if name == rule.NAME)))
    )


def changed(decision: Decision, reasons: dict[TicketId, str]) -> bool:
    """Whether the round says anything new: a deal, or another reason why a ticket waits."""
    return any(
        each.agent or reasons.get(each.ticket) != each.waits_because for each in decision.tickets
    )
