"""What a round comes to with somebody else on a ticket, everything else shared out anew as well as can be.

What a candidate adds while the rest of the plan stays as it is (the record tells it) is mostly more: part of
it is undone where another ticket moves off them. This is the difference that counts, and it is the difference
of what the referee counts for the two plans.
"""

import msgspec

from services.assignment.engine.forcing import forced
from services.assignment.engine.form.plan import WAITING, Owners
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.judging.referee import Verdict, judge
from services.assignment.engine.proving import Best
from services.assignment.explaining.numbers import Numbers
from services.assignment.rulebook import WAITING as WAITING_RULE
from shared.vocabulary.identity import PersonId, StreamId, TicketId
from shared.vocabulary.words import RoundStatus


class Swap(msgspec.Struct, frozen=True, kw_only=True):
    """Another ticket of the round that would have gone elsewhere."""

    ticket: TicketId
    before: PersonId | None
    """Who got it; None where it waits."""
    after: PersonId | None


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Another plan of the round, less the decided one."""

    risk: int
    """Level 1, weights of urgency."""
    overflow: int
    """Level 2, milli-points past fairness caps."""
    milli_minutes: int
    """Level 3."""
    by_rule: dict[str, int]
    """Milli-minutes net, over all agents, the largest first; they sum to the third level, none is 0."""
    swaps: tuple[Swap, ...]
    status: RoundStatus
    """Whether the other plan is proven to be the best of its kind."""


def best_with(round_: Numbers, ticket: int, agent: int) -> Best | None:
    """The best plan in which the agent gets the ticket; None where no plan can give it to them."""
    best = round_.solve(forced(round_.problem, ticket, agent))
    return best if best.owners[ticket] == agent else None


def difference(round_: Numbers, ticket: int, other: Best) -> Difference:
    """Another plan against the decided one; the swaps are those of all tickets but the one asked about."""
    problem = round_.problem
    was, now = judge(problem, round_.owners), judge(problem, other.owners)
    return Difference(
        risk=now.cost.risk - was.cost.risk,
        overflow=now.cost.overflow - was.cost.overflow,
        milli_minutes=now.cost.minutes - was.cost.minutes,
        by_rule=net(was, now),
        swaps=swaps(problem, round_.owners, other.owners, ticket),
        status=other.status,
    )


def net(was: Verdict, now: Verdict) -> dict[str, int]:
    """By rule, over the whole plan: what it finds now, less what it found before, the largest first."""
    before, after = (each.terms | {WAITING_RULE.name: each.waiting} for each in (was, now))
    changed = {rule: after[rule] - before[rule] for rule in after if after[rule] != before[rule]}
    return dict(sorted(changed.items(), key=lambda each: (-abs(each[1]), each[0])))


def swaps(problem: Problem, before: Owners, after: Owners, ticket: int) -> tuple[Swap, ...]:
    """The other tickets that go elsewhere; seats beside an owner are none of their own."""

    def named(agent: int) -> PersonId | None:
        return None if agent == WAITING else PersonId(StreamId(problem.agents[agent]))

    return tuple(
        Swap(ticket=TicketId(StreamId(place)), before=named(was), after=named(now))
        for index, (place, was, now) in enumerate(zip(problem.tickets, before, after, strict=True))
        if was != now and index != ticket and "#" not in place
    )
