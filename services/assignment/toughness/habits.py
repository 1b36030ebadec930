"""How often each agent flags and appeals, over thirty days: more than usual, and flags stop to count."""

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.vocabulary.identity import PersonId

WINDOW = timedelta(days=30)
FEWEST = 5
"""Tickets everybody is taken to have had, so that a first flag in a quiet month counts."""


@dataclass(slots=True)
class Habit:
    """What one agent took and flagged lately, oldest first."""

    taken: deque[tuple[datetime, Hashable]] = field(default_factory=deque)
    flagged: deque[tuple[datetime, Hashable]] = field(default_factory=deque)

    def counted(self, now: datetime) -> tuple[int, int]:
        """Tickets taken and tickets flagged in the thirty days until now."""
        for each in (self.taken, self.flagged):
            while each and each[0][0] < now - WINDOW:
                each.popleft()
        return len({t for _, t in self.taken}), len({t for _, t in self.flagged})


@dataclass(slots=True)
class Habits:
    """Everybody's."""

    of: dict[PersonId, Habit] = field(default_factory=dict)

    def took(self, agent: PersonId, ticket: Hashable, at: datetime) -> None:
        """The agent became the owner of a ticket."""
        self.of.setdefault(agent, Habit()).taken.append((at, ticket))

    def flagged(self, agent: PersonId, ticket: Hashable, at: datetime) -> None:
        """The agent said that a ticket was tough."""
        self.of.setdefault(agent, Habit()).flagged.append((at, ticket))

    def flags_count(self, agent: PersonId, now: datetime, *, per_mille: int) -> bool:
        """Whether the agent flags no larger part of their tickets than may count."""
        taken, flagged = self.of.setdefault(agent, Habit()).counted(now)
        return 1_000 * flagged <= per_mille * max(taken, FEWEST)
