"""The roster's requests: who works here, when, at what, and with whom never."""

from datetime import date, time
from typing import ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.intake.agent import Agent
from services.intake.asked import Asked
from services.intake.requests.form import Line, Request, words
from shared.eventlog.port import Refusal
from shared.events import roster as said
from shared.events.declaration import Event
from shared.vocabulary.identity import Personal, PersonId, Plain, StreamId, person_of
from shared.vocabulary.skill import Skill
from shared.vocabulary.words import Absence
from shared.vocabulary.working_time import ShiftException, WeeklyShift, zone_named


class TimeEndsBeforeItStarts(Refusal):
    """A span of time has to have a length."""


class AgentRequest(Request):
    """Something asked about one agent's working life."""

    PATH: ClassVar[str]
    ACTION: ClassVar[str] = "manage the roster"
    OWN: ClassVar[bool] = False
    """Whether agents may ask it about themselves."""

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """What follows for the agent; empty if there is nothing new to record."""
        raise NotImplementedError


class WelcomeAgent(AgentRequest):
    """Let someone begin to work tickets here."""

    PATH = "welcome"
    tier: int = Field(1, ge=1, le=9, description="Tier of support.")
    languages: tuple[Line, ...] = Field((), description="Languages they work in.")

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """Joined; nothing if they work here already."""
        if agent.here:
            return ()
        languages = tuple(Plain(each) for each in self.languages)
        person = person_of(agent.stream)
        return (said.AgentJoined(agent=person, tier=self.tier, languages=languages),)


class SayGoodbye(AgentRequest):
    """Let someone stop working tickets here."""

    PATH = "goodbye"
    reason: Line | None = None

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """Left."""
        agent.must_be_here()
        return (said.AgentLeft(reason=words(self.reason)),)


class GrantSkill(AgentRequest):
    """Find an agent able to do something, at a level."""

    PATH = "skills"
    skill: Line
    level: int = Field(1, ge=1, le=5, description="1 has seen it, 5 teaches it.")
    tier: int | None = Field(None, ge=1, le=9)

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """Granted; nothing if they have it at that level already."""
        agent.must_be_here()
        skill = Skill(name=Plain(self.skill), level=self.level)
        if agent.skills.get(self.skill) == skill and self.tier in (None, agent.tier):
            return ()
        return (said.AgentSkillGranted(skill=skill, tier=self.tier),)


class WithdrawSkill(AgentRequest):
    """No longer count an agent as able to do something."""

    PATH = "skills/withdraw"
    skill: Line
    reason: Line | None = None

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """Withdrawn; nothing if they never had it."""
        if self.skill not in agent.skills:
            return ()
        return (said.AgentSkillWithdrawn(name=Plain(self.skill), reason=words(self.reason)),)


class Hours(BaseModel):
    """One weekly shift in local time; 0 is Monday."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    day: int = Field(ge=0, le=6)
    start: time
    end: time


class OtherDay(BaseModel):
    """A day that differs: other hours, or none."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    day: date
    start: time | None = None
    end: time | None = None


class SetWorkingTime(AgentRequest):
    """Say when an agent works."""

    PATH = "working-time"
    zone: str = Field(description="IANA time zone, such as Europe/Berlin.")
    week: tuple[Hours, ...] = ()
    exceptions: tuple[OtherDay, ...] = ()

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """The new pattern."""
        agent.must_be_here()
        zone_named(self.zone)
        week = tuple(WeeklyShift(day=h.day, start=h.start, end=h.end) for h in self.week)
        days = tuple(ShiftException(day=d.day, start=d.start, end=d.end) for d in self.exceptions)
        return (said.AgentWorkingTimeSet(zone=Plain(self.zone), week=week, exceptions=days),)


class GoAway(AgentRequest):
    """Take an agent out of the dealing for now."""

    PATH = "away"
    OWN = True
    why: Absence = Absence.BREAK
    until: AwareDatetime | None = None

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """Away, from now."""
        agent.must_be_here()
        return (said.AgentWentAway(why=self.why, until=self.until),)


class ComeBack(AgentRequest):
    """Put an agent back into the dealing."""

    PATH = "back"
    OWN = True

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """Back; nothing if they were not away."""
        return (said.AgentCameBack(),) if agent.away else ()


class SetFocusTime(AgentRequest):
    """Protect a span of an agent's time from new work."""

    PATH = "focus"
    OWN = True
    start: AwareDatetime
    end: AwareDatetime

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """Protected."""
        agent.must_be_here()
        if self.end <= self.start:
            raise TimeEndsBeforeItStarts(
                f"focus time from {self.start} to {self.end} ends before it starts; swap the two"
            )
        return (said.AgentFocusTimeSet(start=self.start, end=self.end),)


class DrawRedline(AgentRequest):
    """Keep an agent from a requester or a service."""

    PATH = "redlines"
    requester: str | None = Field(None, pattern=r"^person-[0-9a-f]{32}$")
    service: Line | None = None
    reason: Line

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """The line; nothing if it is drawn already."""
        requester = PersonId(StreamId(self.requester)) if self.requester else None
        service = Plain(self.service) if self.service else None
        if (requester, service) in agent.redlines:
            return ()
        reason = Personal(self.reason)
        return (said.AgentRedlineDrawn(requester=requester, service=service, reason=reason),)


class LiftRedline(AgentRequest):
    """Let an agent work again for a requester or on a service."""

    PATH = "redlines/lift"
    requester: str | None = Field(None, pattern=r"^person-[0-9a-f]{32}$")
    service: Line | None = None
    reason: Line

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """Lifted; nothing if there was none."""
        requester = PersonId(StreamId(self.requester)) if self.requester else None
        service = Plain(self.service) if self.service else None
        if (requester, service) not in agent.redlines:
            return ()
        reason = Personal(self.reason)
        return (said.AgentRedlineLifted(requester=requester, service=service, reason=reason),)


class SetCapacity(AgentRequest):
    """Say how much an agent carries at once, and which share of full time they work."""

    PATH = "capacity"
    tickets: int = Field(ge=0, le=1_000)
    presence: int = Field(1_000, ge=0, le=2_000, description="Thousandths of full time.")

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """The new capacity; nothing if it is the same."""
        agent.must_be_here()
        if (agent.tickets, agent.presence) == (self.tickets, self.presence):
            return ()
        return (said.AgentCapacitySet(tickets=self.tickets, presence=self.presence),)


AGENT_REQUESTS: tuple[type[AgentRequest], ...] = (
    WelcomeAgent,
    SayGoodbye,
    GrantSkill,
    WithdrawSkill,
    SetWorkingTime,
    GoAway,
    ComeBack,
    SetFocusTime,
    DrawRedline,
    LiftRedline,
    SetCapacity,
)
