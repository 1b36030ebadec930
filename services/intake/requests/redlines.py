"""With whom, and about what, somebody never works."""

from pydantic import Field

from services.intake.agent import Agent
from services.intake.asked import Asked
from services.intake.requests.form import (
    AgentRequest,
    Label,
)
from shared.eventlog.port import Refusal
from shared.events import roster as said
from shared.events.declaration import Event
from shared.vocabulary.identity import Personal, PersonId, Plain, StreamId
from shared.vocabulary.written import PERSON, Line


class RedlineIsEmpty(Refusal):
    """A redline is drawn towards somebody or around something."""


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
