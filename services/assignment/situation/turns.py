"""Whose turn it is: the tickets a round decides on, where more wait than fit into one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from services.assignment.situation.live_ticket import LiveTicket
from shared.vocabulary.identity import TicketId

MOST_AT_ONCE = 200
"""Waiting tickets in one round; of more, half are the most pressing and half come by turns."""
LATEST = datetime.max.replace(tzinfo=UTC)


def next_in_turn(
    waiting: Sequence[TicketId],
    tickets: Mapping[TicketId, LiveTicket],
    in_vain: Mapping[TicketId, int],
    told_so: Callable[[TicketId], bool],
) -> Sequence[TicketId]:
    """All that wait if they fit; else none that no round can give anybody, where that is `told_so`.

    `in_vain`: how many rounds left a ticket waiting.
    """
    if len(waiting) <= MOST_AT_ONCE:
        return waiting
    waiting = [ticket for ticket in waiting if not told_so(ticket)]
    waiting.sort(key=lambda t: (not tickets[t].urgent, tickets[t].resolve_by or LATEST, t))
    pressing, others = waiting[: MOST_AT_ONCE // 2], waiting[MOST_AT_ONCE // 2 :]
    others.sort(key=lambda ticket: in_vain.get(ticket, 0))
    return pressing + others[: MOST_AT_ONCE // 2]
