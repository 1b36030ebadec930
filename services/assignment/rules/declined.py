"""Declined: whoever turned a ticket down is given it again only where nobody else will do.

It is a price and not a ban, so that the only one who could have it is asked again in the end. It takes
nothing from their standing: declining costs nothing.
"""

from services.assignment.situation.standing import Frozen, Standing, WaitingTicket

NAME = "declined"


def concerns(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether it costs anything with anybody."""
    return bool(ticket.turned_down)


def price(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> int:
    """Milli-minutes for asking once more who said no."""
    return desk.policy.giving.declined_price if agent.id in ticket.turned_down else 0


def words(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str:
    """Whether they turned it down before."""
    return "turned it down before" if agent.id in ticket.turned_down else "never turned it down"
