"""Stickiness: a requester's next problem goes to who helped them last, if that costs others little.

Whoever owns a linked ticket of the same requester comes first: one problem in two pieces is read once.
Others pay for it, so that nothing ever costs less than nothing.
"""

from services.assignment.situation.standing import Frozen, Standing, WaitingTicket

NAME = "stickiness"


def concerns(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether anybody knows the requester's problem better than others."""
    return ticket.last_helper is not None or ticket.linked_owner is not None


def price(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> int:
    """Milli-minutes for an agent who would have to ask anew."""
    rates = desk.policy.assignment
    if ticket.linked_owner is not None:
        return 0 if agent.id == ticket.linked_owner else rates.linked_price
    return 0 if ticket.last_helper in (None, agent.id) else rates.sticky_price


def words(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str:
    """What the agent has to do with the requester."""
    if ticket.linked_owner is not None:
        owns = agent.id == ticket.linked_owner
        return "owns a linked ticket" if owns else "does not own the linked ticket"
    if ticket.last_helper is None:
        return "would be as new to it as anybody"
    return "helped last time" if agent.id == ticket.last_helper else "did not help last time"
