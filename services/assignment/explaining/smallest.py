"""The smallest change that would have given an agent the ticket: in their lead, its length or its urgency.

Each is found by solving the changed round again, over whole numbers and one by one, never by following a
slope: a change turns the decision when every best plan then gives the ticket to the agent, and no smaller
change of its kind does.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum

import msgspec

from services.assignment.engine.forcing import forced, refused
from services.assignment.engine.form.plan import Cost, Owners
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.turning import TooManySets, straight_below, turning
from services.assignment.explaining.by_lead import alike, at_lead, dearer
from services.assignment.explaining.numbers import Solve
from services.assignment.problem.compile import compiled
from services.assignment.ruling.pressing import weight
from services.assignment.situation.standing import Frozen, WaitingTicket
from shared.vocabulary.identity import PersonId, TicketId
from shared.vocabulary.words import Level, RoundStatus

SHORTER_AT_MOST = 120
"""Minutes by which a shorter ticket is tried; the difference of more would be another ticket."""
UNIT = 1_000
"""Milli-points over which the rounding of a straight curve repeats."""


class Part(StrEnum):
    """What is changed."""

    LEAD = "lead"
    LAG = "lag"
    MINUTES = "minutes"
    PRIORITY = "priority"
    PRICE = "price"
    """What one rule asks of the agent for the ticket; told where only numbers were kept."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change that would have turned the decision, the smallest of its kind."""

    part: Part
    by: int
    """Milli-points less ahead or behind, whole minutes shorter, levels higher, or milli-minutes cheaper."""
    words: str
    """What follows `had` and a name or `the ticket`."""


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What would have turned the decision, by kind."""

    found: tuple[Change, ...]
    """The smallest of each kind; a kind in which nothing turns the decision is left out."""
    asked: tuple[Part, ...]
    """The kinds that were looked at."""
    unproven: tuple[Part, ...] = ()
    """Those of which nothing is said, as a plan on the way could not be proven to be the best."""
    untold: str = ""
    """Why nothing is said of further kinds, in a sentence."""


class PlanIsUnproven(Exception):
    """A changed round whose best plan is not proven: a story and no answer could be told from it."""


def changes(desk: Frozen, ticket: TicketId, agent: PersonId, solve: Solve) -> Changes:
    """The smallest change of each kind that is proven to be so."""
    asked = Asked(desk, ticket, agent, solve)
    looked_at = {
        Part.LEAD: asked.lead,
        **({Part.LAG: asked.lag} if asked.agent.lead < 0 else {}),
        Part.MINUTES: asked.minutes,
        Part.PRIORITY: asked.priority,
    }
    found, unproven = [], []
    for part, look in looked_at.items():
        try:
            found.append(look())
        except (PlanIsUnproven, TooManySets):
            unproven.append(part)
    return Changes(
        found=tuple(each for each in found if each is not None),
        asked=tuple(looked_at),
        unproven=tuple(unproven),
    )


class Asked:
    """One ticket and one agent of a frozen round."""

    def __init__(self, desk: Frozen, ticket: TicketId, agent: PersonId, solve: Solve) -> None:
        self.desk, self._ticket, self._agent, self._solve = desk, ticket, agent, solve
        self.ticket = next(each for each in desk.tickets if each.id == ticket)
        self.agent = next(each for each in desk.agents if each.id == agent)

    def lead(self) -> Change | None:
        """How many milli-points less ahead."""
        now = self.agent.lead
        found = self._turns_among(range(now - 1, self._straight(), -1))
        return None if found is None else less_ahead(now - found)

    def lag(self) -> Change | None:
        """How many milli-points less behind, at most until they are not behind at all."""
        now = self.agent.lead
        found = self._turns_among(range(now + 1, 1))
        return None if found is None else less_behind(found - now)

    def minutes(self) -> Change | None:
        """How many minutes shorter."""
        most = min(self.ticket.minutes - 1, SHORTER_AT_MOST)
        by = self._first(range(1, most + 1), lambda by: with_minutes(self.ticket, by))
        if by is None:
            return None
        return Change(
            part=Part.MINUTES, by=by, words=f"{by} {'minute' if by == 1 else 'minutes'} shorter"
        )

    def priority(self) -> Change | None:
        """How many levels of urgency higher."""
        higher = self.more_urgent()
        by = self._first(range(1, len(higher) + 1), lambda by: higher[by - 1])
        if by is None:
            return None
        level = higher[by - 1].priority
        assert level, "a raised ticket has a priority"
        return Change(part=Part.PRIORITY, by=by, words=f"of {level.value} priority")

    def more_urgent(self) -> list[WaitingTicket]:
        """The ticket at each higher level of priority that weighs more, the nearest first."""
        policy = self.desk.policy
        raised = [msgspec.structs.replace(self.ticket, priority=level) for level in Level]
        return [each for each in raised if weight(each, policy) > weight(self.ticket, policy)]

    def turns(self, desk: Frozen) -> bool:
        """Whether every best plan of the changed round gives the ticket to the agent.

        Raises `PlanIsUnproven`.
        """
        problem = compiled(desk).problem
        at = places(problem, self._ticket, self._agent)
        if at is None:
            return False
        ticket, agent = at
        with_them = self._proven(forced(problem, ticket, agent))
        if with_them[ticket] != agent:
            return False
        without = self._proven(refused(problem, ticket, agent))
        return cost(problem, with_them) < cost(problem, without)

    def with_lead(self, lead: int) -> Frozen:
        """The round with the agent that far ahead."""
        return at_lead(self.desk, self._agent, lead)

    def with_ticket(self, ticket: WaitingTicket) -> Frozen:
        """The round with the ticket as it is told here."""
        return with_ticket(self.desk, ticket)

    def _turns_among(self, leads: range) -> int | None:
        """The first of the leads at which the decision turns."""
        for part in alike(self.desk, self._agent, leads):
            found = self._turns_within(part)
            if found is not None:
                return found
        return None

    def _turns_within(self, leads: range) -> int | None:
        """The same among leads at which the caps are alike."""
        made, offered = compiled(self.with_lead(leads[0])), self.agent.pending
        at = places(made.problem, self._ticket, self._agent)
        if at is None:
            return None
        carried = range(leads.start + offered, leads.stop + offered, leads.step)
        found = turning(made.problem, *at, carried, self._proven, dearer(made, carried))
        return None if found is None else found - offered

    def _proven(self, problem: Problem) -> Owners:
        best = self._solve(problem)
        if best.status is not RoundStatus.PROVEN:
            raise PlanIsUnproven
        return best.owners

    def _straight(self) -> int:
        """A lead below which nothing new happens on the agent's curve or at their cap."""
        problem = compiled(self.desk).problem
        agent = problem.agents.index(self._agent)
        whole = int(problem.toughness.sum()) + self.agent.pending
        return min(straight_below(problem.lead_curve[agent]), 0) - whole - UNIT

    def _first(self, steps: Iterable[int], changed: Callable[[int], WaitingTicket]) -> int | None:
        return next((by for by in steps if self.turns(self.with_ticket(changed(by)))), None)


