"""The ledger: who carried how much tough work against what was their fair share.

When a ticket is dealt its toughness is shared out over every agent who was eligible and on shift, busy or
not, by presence; the taker is credited with all of it (the carpool rule of Fagin and Williams 1983;
assignment.md 4.5). So a booking always sums to zero, and absence neither costs nor earns. Bookings are
stored whole; the half-life works on reading, and leads sum to zero at every reading.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.assignment.account.decay import growth, hour_of
from shared.events.assignment import Share
from shared.vocabulary.identity import PersonId

REMEMBERED_HALF_LIVES = 20
"""Older bookings weigh less than a millionth; another half-life changes nothing of them any more."""


def divided(amount: int, weights: Mapping[PersonId, int]) -> dict[PersonId, int]:
    """The amount in whole parts by weight, by largest remainder; ties go to the smaller id."""
    whole = sum(weights.values())
    if whole == 0:
        return {}
    parts = {agent: amount * weight // whole for agent, weight in weights.items()}
    left = amount - sum(parts.values())
    by_remainder = sorted(weights, key=lambda agent: (-(amount * weights[agent] % whole), agent))
    for agent in by_remainder[:left]:
        parts[agent] += 1
    return parts


def in_units(amounts: Mapping[PersonId, int], unit: int) -> dict[PersonId, int]:
    """Amounts that sum to zero in whole units that sum to zero: rounded by largest remainder."""
    whole = {agent: amount // unit for agent, amount in amounts.items()}
    by_remainder = sorted(amounts, key=lambda agent: (-(amounts[agent] % unit), agent))
    for agent in by_remainder[: -sum(whole.values())]:
        whole[agent] += 1
    return whole


@dataclass(slots=True)
class Ledger:
    """Every agent's account, folded from bookings."""

    half_life_days: int = 30
    booked: dict[int, dict[PersonId, int]] = field(default_factory=dict)
    """By hour: milli-points as they were booked, never decayed; the shares of an hour sum to zero."""
    weighed: defaultdict[PersonId, int] = field(default_factory=lambda: defaultdict(int))
    """By agent: the sum of all bookings, each times the growth of its hour."""
    _read: tuple[int, dict[PersonId, int]] | None = None

    def book(self, shares: Iterable[Share], at: datetime) -> None:
        """Add the shares of one booking, which ages from that moment."""
        hour = hour_of(at)
        factor, of_hour = growth(self.half_life_days, hour), self.booked.setdefault(hour, {})
        for share in shares:
            of_hour[share.agent] = of_hour.get(share.agent, 0) + share.milli_points
            self.weighed[share.agent] += share.milli_points * factor
        self._read = None

    def age_by(self, half_life_days: int) -> None:
        """Read everything by another half-life from now on."""
        if half_life_days == self.half_life_days:
            return
        self.half_life_days = half_life_days
        self._forget()
        self._weigh()

    def aged_by(self, half_life_days: int) -> "Ledger":
        """The same bookings read by another half-life; this ledger stays as it is."""
        other = Ledger(half_life_days, {hour: dict(each) for hour, each in self.booked.items()})
        other._weigh()
        return other

    def leads(self, now: datetime) -> Mapping[PersonId, int]:
        """Milli-points each agent is ahead of entitlement, or behind, faded until now; sums to zero."""
        hour = hour_of(now)
        if self._read is None or self._read[0] != hour:
            self._read = hour, in_units(self.weighed, growth(self.half_life_days, hour))
        return self._read[1]

    def lead(self, agent: PersonId, now: datetime) -> int:
        """The same for one agent; 0 for who was never booked anything."""
        return self.leads(now).get(agent, 0)

    def _weigh(self) -> None:
        self.weighed.clear()
        for hour, amounts in self.booked.items():
            factor = growth(self.half_life_days, hour)
            for agent, amount in amounts.items():
                self.weighed[agent] += amount * factor
        self._read = None

    def _forget(self) -> None:
        oldest = max(self.booked, default=0) - REMEMBERED_HALF_LIVES * 24 * self.half_life_days
        self.booked = {hour: each for hour, each in self.booked.items() if hour >= oldest}
