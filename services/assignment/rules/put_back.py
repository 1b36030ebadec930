"""Put back: whoever put a ticket back is given it again only where nobody else will do.

It is a price and not a ban, so that a desk of one, or the only one who knows, still gets it in the end.
"""

from services.assignment.situation.standing import Frozen, Standing, WaitingTicket

NAME = "put back"


def concerns(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether it costs anything with anybody."""
    return bool(ticket.put_back_by)


def price(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> int:
    """Milli-minutes for giving a ticket to who gave it up."""
    return desk.policy.assignment.put_back_price if agent.id in ticket.put_back_by else 0


def words(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str:
    """Whether they had it before."""
    return "put it back before" if agent.id in ticket.put_back_by else "never put it back"
