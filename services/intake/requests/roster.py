"""The roster's requests: who works here, at what, how much, and with whom never."""

from pydantic import Field

from services.intake.agent import Agent
from services.intake.asked import Asked
from services.intake.requests.form import (
    MOST_AT_ONCE,
    AgentRequest,
    Label,
    Moment,
    words,
)
from services.intake.requests.working_time import SetWorkingTime
from shared.eventlog.port import Refusal
from shared.events import roster as said
from shared.events.declaration import Event
from shared.people.policy_table import Action
from shared.vocabulary.identity import Personal, PersonId, Plain, StreamId, person_of
from shared.vocabulary.skill import Skill
from shared.vocabulary.words import Absence
from shared.vocabulary.written import PERSON, Line


class TimeEndsBeforeItStarts(Refusal):
    """A span of time has to have a length."""


class TimeHasPassed(Refusal):
    """Absence and focus are for time to come."""


class RedlineIsEmpty(Refusal):
    """A redline is drawn towards somebody or around something."""


class WelcomeAgent(AgentRequest):
    """Let someone begin to work tickets here."""

    PATH = "welcome"
    COMMAND = "join"

    tier: int = Field(1, ge=1, le=9, description="Tier of support.")
    languages: tuple[Label, ...] = Field(
        (), description="Languages they work in.", max_length=MOST_AT_ONCE
    )

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
    COMMAND = "leave"

    reason: Line | None = Field(None, description="Why, if it is said.")

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """Left."""
        agent.must_be_here()
        return (said.AgentLeft(reason=words(self.reason)),)


class GrantSkill(AgentRequest):
    """Find an agent able to do something, at a level."""

    PATH = "skills"
    COMMAND = "skill"

    skill: Label = Field(description="What they can do.")
    level: int = Field(1, ge=1, le=5, description="1 has seen it, 5 teaches it.")
    tier: int | None = Field(None, ge=1, le=9, description="Their tier from now on.")

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
    COMMAND = "withdraw-skill"

    skill: Label = Field(description="What they no longer count as able to do.")
    reason: Line | None = Field(None, description="Why.")

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """Withdrawn; nothing if they never had it."""
        if self.skill not in agent.skills:
            return ()
        return (said.AgentSkillWithdrawn(name=Plain(self.skill), reason=words(self.reason)),)


class GoAway(AgentRequest):
    """Take an agent out of the dealing for now."""

    PATH = "away"
    COMMAND = "away"
    ACTION = Action.MARK_AWAY

    why: Absence = Field(Absence.BREAK, description="The kind of absence; no more is asked.")
    until: Moment | None = Field(None, description="When they are back.")

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """Away, from now; nothing if they are away just so already."""
        agent.must_be_here()
        if self.until and self.until <= asked.at:
            raise TimeHasPassed(
                f"{self.until.isoformat()} has passed; name a later moment, or none"
            )
        if agent.away == (self.why, self.until):
            return ()
        return (said.AgentWentAway(why=self.why, until=self.until),)


class ComeBack(AgentRequest):
    """Put an agent back into the dealing."""

    PATH = "back"
    COMMAND = "back"
    ACTION = Action.MARK_AWAY

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """Back; nothing if they were not away."""
        return (said.AgentCameBack(),) if agent.away else ()


class SetFocusTime(AgentRequest):
    """Protect a span of an agent's time from new work."""

    PATH = "focus"
    COMMAND = "focus"
    ACTION = Action.MARK_AWAY

    start: Moment = Field(description="When it begins.")
    end: Moment = Field(description="When it ends.")

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """Protected; nothing if just that span is protected already."""
        agent.must_be_here()
        if self.end <= self.start:
            raise TimeEndsBeforeItStarts(
                f"focus time from {self.start} to {self.end} ends before it starts; swap the two"
            )
        if self.end <= asked.at:
            raise TimeHasPassed(f"{self.end.isoformat()} has passed; protect time to come")
        if agent.focus == (self.start, self.end):
            return ()
        return (said.AgentFocusTimeSet(start=self.start, end=self.end),)


class Redline(AgentRequest):
    """What a redline is drawn between: the agent, and a requester or a service."""

    requester: str | None = Field(None, description="Whom they must not work for.", pattern=PERSON)
    service: Label | None = Field(None, description="What they must not work on.")
    reason: Line = Field(description="Why.")

    def between(self, agent: Agent) -> tuple[PersonId | None, Plain | None]:
        """The requester and the service. Raises `RedlineIsEmpty`."""
        if self.requester is None and self.service is None:
            raise RedlineIsEmpty(f"the redline of {agent.stream} needs a requester or a service")
        requester = PersonId(StreamId(self.requester)) if self.requester else None
        return requester, Plain(self.service) if self.service else None


class DrawRedline(Redline):
    """Keep an agent from a requester or a service."""

    PATH = "redlines"
    COMMAND = "redline"

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """The line; nothing if it is drawn already."""
        agent.must_be_here()
        requester, service = self.between(agent)
        if (requester, service) in agent.redlines:
            return ()
        reason = Personal(self.reason)
        return (said.AgentRedlineDrawn(requester=requester, service=service, reason=reason),)


class LiftRedline(Redline):
    """Let an agent work again for a requester or on a service."""

    PATH = "redlines/lift"
    COMMAND = "lift-redline"

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """Lifted; nothing if there was none."""
        requester, service = self.between(agent)
        if (requester, service) not in agent.redlines:
            return ()
        reason = Personal(self.reason)
        return (said.AgentRedlineLifted(requester=requester, service=service, reason=reason),)


class SetCapacity(AgentRequest):
    """Say how much an agent carries at once, and which share of full time they work."""

    PATH = "capacity"
    COMMAND = "capacity"

    tickets: int = Field(ge=0, le=1_000, description="Tickets in work at once.")
    presence: int = Field(1_000, ge=0, le=2_000, description="Thousandths of full time.")
    minutes: int | None = Field(
        None, ge=1, le=100_000, description="Expected minutes in hand; none: the policy's."
    )

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """The new capacity; nothing if it is the same."""
        agent.must_be_here()
        same = (agent.tickets, agent.presence, agent.minutes)
        if same == (self.tickets, self.presence, self.minutes):
            return ()
        return (
            said.AgentCapacitySet(
                tickets=self.tickets, presence=self.presence, minutes=self.minutes
            ),
        )


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
