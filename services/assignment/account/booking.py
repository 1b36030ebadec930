"""What stands booked for a ticket, and what a change of it books: always over the people of its first deal.

Who was entitled is settled when a ticket is first dealt; who comes to work later neither earns nor owes by
its being handed on. Every later booking (hand-over, true-up, appeal, reopening, being put back) is the
difference between what stands and what should stand over that same set, so each sums to zero, and it ages
from the deal: what is put back is as if it had never been dealt, at every later reading too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from services.assignment.account.ledger import divided
from shared.events.assignment import EntitlementBooked, Share
from shared.events.toughness import CreditMoved
from shared.vocabulary.identity import PersonId, Plain, RoundId, TeamId
from shared.vocabulary.toughness import MilliPoints
from shared.vocabulary.words import CreditReason, Origin

FULL_TIME = 1_000
"""Weight in a share that a booking does not spell out."""


@dataclass(frozen=True, slots=True)
class Booking:
    """What stands booked for one ticket, folded from its bookings."""

    toughness: int = 0
    """Milli-points."""
    credited: PersonId | None = None
    """Who took it last; None where nothing stands."""
    credits: Mapping[PersonId, int] = field(default_factory=dict)
    """Who carries how much of it, in milli-points; sums to the toughness."""
    weights: Mapping[PersonId, int] = field(default_factory=dict)
    """The recorded set: presence weight of everybody who was entitled when it was dealt."""
    dealt_at: datetime | None = None

    @property
    def shares(self) -> dict[PersonId, int]:
        """What it moves on each account, in milli-points summing to zero: carried minus entitled."""
        shares = {agent: -part for agent, part in divided(self.toughness, self.weights).items()}
        for agent, carried in self.credits.items():
            shares[agent] = shares.get(agent, 0) + carried
        return shares

    def after(self, event: EntitlementBooked | CreditMoved, at: datetime) -> "Booking":
        """What stands after one more booking."""
        if isinstance(event, CreditMoved):
            return replace(self, toughness=event.toughness, credits=event.credits)
        if event.taker is None:
            return Booking()
        taken = replace(self, credited=event.taker, credits={event.taker: event.toughness})
        if self.credited is not None:
            return taken
        told = {share.agent: event.weights.get(share.agent, FULL_TIME) for share in event.shares}
        weights = {agent: weight for agent, weight in told.items() if weight}
        return replace(taken, toughness=event.toughness, weights=weights, dealt_at=at)


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
    first = standing.credited is None
    weight, weights = (toughness, entitled) if first else (standing.toughness, standing.weights)
    if to == standing.credited or not any(weights.values()):
        return ()
    after = Booking(weight, to, {to: weight} if to else {}, weights if to else {})
    spelt_out = {a: weights.get(a, 0) for a in after.shares if weights.get(a, 0) != FULL_TIME}
    return (
        EntitlementBooked(
            taker=to,
            origin=origin,
            toughness=MilliPoints(weight),
            team=team,
            shares=between(standing, after),
            round=Plain(round_id) if round_id else None,
            weights=spelt_out if first else {},
            dealt_at=standing.dealt_at,
        ),
    )


def set_right(
    standing: Booking, *, toughness: int, worked: Mapping[PersonId, int], because: CreditReason
) -> tuple[CreditMoved, ...]:
    """The booking that lets the ticket count so many milli-points, credited by work done.

    `worked`: seconds, or any other measure, by agent; where nobody did any, whoever has the credit keeps
    it. None where nothing stands booked, or it stands so already.
    """
    if standing.credited is None or standing.dealt_at is None:
        return ()
    parts = divided(toughness, worked) or divided(toughness, standing.credits)
    credits = {agent: part for agent, part in parts.items() if part}
    credits = credits or {standing.credited: toughness}
    if (toughness, credits) == (standing.toughness, dict(standing.credits)):
        return ()
    after = replace(standing, toughness=toughness, credits=credits)
    return (
        CreditMoved(
            because=because,
            before=MilliPoints(standing.toughness),
            toughness=MilliPoints(toughness),
            credits={agent: MilliPoints(part) for agent, part in sorted(credits.items())},
            shares=between(standing, after),
            dealt_at=standing.dealt_at,
        ),
    )


def between(before: Booking, after: Booking) -> tuple[Share, ...]:
    """What leads from one standing to the other, in order of agent; everybody of either is named."""
    old, new = before.shares, after.shares
    return tuple(
        Share(agent=agent, milli_points=MilliPoints(new.get(agent, 0) - old.get(agent, 0)))
        for agent in sorted({*old, *new})
    )
