"""One round: from a frozen situation to a plan with its reasons; pure, so that it can be repeated."""

import msgspec

from services.assignment.engine.form.checking import check
from services.assignment.engine.form.plan import WAITING, Bounds, Cost, Found, Owners, gap_of
from services.assignment.engine.form.problem import Problem, digest
from services.assignment.engine.proving import Best, best
from services.assignment.engine.search import pipeline
from services.assignment.engine.search.weighing import Weighing
from services.assignment.engine.ties import tied
from services.assignment.problem.compile import Compiled, compiled
from services.assignment.round.candidate import candidate
from services.assignment.round.left_waiting import why_left
from services.assignment.situation.standing import Frozen, WaitingTicket
from shared.events.assignment import CANDIDATES, Judged, RuledOut, Seated
from shared.vocabulary.identity import PersonId, Plain, TicketId
from shared.vocabulary.policy import Policy
from shared.vocabulary.words import RoundStatus, Way

STALE = Plain("the ticket changed while the round was decided")


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What a round came to."""

    problem: Problem
    digest: str
    seed: int
    """Of the search that found the plan."""
    owners: Owners
    cost: Cost
    bounds: Bounds
    bound: int
    gap: int | None
    status: RoundStatus
    units: int
    tickets: tuple[Judged, ...]

    @property
    def dealt(self) -> tuple[Judged, ...]:
        """The tickets that found an agent."""
        return tuple(each for each in self.tickets if each.agent)


def decide(desk: Frozen, *, seed: int | None = None) -> Decision:
    """Solve the round; the same input and seed give the same decision."""
    stated = compiled(desk)
    check(stated.problem)
    fingerprint = digest(stated.problem)
    seed = seed_of(fingerprint) if seed is None else seed
    found = solved(stated.problem, desk.policy, seed=seed)
    bound = found.bounds.minutes.value
    return Decision(
        problem=stated.problem,
        digest=fingerprint,
        seed=seed,
        owners=found.owners,
        cost=found.cost,
        bounds=found.bounds,
        bound=bound,
        gap=gap_of(found.cost.minutes, bound),
        status=found.status,
        units=found.units,
        tickets=judged(stated, found.owners),
    )


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """Who gets what, without the reasons."""

    problem: Problem
    found: Found
    """The plan over the places of the numeric problem."""
    owners: dict[TicketId, PersonId]
    """By ticket that somebody gets."""


def plan(desk: Frozen, *, seed: int | None = None) -> Planned:
    """The search's answer to the round, without proof, referee and the record of why.

    What simulations, previews and the look ahead ask thousands of times; where the exact model would have
    improved on the search, `decide` comes to a better plan.
    """
    stated = compiled(desk)
    problem = stated.problem
    solve = tied.solve if problem.sides else pipeline.solve
    seed = seed_of(digest(problem)) if seed is None else seed
    found = solve(problem, seed=seed, units=desk.policy.assignment.kernel_steps)
    return Planned(problem=problem, found=found, owners=stated.named(found.owners))


def seed_of(fingerprint: str) -> int:
    """The dice of a problem, so that the same problem always gets the same plan."""
    return int(fingerprint[:15], 16)


def solved(problem: Problem, policy: Policy, *, seed: int) -> Best:
    """The best plan within what the policy lets a round spend."""
    rates = policy.assignment
    return best(problem, seed=seed, units=rates.kernel_steps, exact_up_to=rates.exact_up_to)


def judged(stated: Compiled, owners: Owners) -> tuple[Judged, ...]:
    """Every ticket of the round with who got it, how the best others stood, and who was ruled out."""
    weighing = Weighing(stated.problem, owners)
    agents = stated.desk.agents
    beside = seated(stated, owners)
    result = []
    for index, place in enumerate(stated.places):
        if place.seat is None:
            ticket, agent = place.ticket, owners[index]
            out = stated.ruled_out[ticket.id]
            result.append(
                Judged(
                    ticket=ticket.id,
                    version=ticket.version,
                    agent=agents[agent].id if agent != WAITING else None,
                    waits_because=why_left(stated, owners, index) if agent == WAITING else None,
                    candidates=tuple(
                        candidate(stated.desk, each) for each in weighing.best(index, CANDIDATES)
                    ),
                    ruled_out=tuple(RuledOut(rule=Plain(rule), agents=who) for rule, who in out),
                    beside=tuple(beside.get(ticket.id, ())),
                    offered=agent != WAITING and is_offered(ticket, stated.desk),
                    helps=ticket.helps,
                    forecast=stated.desk.expected.get(ticket.id),
                )
            )
    return tuple(result)


def is_offered(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether its team is asked before it is given it; who it is pinned to is not."""
    by_offer = desk.given_by(ticket.team).way is Way.OFFERED
    return by_offer and ticket.pinned_to is None and ticket.helps is None


def seated(stated: Compiled, owners: Owners) -> dict[TicketId, list[Seated]]:
    """Who sits beside which ticket's owner."""
    beside: dict[TicketId, list[Seated]] = {}
    for place, agent in zip(stated.places, owners, strict=True):
        if place.seat and agent != WAITING:
            seat = Seated(role=Plain(place.seat.role), agent=stated.desk.agents[agent].id)
            beside.setdefault(place.ticket.id, []).append(seat)
    return beside


def changed(decision: Decision, reasons: dict[TicketId, str]) -> bool:
    """Whether the round says anything new: a deal, or another reason why a ticket waits."""
    return any(
        each.agent or reasons.get(each.ticket) != each.waits_because for each in decision.tickets
    )
