"""The list a team pulls from: its waiting tickets in the solver's order, for one agent at a time.

The order is that in which a round would give them to this agent, were they alone and had room for one: what
is about to break its promise first, then what keeps them below the fairness cap, then by how many minutes
better it is to begin a ticket than to leave it, in the same prices as every deal
(held by tests/assignment/test_pulling.py).
"""

from typing import NamedTuple

import msgspec

from services.assignment import rulebook
from services.assignment.engine.form.plan import WAITING
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.search.weighing import Weighing
from services.assignment.problem.compile import Compiled
from services.assignment.round.candidate import candidate
from services.assignment.situation.standing import Frozen
from shared.events.assignment import CANDIDATES, Candidate, RuledOut
from shared.events.pulling import LISTED, InLine, TicketPulled
from shared.vocabulary.identity import PersonId, Plain, TeamId, TicketId
from shared.vocabulary.words import Way


class Rank(NamedTuple):
    """The change of the plan's cost if the agent begins the ticket; the least comes first."""

    risk: int
    overflow: int
    minutes: int
    """Milli-minutes."""


class Ranked(NamedTuple):
    """A ticket of the list, and where it stands; of equal ones the lower id comes first."""

    rank: Rank
    ticket: TicketId
    place: int
    """In the stated problem."""


class Line:
    """A team's list as one agent may pull from it now; empty where they have no room."""

    def __init__(self, desk: Frozen, team: TeamId, agent: PersonId) -> None:
        self.team, self.agent = team, agent
        self.stated = Compiled(as_if_dealt(desk, team))
        self._weighing = Weighing(
            self.stated.problem, (WAITING,) * len(self.stated.problem.tickets)
        )
        self._ranked = self._in_order()

    @property
    def tickets(self) -> list[InLine]:
        """The first to be pulled first."""
        return [
            InLine(
                ticket=each.ticket,
                risk=-each.rank.risk, overflow=each.rank.overflow, minutes=-each.rank.minutes,
            )
            for each in self._ranked
        ]  # fmt: skip

    def first(self) -> TicketPulled | None:
        """What is recorded when they pull: why it is this ticket, and who else could have had it."""
        if not self._ranked:
            return None
        first, tickets = self._ranked[0], self.tickets
        out = self.stated.ruled_out[first.ticket]
        return TicketPulled(
            agent=self.agent,
            team=self.team,
            listed=len(tickets),
            line=tuple(tickets[:LISTED]),
            candidates=self._candidates(first.place),
            ruled_out=tuple(RuledOut(rule=Plain(rule), agents=who) for rule, who in out),
            policy=self.stated.desk.policy.version,
            rulebook=Plain(rulebook.digest()),
        )

    def _candidates(self, place: int) -> tuple[Candidate, ...]:
        desk, everybody = self.stated.desk, len(self.stated.problem.agents)
        known = [candidate(desk, each) for each in self._weighing.best(place, everybody)]
        best = known[:CANDIDATES]
        return (*best, *(e for e in known[CANDIDATES:] if e.agent == self.agent))

    def _in_order(self) -> list[Ranked]:
        problem = self.stated.problem
        if self.agent not in problem.agents:
            return []
        who, ranked = problem.agents.index(self.agent), list[Ranked]()
        for index, place in enumerate(self.stated.places):
            weighed = self._weighing.best(index, len(problem.agents))
            mine = [each for each in weighed if each.agent == who]
            if mine and place.seat is None:
                stands = rank(problem, index, who, mine[0].cost)
                ranked.append(Ranked(stands, place.ticket.id, index))
        return sorted(ranked)


def rank(problem: Problem, ticket: int, who: int, cost: int) -> Rank:
    """Where the ticket stands for the agent, with whom it costs so many milli-minutes."""
    lead, most = int(problem.lead[who]), int(problem.lead_cap[who])
    overflow = max(0, lead + int(problem.toughness[ticket]) - most) - max(0, lead - most)
    return Rank(-int(problem.risk[ticket]), overflow, cost - int(problem.waiting[ticket]))


def as_if_dealt(desk: Frozen, team: TeamId) -> Frozen:
    """The same desk if the team were dealt its tickets, and nothing else waited."""
    tickets = tuple(each for each in desk.tickets if each.team == team and each.helps is None)
    dealt = msgspec.structs.replace(desk.given_by(team), way=Way.DEALT)
    return msgspec.structs.replace(desk, tickets=tickets, giving={**desk.giving, team: dealt})


def why_none(desk: Frozen, team: TeamId, agent: PersonId) -> str:
    """Why there is nothing they may pull now."""
    dealt = as_if_dealt(desk, team)
    who = next((each for each in dealt.agents if each.id == agent), None)
    if who is None:
        return "only agents pull"
    for ticket in dealt.tickets:
        if told := rulebook.ruled_out(ticket, who, dealt):
            return f"none of its tickets may be theirs now, the first hurdle is “{told[0]}”"
    return "its list is empty"
