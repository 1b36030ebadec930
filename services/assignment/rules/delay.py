"""Delay: waiting behind somebody's work costs, more where the ticket presses, most beyond its promise.

The price of an agent is the minutes of work in front of the ticket, each worth half a minute, times the
ticket's urgency (assignment.md 4.4); minutes that would fall behind the promise count more.
"""

from services.assignment.ruling.pressing import left, weight
from services.assignment.situation.effort import effort
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket

NAME = "delay"


def price(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> int:
    """Milli-minutes that the wait behind the agent's work is worth."""
    waits = agent.load // 1_000
    if waits == 0:
        return 0
    rates = desk.policy.assignment
    counted = waits + (rates.late_factor - 1) * late(ticket, agent, desk)
    return counted * rates.delay_price * weight(ticket, desk.policy)


def words(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str:
    """What the agent's work in hand means for this ticket."""
    times, behind = weight(ticket, desk.policy), late(ticket, agent, desk)
    counted = "" if times == 1 else f", each counted {times} times because the ticket presses"
    broken = f", {behind} of them behind its promise" if behind else ""
    return f"has {agent.load // 1_000} minutes of work before it{counted}{broken}"


def late(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> int:
    """Whole minutes of the wait that make the work end behind the promise."""
    remaining = left(ticket, desk)
    if remaining is None:
        return 0
    waits = agent.load // 1_000
    return min(waits, max(0, waits + effort(ticket, agent.profile) // 1_000 - remaining))
