"""What a round decides on, frozen: the tickets that wait and the agents as they stand at one instant."""

from datetime import datetime

import msgspec

from services.assignment.booking import Booking
from shared.vocabulary.identity import PersonId, TeamId, TicketId
from shared.vocabulary.policy import Policy
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.toughness import TOUGH_FROM
from shared.vocabulary.words import Absence
from shared.vocabulary.working_time import Span, WorkingTime


class WaitingTicket(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket that needs an owner."""

    id: TicketId
    version: int
    raised_at: datetime
    urgent: bool
    toughness: int
    """Milli-points; the policy's default where nobody judged it."""
    minutes: int
    """Expected minutes of an ordinary agent's work."""
    need: SkillNeed = SkillNeed()
    team: TeamId | None = None
    service: str | None = None
    requester: PersonId | None = None
    resolve_by: datetime | None = None
    put_back_by: tuple[PersonId, ...] = ()
    """Who had it and gave it up."""
    booking: Booking = Booking()
    """What stands booked from before, if it was dealt before."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """An agent as they stand at the instant of the round."""

    id: PersonId
    skills: dict[str, int]
    """Level by skill."""
    tier: int = 1
    languages: tuple[str, ...] = ()
    working: WorkingTime = WorkingTime()
    away: Absence | None = None
    away_until: datetime | None = None
    focus: tuple[Span, ...] = ()
    redlines: tuple[tuple[PersonId | None, str | None], ...] = ()
    teams: tuple[TeamId, ...] = ()
    in_work: int = 0
    """Owned tickets that neither wait nor are resolved."""
    limit: int = 1
    """Tickets in work at once."""
    load: int = 0
    """Milli-minutes of the tickets in work."""
    presence: int = 1_000
    ramp: int = 1_000
    """Thousandths of their weight that count while they are new here."""
    lead: int = 0
    """Milli-points ahead of entitlement, faded until now."""

    @property
    def weight(self) -> int:
        """Weight in a share of tough work, in thousandths of an experienced full-timer's."""
        return self.presence * self.ramp // 1_000


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """The whole input of one round."""

    now: datetime
    policy: Policy
    mean_toughness: int
    """Mean milli-points of the tickets dealt in the trailing 30 days."""
    mean_tough: int = TOUGH_FROM
    """The same of the tough ones; the unit of the fairness cap."""
    tickets: tuple[WaitingTicket, ...]
    agents: tuple[Standing, ...]
    cursor: tuple[int, ...] = ()
