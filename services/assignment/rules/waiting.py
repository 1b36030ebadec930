"""Waiting: leaving a ticket though somebody could begin it has a price that grows with its age.

It is a price and no strict level: who sets it low lets a ticket wait for a better fit while nothing presses.
Once a ticket has been overtaken for as long as the policy allows, nothing younger goes before it: nothing
starves.
"""

from services.assignment.ruling.pressing import is_overtaken, waited, weight
from services.assignment.situation.standing import Frozen, WaitingTicket

NAME = "waiting"
HEAD_START = 5
"""Minutes that a ticket just raised counts as having waited (assignment.md 3)."""
OVERTAKEN = 10**10
"""Milli-minutes; ten times the highest price of leaving anything younger."""


def leaving(ticket: WaitingTicket, desk: Frozen) -> int:
    """Milli-minutes of leaving the ticket waiting."""
    rates = desk.policy.assignment
    age = (waited(ticket, desk) + HEAD_START) * rates.delay_price * weight(ticket, desk.policy)
    return rates.begin_price + age + (OVERTAKEN if is_overtaken(ticket, desk) else 0)


def words(ticket: WaitingTicket, desk: Frozen) -> str:
    """How long it has waited."""
    enough = ", and nothing may overtake it any more" if is_overtaken(ticket, desk) else ""
    return f"has waited {waited(ticket, desk)} minutes{enough}"
