"""What a change of hands books: a first deal shares the debt out, every later one adjusts that same booking.

Who was entitled is settled when a ticket is first dealt; who comes to work later neither earns nor owes by
its being handed on. What is put back is as if it had never been dealt.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.assignment.ledger import shares_of
from shared.events.assignment import EntitlementBooked, Share
from shared.vocabulary.identity import PersonId, Plain, RoundId, TeamId
from shared.vocabulary.toughness import MilliPoints
from shared.vocabulary.words import Origin


@dataclass(frozen=True, slots=True)
class Booking:
    """What stands booked for one ticket, folded from its bookings."""

    toughness: int = 0
    """Milli-points."""
    credited: PersonId | None = None
    """Who carries the credit; None where nothing stands."""
    shares: Mapping[PersonId, int] = field(default_factory=dict)
    """What all its bookings moved on each account together, in milli-points."""

    def after(self, event: EntitlementBooked) -> "Booking":
        """What stands after one more booking."""
        shares = dict(self.shares)
        for share in event.shares:
            shares[share.agent] = shares.get(share.agent, 0) + share.milli_points
        return Booking(event.toughness, event.taker, shares)


def booked(
    standing: Booking,
    *,
    to: PersonId | None,
    origin: Origin,
    toughness: int,
    entitled: Mapping[PersonId, int],
    team: TeamId | None,
    round_id: RoundId | None = None,
) -> tuple[EntitlementBooked, ...]:
    """The booking of a change of hands; none where nobody could be booked.

    `toughness` in milli-points and `entitled` (presence weight by agent) count for a first deal only.
    """
    weight = standing.toughness if standing.credited else toughness
    shares = shares_for(standing, to=to, toughness=weight, entitled=entitled)
    if not shares:
        return ()
    return (
        EntitlementBooked(
            taker=to,
            origin=origin,
            toughness=MilliPoints(weight),
            team=team,
            shares=shares,
            round=Plain(round_id) if round_id else None,
        ),
    )


def shares_for(
    standing: Booking, *, to: PersonId | None, toughness: int, entitled: Mapping[PersonId, int]
) -> tuple[Share, ...]:
    """What each account moves, in milli-points summing to zero."""
    if standing.credited is None:
        return shares_of(toughness, entitled=entitled, taker=to) if to else ()
    if to is None:
        return moved({agent: -amount for agent, amount in standing.shares.items()})
    if to == standing.credited:
        return ()
    return moved({standing.credited: -toughness, to: toughness})


def moved(amounts: Mapping[PersonId, int]) -> tuple[Share, ...]:
    """Amounts by agent as shares, in order of agent."""
    return tuple(Share(agent=a, milli_points=MilliPoints(m)) for a, m in sorted(amounts.items()))
