"""Who knows whom, and what belongs together: a requester's last helper, and links between living tickets.

Bounded by what is alive: helpers are forgotten with the days the policy remembers them for, links with
either ticket.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.vocabulary.identity import PersonId, TicketId


@dataclass(slots=True)
class Acquaintance:
    """Helpers by requester, and tickets by ticket."""

    helper: dict[PersonId, tuple[datetime, PersonId]] = field(default_factory=dict)
    links: dict[TicketId, set[TicketId]] = field(default_factory=dict)
    _order: deque[tuple[datetime, PersonId]] = field(default_factory=deque)

    def helped(self, requester: PersonId, agent: PersonId, at: datetime, *, days: int) -> None:
        """The agent settled a problem of the requester; whoever helped too long ago is forgotten."""
        self.helper[requester] = at, agent
        self._order.append((at, requester))
        oldest = at - timedelta(days=days)
        while self._order and self._order[0][0] < oldest:
            _, forgotten = self._order.popleft()
            if self.helper.get(forgotten, (at, agent))[0] < oldest:
                del self.helper[forgotten]

    def last_helper(
        self, requester: PersonId | None, now: datetime, *, days: int
    ) -> PersonId | None:
        """Who settled the requester's last problem within so many days."""
        known = self.helper.get(requester) if requester else None
        return known[1] if known and known[0] >= now - timedelta(days=days) else None

    def link(self, one: TicketId, other: TicketId) -> None:
        """Two living tickets belong together."""
        self.links.setdefault(one, set()).add(other)
        self.links.setdefault(other, set()).add(one)

    def linked(self, ticket: TicketId) -> list[TicketId]:
        """What belongs together with it, in order."""
        return sorted(self.links.get(ticket, ()))

    def forget(self, ticket: TicketId) -> None:
        """The ticket closed."""
        for other in self.links.pop(ticket, ()):
            rest = self.links[other]
            rest.discard(ticket)
            if not rest:
                del self.links[other]
