"""An agent's working life, as far as intake needs it to decide."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never

from shared.eventlog.recorded import Recorded, Unreadable
from shared.events import roster as said
from shared.events.streams import OfAgent
from shared.people.unknown import AgentIsUnknown
from shared.vocabulary.identity import StreamId
from shared.vocabulary.skill import Skill
from shared.vocabulary.words import Absence
from shared.vocabulary.working_time import WorkingTime


@dataclass(frozen=True, slots=True)
class Agent:
    """Where one working life stands after `version` events."""

    stream: StreamId
    version: int = 0
    here: bool = False
    away: tuple[Absence, datetime | None] | None = None
    focus: tuple[datetime, datetime] | None = None
    works: WorkingTime | None = None
    tier: int = 1
    languages: tuple[str, ...] = ()
    tickets: int | None = None
    presence: int = 1_000
    minutes: int | None = None
    skills: dict[str, Skill] = field(default_factory=dict)
    redlines: frozenset[tuple[str | None, str | None]] = frozenset()

    def must_be_here(self) -> None:
        """Refuse what is only asked of somebody who works here."""
        if not self.here:
            raise AgentIsUnknown(
                f"{self.stream} does not work here; welcome them as an agent first"
            )


def evolve_agent(agent: Agent, told: Recorded[OfAgent | Unreadable]) -> Agent:
    """The working life after one more event."""
    event = told.event
    agent = replace(agent, version=told.version)
    match event:
        case said.AgentJoined():
            return replace(agent, here=True, tier=event.tier, languages=event.languages)
        case said.AgentLeft():
            return replace(agent, here=False, away=None)
        case said.AgentWentAway():
            return replace(agent, away=(event.why, event.until))
        case said.AgentCameBack():
            return replace(agent, away=None)
        case said.AgentFocusTimeSet():
            return replace(agent, focus=(event.start, event.end))
        case said.AgentWorkingTimeSet(zone=zone, week=week, exceptions=days):
            return replace(agent, works=WorkingTime(zone=zone, week=week, exceptions=days))
        case said.AgentSkillGranted():
            skills = agent.skills | {event.skill.name: event.skill}
            return replace(agent, skills=skills, tier=event.tier or agent.tier)
        case said.AgentSkillWithdrawn():
            return replace(agent, skills={k: v for k, v in agent.skills.items() if k != event.name})
        case said.AgentRedlineDrawn():
            return replace(agent, redlines=agent.redlines | {(event.requester, event.service)})
        case said.AgentRedlineLifted():
            return replace(agent, redlines=agent.redlines - {(event.requester, event.service)})
        case said.AgentCapacitySet():
            return replace(
                agent, tickets=event.tickets, presence=event.presence, minutes=event.minutes
            )
        case Unreadable():
            return agent
        case _:
            assert_never(event)


def agent_after(agent: Agent | None, events: Iterable[Recorded[Any]]) -> Agent | None:
    """Fold a working life."""
    for told in events:
        agent = evolve_agent(agent or Agent(told.stream), told)
    return agent
