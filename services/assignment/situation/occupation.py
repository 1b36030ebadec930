"""How much of everybody's time on shift their tickets took in the last seven days.

A ticket counts as it is expected, and once its owner is done with it as they logged their work on it, if
they logged any. Told by the hour: what was given or logged since the last full hour counts from the next
one, so that the answer follows from what happened and the hour alone, however often it is asked.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.vocabulary.identity import PersonId, TicketId

WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)
SHIFT = 480
"""Minutes for which somebody counts as busy as the desk is before their own time is looked at."""


@dataclass(slots=True)
class Spent:
    """What a ticket takes of one agent's time, in milli-minutes."""

    counted: int = 0
    logged: int = 0


@dataclass(slots=True)
class Occupation:
    """The work that came to each agent lately."""

    given: dict[PersonId, deque[tuple[datetime, int]]] = field(default_factory=dict)
    """By agent: when how many milli-minutes came, or were too many; oldest first."""
    spent: dict[TicketId, dict[PersonId, Spent]] = field(default_factory=dict)
    """By living ticket, by who got it or worked on it."""

    def give(self, agent: PersonId, ticket: TicketId, milli_minutes: int, at: datetime) -> None:
        """They got a ticket of so much work."""
        self._count(agent, self._spent(agent, ticket), milli_minutes, at)

    def log(self, agent: PersonId, ticket: TicketId, seconds: int) -> None:
        """They worked on the ticket for so long."""
        self._spent(agent, ticket).logged += seconds * 1_000 // 60

    def done(self, agent: PersonId, ticket: TicketId, at: datetime) -> None:
        """They are done with it: from now on what they logged counts, if they logged anything."""
        spent = self._spent(agent, ticket)
        if spent.logged:
            self._count(agent, spent, spent.logged - spent.counted, at)

    def forget(self, ticket: TicketId) -> None:
        """The ticket is closed; what it took stays counted."""
        self.spent.pop(ticket, None)

    def _spent(self, agent: PersonId, ticket: TicketId) -> Spent:
        return self.spent.setdefault(ticket, {}).setdefault(agent, Spent())

    def _count(self, agent: PersonId, spent: Spent, milli_minutes: int, at: datetime) -> None:
        spent.counted += milli_minutes
        theirs = self.given.setdefault(agent, deque())
        theirs.append((at, milli_minutes))
        while theirs[0][0] <= at - WEEK - HOUR:
            theirs.popleft()

    def shares(self, hour: datetime, minutes: Mapping[PersonId, int]) -> dict[PersonId, int]:
        """By agent: per mille of their time that their work takes, drawn towards that of the whole desk.

        `minutes`: of shift in the seven days before the hour, by agent.
        """
        work = {agent: self._work(agent, hour) for agent in minutes}
        whole = max(1, sum(minutes.values()))
        usual = SHIFT * sum(work.values()) // whole
        return {agent: (work[agent] + usual) // (minutes[agent] + SHIFT) for agent in minutes}

    def _work(self, agent: PersonId, hour: datetime) -> int:
        """Milli-minutes that came to them in the seven days before the hour."""
        theirs = self.given.get(agent, ())
        return max(0, sum(amount for at, amount in theirs if hour - WEEK <= at < hour))
