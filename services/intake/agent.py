"""An agent's working life and a team's membership, as far as intake needs them to decide."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from shared.eventlog.port import Refusal
from shared.eventlog.recorded import Recorded
from shared.events import roster as said
from shared.vocabulary.identity import PersonId, StreamId
from shared.vocabulary.skill import Skill


class AgentIsUnknown(Refusal):
    """The person never joined as an agent, or has left."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Where one working life stands after `version` events."""

    stream: StreamId
    version: int = 0
    here: bool = False
    away: bool = False
    tier: int = 1
    tickets: int | None = None
    presence: int = 1_000
    skills: dict[str, Skill] = field(default_factory=dict)
    redlines: frozenset[tuple[str | None, str | None]] = frozenset()

    def must_be_here(self) -> None:
        """Refuse what is only asked of somebody who works here."""
        if not self.here:
            raise AgentIsUnknown(
                f"{self.stream} does not work here; welcome them as an agent first"
            )


def evolve_agent(agent: Agent, told: Recorded[Any]) -> Agent:
    """The working life after one more event."""
    event = told.event
    agent = replace(agent, version=told.version)
    match event:
        case said.AgentJoined():
            return replace(agent, here=True, tier=event.tier)
        case said.AgentLeft():
            return replace(agent, here=False)
        case said.AgentWentAway():
            return replace(agent, away=True)
        case said.AgentCameBack():
            return replace(agent, away=False)
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
            return replace(agent, tickets=event.tickets, presence=event.presence)
        case _:
            return agent


def agent_after(agent: Agent | None, events: Iterable[Recorded[Any]]) -> Agent | None:
    """Fold a working life."""
    for told in events:
        agent = evolve_agent(agent or Agent(told.stream), told)
    return agent


@dataclass(frozen=True, slots=True)
class Team:
    """A team after `version` events of its stream."""

    stream: StreamId
    version: int = 0
    members: frozenset[PersonId] = frozenset()


def team_after(team: Team | None, events: Iterable[Recorded[Any]]) -> Team | None:
    """Fold a team."""
    for told in events:
        team = replace(team or Team(told.stream), version=told.version)
        if isinstance(told.event, said.TeamJoined):
            team = replace(team, members=team.members | {told.event.agent})
        elif isinstance(told.event, said.TeamLeft):
            team = replace(team, members=team.members - {told.event.agent})
    return team
