"""Delay: waiting costs, for an urgent ticket more, and most where the promise is near.

Who is already loaded would keep the ticket waiting longer, so the price of an agent is the minutes
of work in front of it, times half a minute's worth, times the ticket's urgency (assignment.md 4.4).
"""

from datetime import timedelta

from services.assignment.standing import Frozen, Standing, WaitingTicket

NAME = "delay"
UNIT = "milli-minutes"
NEAR = timedelta(hours=2)
"""A promise nearer than this doubles the price."""


def price(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> int:
    """Milli-minutes that the wait behind the agent's work is worth."""
    rates = desk.policy.assignment
    waits_minutes = agent.load // 1_000
    return waits_minutes * rates.delay_price * pressing(ticket, desk)


def words(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str:
    """What the agent's work in hand means for this ticket."""
    minutes, times = agent.load // 1_000, pressing(ticket, desk)
    counted = "" if times == 1 else f", each counted {times} times because the ticket presses"
    return f"has {minutes} minutes of work before it{counted}"


def pressing(ticket: WaitingTicket, desk: Frozen) -> int:
    """How many times an ordinary ticket's wait this one's counts."""
    factor = desk.policy.assignment.urgent_factor if ticket.urgent else 1
    near = ticket.resolve_by is not None and ticket.resolve_by - desk.now < NEAR
    return factor * 2 if near else factor


def risk(ticket: WaitingTicket, desk: Frozen) -> int:
    """How bad it is to leave the ticket waiting; decides before any minute."""
    return pressing(ticket, desk)
