"""The mean toughness of tough tickets dealt lately: the unit for leads, frozen for each round."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.vocabulary.toughness import TOUGH_FROM

WINDOW = timedelta(days=30)


@dataclass(slots=True)
class Trailing:
    """First deals of the trailing thirty days, with the running sum of tough ones in milli-points."""

    deals: deque[tuple[datetime, int]] = field(default_factory=deque)
    tough_from: int = TOUGH_FROM
    """Milli-points from which a ticket counts as tough."""
    tough: int = 0
    tough_total: int = 0

    def add(self, at: datetime, toughness: int) -> None:
        """One more deal, as it was booked."""
        self.deals.append((at, toughness))
        self._count(toughness, 1)

    def mean_tough(self, now: datetime, *, tough_from: int = TOUGH_FROM) -> int:
        """Mean milli-points of the tough deals until now; what one counts at least, where there are none."""
        self._forget(now)
        if tough_from != self.tough_from:
            self._count_anew(tough_from)
        return max(1, self.tough_total // self.tough if self.tough else tough_from)

    def _forget(self, now: datetime) -> None:
        while self.deals and self.deals[0][0] < now - WINDOW:
            self._count(self.deals.popleft()[1], -1)

    def _count_anew(self, tough_from: int) -> None:
        self.tough_from = tough_from
        tough = [toughness for _, toughness in self.deals if toughness >= tough_from]
        self.tough, self.tough_total = len(tough), sum(tough)

    def _count(self, toughness: int, times: int) -> None:
        if toughness >= self.tough_from:
            self.tough += times
            self.tough_total += times * toughness
