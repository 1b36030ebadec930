"""Linked: linked tickets of one requester go to one owner, unless nobody has room for all of them.

One problem in two pieces is read once. Nothing is kept waiting for it that nobody could take together: where
places, minutes, tough tickets in hand, the cap or a quota leave nobody room for all, each goes its own way.
"""

from collections.abc import Iterator

from services.assignment.ruling.tying import OneOwner, Takers
from services.assignment.situation.standing import Frozen, WaitingTicket
from shared.vocabulary.identity import TicketId

NAME = "linked"


def concerns(desk: Frozen) -> bool:
    """Whether any ticket of the round is linked to another."""
    return desk.policy.together.linked and any(ticket.linked for ticket in desk.tickets)


def ties(desk: Frozen, takers: Takers) -> list[OneOwner]:
    """Each set of waiting tickets that belong together."""
    return [OneOwner(tuple(ticket.id for ticket in group)) for group in groups(desk)]


def groups(desk: Frozen) -> Iterator[list[WaitingTicket]]:
    """Waiting tickets that hang together by their links, two or more, in order of id."""
    waiting = {ticket.id: ticket for ticket in desk.tickets}
    seen: set[TicketId] = set()
    for ticket in desk.tickets:
        reached, next_ones = set[TicketId](), [ticket.id]
        while next_ones:
            here = next_ones.pop()
            if here in waiting and here not in seen:
                seen.add(here)
                reached.add(here)
                next_ones += waiting[here].linked
        if len(reached) > 1:
            yield [waiting[each] for each in sorted(reached)]
