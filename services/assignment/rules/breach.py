"""Breach: a ticket whose promise is about to break is not left waiting for the sake of anything else.

This is the one thing that comes before fairness and minutes. A promise that is broken already presses on as
minutes do and no more: put before everything, the hopeless sank those who could be saved (a plain queue on
the guide's desk broke 1.8 % of its promises instead of 1.0 %, and the mean wait grew by three minutes).
"""

from services.assignment.ruling.pressing import is_imminent, left, weight
from services.assignment.situation.standing import Frozen, WaitingTicket

NAME = "breach"


def leaving(ticket: WaitingTicket, desk: Frozen) -> int:
    """The imminent breach of leaving it waiting, in weights of urgency; 0 while its promise is not near."""
    remaining = left(ticket, desk)
    if remaining is None or remaining <= 0 or not is_imminent(ticket, desk):
        return 0
    return weight(ticket, desk.policy)


def words(ticket: WaitingTicket, desk: Frozen) -> str:
    """What leaving it means for its promise."""
    remaining = left(ticket, desk)
    if remaining is None:
        return "has no promise to break"
    if remaining <= 0:
        return f"has broken its promise by {-remaining} minutes"
    near = "about to break" if is_imminent(ticket, desk) else "not near"
    return f"has {remaining} minutes left of its promise, which is {near}"
