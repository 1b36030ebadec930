"""How each team is given its tickets: its way, how its people help each other, and whether it is frozen."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, assert_never

import msgspec

from shared.eventlog.recorded import Recorded, Unreadable
from shared.events import giving, roster
from shared.events.streams import OfTeam
from shared.vocabulary.identity import TeamId
from shared.vocabulary.words import Helping, Way


class TeamGiving(msgspec.Struct, frozen=True, kw_only=True):
    """What one team chose; every team begins by being dealt, without tiers."""

    way: Way = Way.DEALT
    helping: Helping = Helping.TIERLESS
    frozen: bool = False

    @property
    def held(self) -> bool:
        """Whether no round gives the team anything."""
        return self.frozen or self.way in (Way.PULLED, Way.MANUAL)


USUAL = TeamGiving()


def giving_after(team: TeamGiving, event: OfTeam | Unreadable) -> TeamGiving:
    """What a team chose after one more event of its stream."""
    match event:
        case giving.TeamGivingSet():
            return msgspec.structs.replace(team, way=event.way, helping=event.helping)
        case giving.TeamFrozen():
            return msgspec.structs.replace(team, frozen=True)
        case giving.TeamThawed():
            return msgspec.structs.replace(team, frozen=False)
        case roster.TeamFormed() | roster.TeamJoined() | roster.TeamLeft() | Unreadable():
            return team
        case _:
            assert_never(event)


@dataclass(frozen=True, slots=True)
class Team:
    """A team's own history, as far as giving goes."""

    version: int = 0
    giving: TeamGiving = USUAL


def team_after(team: Team | None, events: Iterable[Recorded[Any]]) -> Team | None:
    """Fold a team's history."""
    for told in events:
        team = Team(told.version, giving_after(team.giving if team else USUAL, told.event))
    return team


@dataclass(slots=True)
class TeamsGiven:
    """What the teams of a desk chose."""

    chosen: dict[TeamId, TeamGiving] = field(default_factory=dict)
    """Only of teams that are not given their tickets as usual."""

    def take(self, team: TeamId, event: OfTeam | Unreadable) -> None:
        """One more event of a team's stream."""
        after = giving_after(self.chosen.pop(team, USUAL), event)
        if after != USUAL:
            self.chosen[team] = after

    def of(self, team: TeamId | None) -> TeamGiving:
        """How a team's tickets are given; those of no team are dealt."""
        return self.chosen.get(team, USUAL) if team else USUAL
