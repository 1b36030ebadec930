"""Breach: a ticket whose promise is about to break is not left waiting for the sake of anything else.

This is the one thing that comes before fairness and minutes. A promise that can still be kept counts twice
as much as one that is broken already, so that the hopeless never sink those who can be saved.
"""

from services.assignment.pressing import is_imminent, left, weight
from services.assignment.standing import Frozen, WaitingTicket

NAME = "breach"
UNIT = "weights of urgency; decides before fairness and minutes"


def leaving(ticket: WaitingTicket, desk: Frozen) -> int:
    """The imminent breach of leaving the ticket waiting; 0 while its promise is not near."""
    if not is_imminent(ticket, desk):
        return 0
    return weight(ticket, desk.policy) * (2 if (left(ticket, desk) or 0) > 0 else 1)


def words(ticket: WaitingTicket, desk: Frozen) -> str:
    """What leaving it means for its promise."""
    remaining = left(ticket, desk)
    if remaining is None:
        return "has no promise to break"
    if remaining <= 0:
        return f"has broken its promise by {-remaining} minutes"
    near = "about to break" if is_imminent(ticket, desk) else "not near"
    return f"has {remaining} minutes left of its promise, which is {near}"
