"""A team and who may belong to it: joining and leaving, judged from what has happened to it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, assert_never

from shared.eventlog.recorded import Recorded, Unreadable
from shared.events import giving
from shared.events import roster as said
from shared.events.declaration import Event
from shared.events.streams import OfTeam
from shared.vocabulary.identity import PersonId, StreamId


@dataclass(frozen=True, slots=True)
class Team:
    """A team after `version` events of its stream."""

    stream: StreamId
    version: int = 0
    members: frozenset[PersonId] = frozenset()

    def join(self, agent: PersonId) -> tuple[Event, ...]:
        """A new member; nothing if they are one."""
        return () if agent in self.members else (said.TeamJoined(agent=agent),)

    def leave(self, agent: PersonId) -> tuple[Event, ...]:
        """A member less; nothing if they are none."""
        return (said.TeamLeft(agent=agent),) if agent in self.members else ()


def evolve(team: Team, told: Recorded[OfTeam | Unreadable]) -> Team:
    """The team after one more event."""
    event, team = told.event, replace(team, version=told.version)
    match event:
        case said.TeamJoined():
            return replace(team, members=team.members | {event.agent})
        case said.TeamLeft():
            return replace(team, members=team.members - {event.agent})
        case said.TeamFormed() | Unreadable():
            return team
        case giving.TeamGivingSet() | giving.TeamFrozen() | giving.TeamThawed():
            return team
        case _:
            assert_never(event)


def team_after(team: Team | None, events: Iterable[Recorded[Any]]) -> Team | None:
    """Fold a team's history."""
    for told in events:
        team = evolve(team or Team(told.stream), told)
    return team
