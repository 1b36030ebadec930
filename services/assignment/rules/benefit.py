"""Benefit: while more waits than can begin, what is soon done and presses goes first.

A minute of somebody's work is worth most where it ends a wait soonest (the cµ rule; assignment.md 1 and
3, where it won over self-picking at its own game); the minutes are those that it takes this agent, for each
that is lost keeps everybody waiting. So that the long and the tough do not starve, the price
fades while a ticket waits, and none is left of it once nothing may overtake the ticket any more.
"""

from services.assignment.ruling.pressing import waited, weight
from services.assignment.situation.effort import effort
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket

NAME = "benefit"


def concerns(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether there is a queue, and the ticket one that can be overtaken."""
    return fading(ticket, desk) > 0 and queues(desk)


def price(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> int:
    """Milli-minutes for beginning a ticket that keeps the agent long while others wait."""
    rates = desk.policy.assignment
    share = rates.benefit_price * fading(ticket, desk)
    return effort(ticket, agent.profile) * share // (1_000 * rates.overtaken_minutes)


def words(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str:
    """What beginning it keeps others from."""
    if not concerns(ticket, desk):
        return "keeps nothing shorter waiting"
    minutes = effort(ticket, agent.profile) // 1_000
    return f"would be busy for {minutes} minutes while others wait"


def fading(ticket: WaitingTicket, desk: Frozen) -> int:
    """Minutes for which the ticket may still be overtaken; the most critical never are."""
    rates = desk.policy.assignment
    if weight(ticket, desk.policy) >= rates.critical_factor:
        return 0
    return max(0, rates.overtaken_minutes - waited(ticket, desk))


def queues(desk: Frozen) -> bool:
    """Whether more than half as many tickets wait as could begin now (assignment.md 3)."""
    return 2 * len(desk.tickets) > desk.places
