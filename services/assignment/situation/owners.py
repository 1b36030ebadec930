"""Whose hands the living tickets are in, and which need an owner; kept up with every event."""

from collections.abc import Collection
from dataclasses import dataclass, field

from services.assignment.situation.live_ticket import LiveTicket, needs_owner
from shared.vocabulary.identity import PersonId, TicketId


@dataclass(slots=True)
class Owners:
    """Tickets by owner, resolved ones left out, and those that wait for an owner."""

    waiting: dict[TicketId, None] = field(default_factory=dict)
    """In the order they came to need an owner."""
    owned: dict[PersonId, dict[TicketId, None]] = field(default_factory=dict)
    _owner: dict[TicketId, PersonId] = field(default_factory=dict)

    def put(self, ticket: TicketId, live: LiveTicket) -> Collection[PersonId]:
        """Where the ticket is now; returns whose hands that may have changed."""
        owner = None if live.resolved else live.owner
        before = self._owner.get(ticket)
        if needs_owner(live):
            self.waiting.setdefault(ticket)
        else:
            self.waiting.pop(ticket, None)
        if owner != before:
            self._leave(ticket)
            if owner is not None:
                self._owner[ticket] = owner
                self.owned.setdefault(owner, {})[ticket] = None
        return [each for each in (before, owner) if each is not None]

    def forget(self, ticket: TicketId) -> Collection[PersonId]:
        """The ticket is no longer the desk's business."""
        self.waiting.pop(ticket, None)
        before = self._owner.get(ticket)
        self._leave(ticket)
        return () if before is None else (before,)

    def of(self, agent: PersonId) -> Collection[TicketId]:
        """The unresolved tickets somebody owns, waiting ones included."""
        return self.owned.get(agent, {})

    def _leave(self, ticket: TicketId) -> None:
        owner = self._owner.pop(ticket, None)
        if owner is not None:
            tickets = self.owned[owner]
            del tickets[ticket]
            if not tickets:
                del self.owned[owner]
