"""One round of the desk beside what the candidate decides on the same frozen input; pure.

Both plans are measured alike: by the tickets they leave waiting, by the work that lies ahead of what they
give, and by their cost under each of the two policies. The candidate is asked as the desk itself is, proof
and referee included, so that the same policy comes to the same plan.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from services.assignment.engine.form.checking import check
from services.assignment.engine.form.plan import WAITING, Cost, Owners
from services.assignment.engine.form.problem import Problem, digest
from services.assignment.engine.judging.referee import judge
from services.assignment.problem.compile import Compiled, compiled
from services.assignment.round.dealing import booked_to
from services.assignment.round.deciding import STALE, is_offered, seed_of, solved
from services.assignment.round.kept_problems import recorded_in
from services.assignment.round.past_the_cap import past_the_cap
from services.assignment.situation.standing import Frozen
from shared.events.assignment import Judged, RoundDecided
from shared.events.shadow import Otherwise, PlanCost, PlanMeasured, RoundCompared
from shared.vocabulary.identity import PersonId, RoundId, TicketId

Given = Mapping[TicketId, PersonId]
MILLI = 1_000


class Beside(NamedTuple):
    """A round compared."""

    compared: RoundCompared
    exceptions: int
    """Deals of the candidate past its fairness cap."""


def decided_on(record: RoundDecided) -> list[Judged]:
    """The tickets of a round that were there to be decided on."""
    return [each for each in record.tickets if each.waits_because != STALE]


def compare(
    round_id: RoundId, record: RoundDecided, candidate: Frozen, kept: Problem | None, *, first: int
) -> Beside:
    """The recorded round beside the candidate's decision.

    `candidate`: its frozen input under the candidate's policy and leads; `kept`: its frozen numeric problem,
    None where it was not kept; `first`: how many of its tickets no round had decided on before.
    """
    stated = compiled(candidate)
    check(stated.problem)
    seed = seed_of(digest(stated.problem))
    owners = solved(stated.problem, candidate.policy, seed=seed).owners
    tried, tickets = stated.named(owners), decided_on(record)
    agreed = {each.ticket: each.agent for each in tickets if each.agent}
    otherwise = tuple(
        Otherwise(ticket=ticket, live=agreed.get(ticket), candidate=tried.get(ticket))
        for ticket in (each.ticket for each in tickets)
        if agreed.get(ticket) != tried.get(ticket)
    )
    plans = costs(record, kept, stated, owners)
    compared = RoundCompared(
        round=round_id, tickets=len(tickets), first=first, otherwise=otherwise,
        live=measured(stated, tickets, agreed, *plans.live),
        candidate=measured(stated, tickets, tried, *plans.candidate),
    )  # fmt: skip
    return Beside(compared, exceptions(candidate, tried, round_id))


class Costs(NamedTuple):
    """Both plans of a round, each under the policy in force and under the candidate."""

    live: tuple[PlanCost | None, PlanCost]
    candidate: tuple[PlanCost | None, PlanCost]


def costs(record: RoundDecided, kept: Problem | None, stated: Compiled, owners: Owners) -> Costs:
    """The recorded plan and the candidate's, judged by both problems."""
    tried = stated.problem
    live = told(tried, recorded_in(record, tried))
    candidate = told(tried, owners)
    if kept is None:
        return Costs((None, live), (None, candidate))
    return Costs(
        (told(kept, recorded_in(record, kept)), live),
        (told(kept, transposed(tried, owners, kept)), candidate),
    )


def told(problem: Problem, owners: Owners) -> PlanCost:
    """What a plan costs by the referee."""
    verdict = judge(problem, owners)
    cost: Cost = verdict.cost
    return PlanCost(
        risk=cost.risk, overflow=cost.overflow, minutes=cost.minutes, breaches=len(verdict.breaches)
    )  # fmt: skip


def transposed(of: Problem, owners: Owners, into: Problem) -> Owners:
    """The same plan by the places of another problem of the same round."""
    place = {agent: index for index, agent in enumerate(into.agents)}
    given = {
        ticket: place[of.agents[agent]]
        for ticket, agent in zip(of.tickets, owners, strict=True)
        if agent != WAITING
    }
    return tuple(given.get(ticket, WAITING) for ticket in into.tickets)


def measured(
    stated: Compiled,
    tickets: Iterable[Judged],
    given: Given,
    agreed: PlanCost | None,
    tried: PlanCost,
) -> PlanMeasured:
    """A plan in figures that no policy's prices enter."""
    desk, problem = stated.desk, stated.problem
    ahead = {agent.id: agent.load for agent in desk.agents}
    total = 0
    for ticket in desk.tickets:
        if agent := given.get(ticket.id):
            total += ahead[agent]
            ahead[agent] += ticket.minutes * MILLI
    risky = {problem.tickets[index] for index, risk in enumerate(problem.risk) if risk}
    left = [each.ticket for each in tickets if each.ticket not in given]
    return PlanMeasured(
        given=len(given), ahead=total, imminent=sum(ticket in risky for ticket in left),
        agreed=agreed, tried=tried,
    )  # fmt: skip


def exceptions(candidate: Frozen, tried: Given, round_id: RoundId) -> int:
    """How many of the candidate's deals lead somebody past its cap, by its own leads."""
    tickets = {each.id: each for each in candidate.tickets}
    deals = [
        Judged(ticket=each.id, version=each.version, agent=tried[each.id])
        for each in candidate.tickets
        if each.id in tried and not is_offered(each, candidate)
    ]
    bookings = [
        (deal.ticket, booking)
        for deal in deals
        for booking in booked_to(deal, tickets, candidate, round_id)
    ]
    return len(past_the_cap(candidate, bookings, round_id))
