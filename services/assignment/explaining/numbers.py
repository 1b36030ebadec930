"""A recorded round in numbers: its frozen problem and the plan that was decided on it."""

from collections.abc import Callable

import msgspec

from services.assignment.engine.form.plan import Cost, Owners
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.proving import Best
from services.assignment.revisiting.refold import Readable
from services.assignment.round.deciding import solved
from services.assignment.round.kept_problems import recorded_in
from shared.events.assignment import DeskPolicySet, RoundDecided
from shared.vocabulary.identity import DESK, PersonId, TicketId
from shared.vocabulary.policy import SHIPPED, Policy

Solve = Callable[[Problem], Best]


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided, as the engine knows it."""

    problem: Problem
    owners: Owners
    solve: Solve
    """As the round was solved, with the same dice."""

    @property
    def cost(self) -> Cost:
        """What the decided plan costs, counted by the referee."""
        return judge(self.problem, self.owners).cost

    def place(self, ticket: TicketId) -> int:
        """The ticket's place in the problem."""
        return self.problem.tickets.index(ticket)

    def agent(self, agent: PersonId) -> int | None:
        """The agent's place; None where they did not work here."""
        known = self.problem.agents
        return known.index(agent) if agent in known else None


def numbers(record: RoundDecided, problem: Problem, policy: Policy) -> Numbers:
    """The round in numbers.

    A ticket that turned stale before the commit was decided on too, but its agent does not stand in the
    record; then the round is solved again, which comes to the same plan (`evenhand redecide`).
    """

    def solve(asked: Problem) -> Best:
        return solved(asked, policy, seed=record.seed)

    owners = recorded_in(record, problem)
    if judge(problem, owners).cost != Cost(record.risk, record.overflow, record.minutes):
        owners = solve(problem).owners
    return Numbers(problem=problem, owners=owners, solve=solve)


def policy_of(log: Readable, version: int) -> Policy:
    """The policy of that version, as the desk agreed on it."""
    told = (each.event for each in log.history(DESK))
    agreed = {e.policy.version: e.policy for e in told if isinstance(e, DeskPolicySet)}
    return agreed.get(version, SHIPPED)
