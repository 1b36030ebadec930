"""Findings: what every rule makes of a plan, in words and numbers, counted without the compiled problem.

The referee and the kernel read one compiled problem; this asks the rules themselves, so that a mistake
in compiling cannot explain itself away (held by tests/rules/test_findings.py).
"""

from collections.abc import Iterator, Mapping

import msgspec

from services.assignment import rulebook
from services.assignment.problem.side_ties import side_ties
from services.assignment.ruling.kinds import Ban, Bend, Limit, Price
from services.assignment.ruling.tying import AtMost, DifferentOwners, OneOwner, SeatBeside, Tie
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket
from shared.vocabulary.identity import PersonId, TicketId

Plan = Mapping[TicketId, PersonId]
"""Who gets which ticket; a ticket that waits is left out."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule has to say of one agent under a plan."""

    rule: str
    agent: PersonId
    cost: int
    """Milli-minutes that the plan adds by this rule; 0 for a broken ban."""
    words: str
    """What follows the agent's name in a sentence."""


def findings(desk: Frozen, plan: Plan) -> list[Finding]:
    """What the rulebook says of who owns what, in its order; bans and ties only where they are broken.

    What leaving a ticket waiting costs is no agent's, and is told by `leaving`. Seats beside owners are no
    part of such a plan: whether they are taken as they must be is judged by the referee alone.
    """
    return [
        *(each for rule in rulebook.BANS for each in broken(rule, desk, plan)),
        *(each for rule in rulebook.PRICES for each in priced(rule, desk, plan)),
        *(each for rule in rulebook.CURVES for each in bent(rule, desk, plan)),
        *untied(desk, plan),
    ]


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule has to say of a ticket that a plan leaves waiting."""

    rule: str
    ticket: TicketId
    cost: int
    """In the rule's unit: weights of urgency, or milli-minutes."""
    words: str


def leaving(desk: Frozen, plan: Plan) -> list[Left]:
    """What it costs that the plan leaves tickets waiting."""
    return [
        Left(rule=rule.name, ticket=ticket.id, cost=rule.leaving(ticket, desk),
             words=rule.words(ticket, desk))
        for rule in (rulebook.BREACH, rulebook.WAITING)
        for ticket in desk.tickets
        if ticket.id not in plan
    ]  # fmt: skip


def broken(rule: Ban | Limit, desk: Frozen, plan: Plan) -> Iterator[Finding]:
    """Each deal that the ban would have refused, and each agent given more than a limit has room for."""
    given: dict[PersonId, int] = {}
    for ticket, agent in deals(desk, plan):
        words = rule.ban(ticket, agent, desk)
        if isinstance(rule, Limit):
            takes = rule.takes(ticket, agent, desk)
            given[agent.id] = given.get(agent.id, 0) + takes
            if takes and given[agent.id] > rule.room(agent, desk):
                words = rule.words(ticket, agent, desk)
        if words:
            yield Finding(rule=rule.name, agent=agent.id, cost=0, words=words)


def priced(rule: Price, desk: Frozen, plan: Plan) -> Iterator[Finding]:
    """What each deal costs by the price."""
    for ticket, agent in deals(desk, plan):
        cost, words = rule.cost(ticket, agent, desk), rule.words(ticket, agent, desk)
        yield Finding(rule=rule.name, agent=agent.id, cost=cost, words=words)


def bent(rule: Bend, desk: Frozen, plan: Plan) -> Iterator[Finding]:
    """What the plan costs each agent who gets anything by the curve."""
    for agent in desk.agents:
        given = [ticket for ticket, taker in deals(desk, plan) if taker.id == agent.id]
        if given:
            before = rule.carried(agent)
            after = before + sum(rule.added(ticket, agent) for ticket in given)
            curve = rule.curve(agent, desk)
            cost, words = curve.cost(after) - curve.cost(before), rule.words(before, after)
            yield Finding(rule=rule.name, agent=agent.id, cost=cost, words=words)


def untied(desk: Frozen, plan: Plan) -> Iterator[Finding]:
    """Each tie that the plan tears, told of who got one of its tickets."""
    for rule, tie in side_ties(desk, takers(desk)):
        for agent, words in torn(tie, plan):
            yield Finding(rule=rule.name, agent=agent, cost=0, words=words)


def torn(tie: Tie, plan: Plan) -> Iterator[tuple[PersonId, str]]:
    """Who has what the tie does not let them have."""
    if isinstance(tie, SeatBeside):
        return
    owners = [plan[ticket] for ticket in tie.tickets if ticket in plan]
    match tie:
        case OneOwner(tickets) if owners and (len({*owners}) > 1 or len(owners) < len(tickets)):
            yield owners[0], "would have only a part of what belongs together"
        case DifferentOwners() if len({*owners}) < len(owners):
            yield owners[0], "would have several of what has to be kept apart"
        case AtMost(_, agents, most) if sum(owner in agents for owner in owners) > most:
            yield owners[0], f"would be one too many where at most {most} may be"


def takers(desk: Frozen) -> dict[TicketId, tuple[PersonId, ...]]:
    """By ticket: whom no rule keeps from it."""
    return {
        ticket.id: tuple(a.id for a in desk.agents if not rulebook.ruled_out(ticket, a, desk))
        for ticket in desk.tickets
    }


def deals(desk: Frozen, plan: Plan) -> Iterator[tuple[WaitingTicket, Standing]]:
    """Each ticket that is given out, and who gets it."""
    agents = {agent.id: agent for agent in desk.agents}
    for ticket in desk.tickets:
        if ticket.id in plan:
            yield ticket, agents[plan[ticket.id]]
