"""What rounds have said so far: why tickets wait, which round left them waiting, and how often in vain."""

from collections import deque
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from shared.events.assignment import RoundDecided
from shared.vocabulary.identity import RoundId, TicketId

MOST_RECENT = 200
"""Rounds of which the ids are remembered, to be decided again under another policy."""


@dataclass(slots=True)
class PastRounds:
    """What is remembered of rounds, as far as it speaks of tickets alive."""

    reasons: dict[TicketId, str] = field(default_factory=dict)
    """Why each waiting ticket waits, as last recorded."""
    left_in: dict[TicketId, RoundId] = field(default_factory=dict)
    """The round that last left a ticket waiting."""
    in_vain: dict[TicketId, int] = field(default_factory=dict)
    """How many rounds of this process left a ticket waiting; only for whose turn it is."""
    recent: deque[RoundId] = field(default_factory=lambda: deque(maxlen=MOST_RECENT))
    """The last rounds, oldest first."""

    def take(self, round_id: RoundId, event: RoundDecided, alive: Container[TicketId]) -> None:
        """One more round; of what it says only tickets alive are remembered."""
        self.recent.append(round_id)
        for judged in event.tickets:
            self.reasons.pop(judged.ticket, None)
            if judged.waits_because and judged.ticket in alive:
                self.reasons[judged.ticket] = judged.waits_because
                self.left_in[judged.ticket] = round_id

    def wait_on(self, tickets: Iterable[TicketId]) -> None:
        """Remember that a round could not give these to anybody, so that others have their turn."""
        for ticket in tickets:
            self.in_vain[ticket] = self.in_vain.get(ticket, 0) + 1

    def forget(self, ticket: TicketId) -> None:
        """The ticket is no longer the desk's business."""
        for by_ticket in (self.reasons, self.left_in, self.in_vain):
            by_ticket.pop(ticket, None)
