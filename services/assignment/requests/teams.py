"""How a team is given its tickets: its way, freezing and thawing it, and pulling the next from its list."""

from typing import ClassVar

from pydantic import Field

from services.assignment.giving.ways import TeamGiving
from services.assignment.requests.asking import Asked
from shared.events.declaration import Event
from shared.events.giving import TeamFrozen, TeamGivingSet, TeamThawed
from shared.people.policy_table import Action
from shared.vocabulary.identity import Personal
from shared.vocabulary.words import Helping, Way
from shared.vocabulary.written import Line


class TeamRequest(Asked):
    """Something a supervisor decides about a team's tickets."""

    ACTION: ClassVar[Action] = Action.SET_GIVING
    BY_AGENTS = False

    def decide(self, team: TeamGiving) -> tuple[Event, ...]:
        """What is told; nothing where it is so already."""
        raise NotImplementedError


class SetGiving(TeamRequest):
    """Choose how a team's tickets come to its agents, and how they help each other."""

    PATH, DONE = "giving", "was told how its tickets are given"

    way: Way = Field(description="dealt, offered, pulled or manual.")
    helping: Helping | None = Field(
        default=None, description="tiered, tierless or swarm; left out, it stays as it is."
    )
    reason: Line | None = Field(default=None, description="Why, if you like to say it.")

    def decide(self, team: TeamGiving) -> tuple[Event, ...]:
        """What is told; nothing where it is so already."""
        helping = self.helping or team.helping
        if (self.way, helping) == (team.way, team.helping):
            return ()
        reason = Personal(self.reason) if self.reason else None
        return (TeamGivingSet(way=self.way, helping=helping, reason=reason),)


class FreezeTeam(TeamRequest):
    """Let nothing be dealt to a team until it is thawed."""

    PATH, DONE = "freeze", "was frozen"

    reason: Line = Field(description="Why; everybody reads it.")

    def decide(self, team: TeamGiving) -> tuple[Event, ...]:
        """What is told; nothing where it is so already."""
        return () if team.frozen else (TeamFrozen(reason=Personal(self.reason)),)


class ThawTeam(TeamRequest):
    """Let a frozen team be dealt tickets again."""

    PATH, DONE = "thaw", "was thawed"

    reason: Line | None = Field(default=None, description="Why, if you like to say it.")

    def decide(self, team: TeamGiving) -> tuple[Event, ...]:
        """What is told; nothing where it is so already."""
        reason = Personal(self.reason) if self.reason else None
        return (TeamThawed(reason=reason),) if team.frozen else ()


class PullNext(Asked):
    """Take the first ticket of a team's list, in the solver's order."""

    PATH, DONE = "pull", "was pulled"
    ACTION = Action.ANSWER_OFFERS


TEAM_REQUESTS: tuple[type[TeamRequest], ...] = (SetGiving, FreezeTeam, ThawTeam)
