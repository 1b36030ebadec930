"""Hand-over: what somebody has, or had in hand, costs a reading-in with anybody else.

A tentative owner keeps a ticket unless a change is worth its price; work that has begun costs a tenth of
its minutes again (assignment.md 3).
"""

from services.assignment.situation.standing import Frozen, Standing, WaitingTicket

NAME = "hand-over"


def concerns(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether anybody had it before."""
    return ticket.had_by is not None


def price(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> int:
    """Milli-minutes that a new owner needs to read in."""
    if ticket.had_by in (None, agent.id):
        return 0
    rates = desk.policy.assignment
    begun = 10 * ticket.minutes * rates.hand_over_percent if ticket.started else 0
    return rates.hand_over_price + begun


def words(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str:
    """Whether the agent would have to read in."""
    if ticket.had_by is None:
        return "would be the first to have it"
    return "had it before" if agent.id == ticket.had_by else "would have to read in"
