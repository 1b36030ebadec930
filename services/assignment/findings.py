"""Findings: what every rule makes of a plan, in words and numbers, counted without the compiled problem.

The referee and the kernel read one compiled problem; this asks the rules themselves, so that a mistake
in compiling cannot explain itself away (held by tests/rules/test_findings.py).
"""

from collections.abc import Iterator, Mapping
from types import ModuleType

import msgspec

from services.assignment import rulebook
from services.assignment.standing import Frozen, Standing, WaitingTicket
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
    """Everything the rulebook says of the plan, in its order; bans only where they are broken."""
    return [
        *(each for rule in rulebook.BANS for each in broken(rule, desk, plan)),
        *(each for rule in rulebook.PRICES for each in priced(rule, desk, plan)),
        *(each for rule in rulebook.CURVES for each in bent(rule, desk, plan)),
    ]


def broken(rule: ModuleType, desk: Frozen, plan: Plan) -> Iterator[Finding]:
    """Each deal that the ban would have refused."""
    for ticket, agent in deals(desk, plan):
        if words := rule.ban(ticket, agent, desk):
            yield Finding(rule=rule.NAME, agent=agent.id, cost=0, words=words)


def priced(rule: ModuleType, desk: Frozen, plan: Plan) -> Iterator[Finding]:
    """What each deal costs by the price."""
    for ticket, agent in deals(desk, plan):
        cost, words = rule.price(ticket, agent, desk), rule.words(ticket, agent, desk)
        yield Finding(rule=rule.NAME, agent=agent.id, cost=cost, words=words)


def bent(rule: ModuleType, desk: Frozen, plan: Plan) -> Iterator[Finding]:
    """What the plan costs each agent who gets anything by the curve."""
    for agent in desk.agents:
        given = [ticket for ticket, taker in deals(desk, plan) if taker.id == agent.id]
        if given:
            before = rule.carried(agent)
            after = before + sum(rule.added(ticket) for ticket in given)
            curve = rule.curve(agent, desk)
            cost, words = curve.cost(after) - curve.cost(before), rule.words(before, after)
            yield Finding(rule=rule.NAME, agent=agent.id, cost=cost, words=words)


def deals(desk: Frozen, plan: Plan) -> Iterator[tuple[WaitingTicket, Standing]]:
    """Each ticket that is given out, and who gets it."""
    agents = {agent.id: agent for agent in desk.agents}
    for ticket in desk.tickets:
        if ticket.id in plan:
            yield ticket, agents[plan[ticket.id]]
