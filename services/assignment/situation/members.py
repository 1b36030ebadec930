"""A member of the roster as the situation keeps them, folded from the events of a working life."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.assignment.situation.open_hours import OpenHours
from services.assignment.situation.shifts import Running, running
from services.assignment.situation.standing import Profile
from shared.events import roster as said
from shared.vocabulary.identity import PersonId, TeamId
from shared.vocabulary.policy import FairnessPolicy
from shared.vocabulary.words import Absence
from shared.vocabulary.working_time import Span, WorkingTime

MOMENTARY = (said.AgentWentAway, said.AgentCameBack, said.AgentFocusTimeSet)
"""What says something of now and leaves the profile as it is."""
KEPT_FOCUS = 20
"""Spans of focus time remembered; older ones have passed."""


@dataclass(slots=True)
class Member:
    """Someone who works here, or did."""

    id: PersonId
    here: bool = False
    tier: int = 1
    languages: tuple[str, ...] = ()
    skills: dict[str, int] = field(default_factory=dict)
    working: WorkingTime = WorkingTime()
    away: Absence | None = None
    away_until: datetime | None = None
    focus: tuple[Span, ...] = ()
    redlines: tuple[tuple[PersonId | None, str | None], ...] = ()
    teams: tuple[TeamId, ...] = ()
    tickets: int | None = None
    minutes: int | None = None
    presence: int = 1_000
    joined_at: datetime | None = None
    _profile: Profile | None = None
    _running: Running | None = None
    _hours: OpenHours | None = None

    def profile(self) -> Profile:
        """What lasts of them; the same object until an event changes it."""
        if self._profile is None:
            self._profile = Profile(
                id=self.id, skills=dict(sorted(self.skills.items())), tier=self.tier,
                languages=self.languages, working=self.working, redlines=self.redlines,
                teams=self.teams, tickets=self.tickets, minutes=self.minutes,
                presence=self.presence,
            )  # fmt: skip
        return self._profile

    def on_shift(self, start: datetime, end: datetime) -> int:
        """Whole minutes of their shifts between two moments."""
        if self._hours is None:
            self._hours = OpenHours([self.working])
        return self._hours.minutes(start, end)

    def shift(self, now: datetime) -> Span | None:
        """The shift that runs now; looked up again only when that may have changed."""
        known = self._running
        if known is None or not known.holds.start <= now < known.holds.end:
            known = self._running = running(self.working, now)
        return known.shift

    def changed(self) -> None:
        """Forget what followed from how they were."""
        self._profile = self._running = self._hours = None


def ramp(member: Member, fairness: FairnessPolicy, now: datetime) -> int:
    """Thousandths of a new member's weight that count: evenly more each day until they are no more new."""
    if member.joined_at is None or fairness.ramp_days == 0:
        return 1_000
    hours = max(0, int((now - member.joined_at).total_seconds()) // 3_600)
    grown = (1_000 - fairness.ramp_from) * hours // (24 * fairness.ramp_days)
    return min(1_000, fairness.ramp_from + grown)


def take_roster(member: Member, event: Any, at: datetime) -> None:
    """The member after one more event of their working life."""
    if not isinstance(event, MOMENTARY):
        member.changed()
    match event:
        case said.AgentJoined():
            member.here, member.tier, member.languages = True, event.tier, event.languages
            member.joined_at = at
        case said.AgentLeft():
            member.here = False
        case said.AgentSkillGranted():
            member.skills[event.skill.name] = event.skill.level
            member.tier = event.tier or member.tier
        case said.AgentSkillWithdrawn():
            member.skills.pop(event.name, None)
        case said.AgentWorkingTimeSet():
            member.working = WorkingTime(
                zone=event.zone, week=event.week, exceptions=event.exceptions
            )
        case said.AgentWentAway():
            member.away, member.away_until = event.why, event.until
        case said.AgentCameBack():
            member.away, member.away_until = None, None
        case said.AgentFocusTimeSet():
            member.focus = (*member.focus, Span(event.start, event.end))[-KEPT_FOCUS:]
        case said.AgentRedlineDrawn():
            member.redlines = (*member.redlines, (event.requester, event.service))
        case said.AgentRedlineLifted():
            lifted = (event.requester, event.service)
            member.redlines = tuple(line for line in member.redlines if line != lifted)
        case said.AgentCapacitySet():
            member.tickets, member.presence = event.tickets, event.presence
            member.minutes = event.minutes
