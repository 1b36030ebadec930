"""The roster's requests: who works here, at what and how much."""

from pydantic import Field

from services.intake.agent import Agent
from services.intake.asked import Asked
from services.intake.requests.absence import ComeBack, GoAway, SetFocusTime
from services.intake.requests.form import (
    MOST_AT_ONCE,
    AgentRequest,
    Label,
    words,
)
from services.intake.requests.redlines import DrawRedline, LiftRedline
from services.intake.requests.working_time import SetWorkingTime
from shared.events import roster as said
from shared.events.declaration import Event
from shared.vocabulary.identity import Plain, person_of
from shared.vocabulary.skill import Skill
from shared.vocabulary.written import Line


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
