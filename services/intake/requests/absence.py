"""When somebody who works here is away, or not to be disturbed."""

from pydantic import Field

from services.intake.agent import Agent
from services.intake.asked import Asked
from services.intake.requests.form import (
    AgentRequest,
    Moment,
)
from shared.eventlog.port import Refusal
from shared.events import roster as said
from shared.events.declaration import Event
from shared.people.policy_table import Action
from shared.vocabulary.words import Absence


class TimeEndsBeforeItStarts(Refusal):
    """A span of time has to have a length."""


class TimeHasPassed(Refusal):
    """Absence and focus are for time to come."""


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
