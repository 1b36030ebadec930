"""One round of the desk beside what the tried policy decides on the same frozen input; pure.

Both plans are measured alike: by the tickets they leave waiting, by the work that lies ahead of what they
give, and by their cost under each of the two policies. The tried policy is asked as the desk itself is, proof
and referee included, so that the same policy comes to the same plan.
"""

from collections.abc import Mapping, Sequence
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
from shared.events.shadow import OtherOutcome, PlanCost, PlanMeasured, RoundCompared
from shared.vocabulary.identity import PersonId, RoundId, TicketId
from shared.vocabulary.milli import MILLI

Given = Mapping[TicketId, PersonId]


class Beside(NamedTuple):
    """A round compared."""

    compared: RoundCompared
    exceptions: int
    """Deals of the tried policy past its fairness cap."""


class Costs(NamedTuple):
    """What one plan of a round costs under each policy."""

    under_live: PlanCost | None
    """None where the round's frozen problem is not kept."""
    under_tried: PlanCost


def decided_on(record: RoundDecided) -> list[Judged]:
    """The tickets of a round that were there to be decided on."""
    return [each for each in record.tickets if each.waits_because != STALE]


def compare(
    round_id: RoundId, record: RoundDecided, frozen: Frozen, *, kept: Problem | None, first: int
) -> Beside:
    """The recorded round beside the tried policy's decision.

    `frozen`: its input under the tried policy and that one's leads; `kept`: its numeric problem under the
    policy in force, None where it was not kept; `first`: how many of its tickets no round decided on before.
    """
    stated = compiled(frozen)
    check(stated.problem)
    seed = seed_of(digest(stated.problem))
    owners = solved(stated.problem, frozen.policy, seed=seed).owners
    tickets = decided_on(record)
    live = {each.ticket: each.agent for each in tickets if each.agent}
    tried = stated.named(owners)
    compared = RoundCompared(
        round=round_id, tickets=len(tickets), first=first,
        otherwise=other_outcomes(tickets, live=live, tried=tried),
        live=measured(stated, tickets, live, costs_of_live(record, kept, stated.problem)),
        tried=measured(stated, tickets, tried, costs_of_tried(owners, kept, stated.problem)),
    )  # fmt: skip
    return Beside(compared, exceptions(frozen, tried, round_id))


def other_outcomes(
    tickets: Sequence[Judged], *, live: Given, tried: Given
) -> tuple[OtherOutcome, ...]:
    """The tickets that the two plans give to different people, or only one of them to anybody."""
    return tuple(
        OtherOutcome(ticket=each.ticket, live=live.get(each.ticket), tried=tried.get(each.ticket))
        for each in tickets
        if live.get(each.ticket) != tried.get(each.ticket)
    )


def costs_of_live(record: RoundDecided, kept: Problem | None, stated: Problem) -> Costs:
    """The recorded plan, judged by both problems."""
    return Costs(
        under_live=told(kept, recorded_in(record, kept)) if kept else None,
        under_tried=told(stated, recorded_in(record, stated)),
    )


def costs_of_tried(owners: Owners, kept: Problem | None, stated: Problem) -> Costs:
    """The tried policy's plan, judged by both problems."""
    return Costs(
        under_live=told(kept, transposed(owners, of=stated, into=kept)) if kept else None,
        under_tried=told(stated, owners),
    )


def told(problem: Problem, owners: Owners) -> PlanCost:
    """What a plan costs by the referee."""
    verdict = judge(problem, owners)
    cost: Cost = verdict.cost
    return PlanCost(
        risk=cost.risk, overflow=cost.overflow, minutes=cost.minutes, breaches=len(verdict.breaches)
    )  # fmt: skip


def transposed(owners: Owners, *, of: Problem, into: Problem) -> Owners:
    """A plan of one problem by the places of another problem of the same round."""
    place = {agent: index for index, agent in enumerate(into.agents)}
    given = {
        ticket: place[of.agents[agent]]
        for ticket, agent in zip(of.tickets, owners, strict=True)
        if agent != WAITING
    }
    return tuple(given.get(ticket, WAITING) for ticket in into.tickets)


def measured(
    stated: Compiled, tickets: Sequence[Judged], given: Given, costs: Costs
) -> PlanMeasured:
    """A plan in figures that no policy's prices enter, and its costs."""
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
        under_live=costs.under_live, under_tried=costs.under_tried,
    )  # fmt: skip


def exceptions(frozen: Frozen, tried: Given, round_id: RoundId) -> int:
    """How many of the tried policy's deals lead somebody past its cap, by its own leads."""
    tickets = {each.id: each for each in frozen.tickets}
    deals = [
        Judged(ticket=each.id, version=each.version, agent=tried[each.id])
        for each in frozen.tickets
        if each.id in tried and not is_offered(each, frozen)
    ]
    bookings = [
        (deal.ticket, booking)
        for deal in deals
        for booking in booked_to(deal, tickets, frozen, round_id)
    ]
    return len(past_the_cap(frozen, bookings, round_id))
