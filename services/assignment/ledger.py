"""The ledger: who carried how much tough work against what was their fair share.

When a ticket changes hands its toughness is shared out over every agent who was eligible and on shift,
busy or not, by presence; the taker is credited with all of it (the carpool rule of Fagin and
Williams 1983; assignment.md 4.5). So a booking always sums to zero, and absence neither costs nor earns.
Bookings are stored whole; the half-life is applied on reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.assignment.decay import faded, hour_of, hourly_factor
from shared.events.assignment import Share
from shared.vocabulary.identity import PersonId
from shared.vocabulary.toughness import MilliPoints

FINE = 1_000
"""Accounts are kept in thousandths of a milli-point, so that fading does not eat small debts."""


def shares_of(
    toughness: int,
    *,
    entitled: Mapping[PersonId, int],
    taker: PersonId,
) -> tuple[Share, ...]:
    """What a first deal moves on each account, in milli-points summing to zero.

    `entitled`: presence weight by eligible agent on shift. The taker is credited and the entitled share
    the debt; nothing is booked where nobody is entitled.
    """
    parts = divided(toughness, entitled)
    if not parts:
        return ()
    moved = {agent: -part for agent, part in parts.items()}
    moved[taker] = moved.get(taker, 0) + toughness
    return tuple(Share(agent=a, milli_points=MilliPoints(m)) for a, m in sorted(moved.items()))


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


@dataclass(slots=True)
class Account:
    """One agent's lead as it stood at some hour, in thousandths of a milli-point."""

    fine: int = 0
    hour: int = 0


@dataclass(slots=True)
class Ledger:
    """Every agent's account, folded from bookings."""

    half_life_days: int = 30
    accounts: dict[PersonId, Account] = field(default_factory=dict)

    def book(self, shares: tuple[Share, ...], at: datetime) -> None:
        """Add the shares of one booking."""
        hour = hour_of(at)
        for share in shares:
            account = self.accounts.setdefault(share.agent, Account(0, hour))
            account.fine = self._read(account, hour) + FINE * share.milli_points
            account.hour = max(hour, account.hour)

    def lead(self, agent: PersonId, now: datetime) -> int:
        """Milli-points the agent is ahead of their entitlement, or behind, faded until now."""
        account = self.accounts.get(agent)
        return self._read(account, hour_of(now)) // FINE if account else 0

    def _read(self, account: Account, hour: int) -> int:
        factor = hourly_factor(self.half_life_days)
        return faded(account.fine, max(0, hour - account.hour), factor)
