"""What a round decides on, frozen: the tickets that wait and the agents as they stand at one instant."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from services.assignment.account.booking import Booking
from services.assignment.giving.ways import USUAL, TeamGiving
from shared.vocabulary.identity import PersonId, TeamId, TicketId
from shared.vocabulary.policy import Policy
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.toughness import TOUGH_FROM, MilliPoints
from shared.vocabulary.words import Absence, Level
from shared.vocabulary.working_time import Span, WorkingTime


class WaitingTicket(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket that needs an owner, or whose owner needs help."""

    id: TicketId
    version: int
    raised_at: datetime
    urgent: bool
    """Whether the requester called it urgent."""
    priority: Level | None = None
    """As staff judged it; None before that."""
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
    kept_apart: tuple[PersonId, ...] = ()
    """Who asked for or approved what needed approval, in order of id."""
    last_helper: PersonId | None = None
    """Who resolved the requester's last ticket within the policy's days."""
    had_by: PersonId | None = None
    """Who has it tentatively, or had it last."""
    started: bool = False
    """Whether whoever had it worked on it."""
    linked: tuple[TicketId, ...] = ()
    """Living tickets of the same requester that it is linked to, in order."""
    linked_owner: PersonId | None = None
    """Who owns the first of them that is owned."""
    booking: Booking = Booking()
    """What stands booked from before, if it was dealt before."""
    offered_to: PersonId | None = None
    """Who was asked to take it and has not answered."""
    turned_down: dict[PersonId, datetime] = {}
    """Who declined it or let its offer lapse, and when they did last."""
    pinned_to: PersonId | None = None
    helps: PersonId | None = None
    """The owner who raised their hand: not another owner is looked for, but somebody beside them."""
    asked_in: TeamId | None = None
    """The team in whose queue it stands, of which the helper need not be."""
    passed: tuple[PersonId, ...] = ()
    """Who was asked to come and help, and could not."""


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What lasts of an agent: it changes by events of the roster only, never by time or by work."""

    id: PersonId
    skills: dict[str, int]
    """Level by skill."""
    tier: int = 1
    languages: tuple[str, ...] = ()
    working: WorkingTime = WorkingTime()
    redlines: tuple[tuple[PersonId | None, str | None], ...] = ()
    teams: tuple[TeamId, ...] = ()
    tickets: int | None = None
    """Tickets in work at once; None: the policy's."""
    minutes: int | None = None
    """Expected minutes in hand at once; None: the policy's, by presence."""
    presence: int = 1_000

    @property
    def always_on(self) -> bool:
        """Whether no working time was ever set, so that no shift ends."""
        return not self.working.week and not self.working.exceptions


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """An agent as they stand at the instant of the round."""

    profile: Profile
    shift: Span | None = None
    """The shift that runs now; None when off."""
    away: Absence | None = None
    away_until: datetime | None = None
    focus: tuple[Span, ...] = ()
    in_work: int = 0
    """Owned tickets that neither wait nor are resolved, and those they were offered."""
    tough_in_hand: int = 0
    """Owned tough tickets that are not resolved, also those that wait for somebody else."""
    load: int = 0
    """Milli-minutes of the tickets in work."""
    ramp: int = 1_000
    """Thousandths of their weight that count while they are new here."""
    lead: int = 0
    """Milli-points ahead of entitlement, faded until now."""
    pending: int = 0
    """Milli-points of what they were offered and have not answered."""
    helping: int = 0
    """Tickets of others that they are to help with."""
    heavy_at: datetime | None = None
    """When the last heavy ticket was finished."""
    busy: int = 0
    """Per mille of their time on shift that their tickets of the last seven days take."""
    learned: int = 0
    """Tickets above their own level that they got in the last seven days."""

    @property
    def id(self) -> PersonId:
        """Who it is."""
        return self.profile.id

    @property
    def skills(self) -> dict[str, int]:
        """Level by skill."""
        return self.profile.skills

    @property
    def teams(self) -> tuple[TeamId, ...]:
        """The teams whose queues they work on."""
        return self.profile.teams

    @property
    def presence(self) -> int:
        """Thousandths of full time."""
        return self.profile.presence

    @property
    def weight(self) -> int:
        """Weight in a share of tough work, in thousandths of an experienced full-timer's."""
        return self.profile.presence * self.ramp // 1_000


class Roster:
    """The profiles of everyone who works here, in order of id.

    One object for as long as no profile changes, so that what follows from profiles alone is found once.
    """

    __slots__ = ("__weakref__", "profiles")

    def __init__(self, profiles: tuple[Profile, ...]) -> None:
        self.profiles = profiles


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """The whole input of one round."""

    now: datetime
    policy: Policy
    mean_tough: int = TOUGH_FROM
    """Mean milli-points of the tough tickets dealt in the trailing 30 days: the unit of leads and cap."""
    tickets: tuple[WaitingTicket, ...]
    agents: tuple[Standing, ...]
    roster: Roster
    """The agents' profiles, in the same order."""
    places: int
    """How many tickets could be begun now, were they all for everyone."""
    longest: int
    """Expected minutes of the longest ticket that waits."""
    team_work: dict[TeamId, int] = {}
    """Tickets in work by team, where the policy sets a quota."""
    giving: dict[TeamId, TeamGiving] = {}
    """What teams chose that are not simply dealt their tickets."""
    cursor: tuple[int, ...] = ()
    expected: Mapping[TicketId, MilliPoints] = {}
    """What new tickets among them are forecast to be; the forecast is recorded with the round."""

    def given_by(self, team: TeamId | None) -> TeamGiving:
        """How a team's tickets are given; those of no team are dealt."""
        return self.giving.get(team, USUAL) if team else USUAL


def foreseen(frozen: Frozen, expected: Mapping[TicketId, MilliPoints]) -> Frozen:
    """The same input, its new tickets as tough as they are expected to be."""
    if not expected:
        return frozen
    known = {each.id: expected[each.id] for each in frozen.tickets if each.id in expected}
    tickets = tuple(
        msgspec.structs.replace(each, toughness=known.get(each.id, each.toughness))
        for each in frozen.tickets
    )
    return msgspec.structs.replace(frozen, tickets=tickets, expected=known)


def free_places(agent: Standing, policy: Policy) -> int:
    """How many more tickets the agent may have in work."""
    own = agent.profile.tickets
    return (policy.work.tickets_in_work if own is None else own) - agent.in_work


def places(agents: Iterable[Standing], policy: Policy) -> int:
    """The free places of everyone who is on shift and not away."""
    return sum(
        max(0, free_places(each, policy))
        for each in agents
        if each.shift is not None and each.away is None
    )
