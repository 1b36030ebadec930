"""How much of everybody's time on shift their tickets took in the last seven days.

Told by the hour: what was given since the last full hour counts from the next one, so that the answer follows
from what happened and the hour alone, however often it is asked.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.vocabulary.identity import PersonId

WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)
SHIFT = 480
"""Minutes for which somebody counts as busy as the desk is before their own time is looked at."""


@dataclass(slots=True)
class Occupation:
    """The expected work that came to each agent lately."""

    given: dict[PersonId, deque[tuple[datetime, int]]] = field(default_factory=dict)
    """By agent: when they got how many milli-minutes; oldest first."""

    def give(self, agent: PersonId, milli_minutes: int, at: datetime) -> None:
        """They got a ticket of so much work."""
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
        return sum(amount for at, amount in theirs if hour - WEEK <= at < hour)