def less_ahead(by: int) -> Change:
    """The agent so many milli-points less ahead."""
    words = f"{exactly(by)} points less ahead of a fair share"
    return Change(part=Part.LEAD, by=by, words=words)


def less_behind(by: int) -> Change:
    """The agent so many milli-points less behind."""
    words = f"{exactly(by)} points less behind a fair share"
    return Change(part=Part.LAG, by=by, words=words)


def with_minutes(ticket: WaitingTicket, by: int) -> WaitingTicket:
    """The ticket so many minutes shorter."""
    return msgspec.structs.replace(ticket, minutes=ticket.minutes - by)


def with_ticket(desk: Frozen, ticket: WaitingTicket) -> Frozen:
    """The round with this ticket as it is told here."""
    tickets = tuple(ticket if each.id == ticket.id else each for each in desk.tickets)
    return msgspec.structs.replace(
        desk, tickets=tickets, longest=max(each.minutes for each in tickets)
    )


def exactly(amount: int) -> str:
    """Milli-points for people, to the last one: `1.001`, and `1.5` for 1,500."""
    return f"{amount / 1000:.3f}".rstrip("0").rstrip(".")


def places(problem: Problem, ticket: str, agent: str) -> tuple[int, int] | None:
    """Where they stand in the problem; None where the agent may not be given the ticket."""
    at, who = problem.tickets.index(ticket), problem.agents.index(agent)
    arcs = problem.arcs(at)
    return (at, who) if who in problem.arc_agent[arcs.start : arcs.stop] else None


def cost(problem: Problem, owners: Owners) -> Cost:
    """What a plan costs, by the referee."""
    return judge(problem, owners).cost
