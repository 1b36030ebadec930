"""Teams: one line for each, with how its tickets come to its agents and why nothing comes just now."""

from datetime import datetime
from typing import assert_never, get_args

import msgspec
from msgspec.structs import replace

from services.projections.view import View
from shared.eventlog.recorded import Recorded
from shared.events import giving, roster
from shared.vocabulary.identity import Actor, Personal, TeamId
from shared.vocabulary.words import Helping, Way


class TeamRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One team's giving."""

    team: TeamId
    way: Way = Way.DEALT
    helping: Helping = Helping.TIERLESS
    frozen: bool = False
    frozen_because: Personal | None = None
    frozen_by: Actor | None = None
    frozen_since: datetime | None = None


Read = roster.TeamFormed | giving.TeamGivingSet | giving.TeamFrozen | giving.TeamThawed


def evolve(row: TeamRow | None, told: Recorded[Read]) -> TeamRow:
    """The team after the event."""
    event, row = told.event, row or TeamRow(team=TeamId(told.stream))
    match event:
        case roster.TeamFormed():
            return row
        case giving.TeamGivingSet(way=way, helping=helping):
            return replace(row, way=way, helping=helping)
        case giving.TeamFrozen(reason=reason):
            return replace(
                row, frozen=True, frozen_because=reason, frozen_by=told.by, frozen_since=told.at
            )
        case giving.TeamThawed():
            thawed = {"frozen_because": None, "frozen_by": None, "frozen_since": None}
            return replace(row, frozen=False, **thawed)
        case _:
            assert_never(event)


TEAMS = View(name="teams", version=1, reads=get_args(Read), row=TeamRow, evolve=evolve)
