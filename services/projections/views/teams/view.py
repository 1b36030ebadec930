"""Teams: one line for each, with how its tickets come to its agents and why nothing comes just now."""

from datetime import datetime
from typing import Any

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


READS = (roster.TeamFormed, giving.TeamGivingSet, giving.TeamFrozen, giving.TeamThawed)


def evolve(row: TeamRow | None, told: Recorded[Any]) -> TeamRow:
    """The team after the event."""
    row = row or TeamRow(team=TeamId(told.stream))
    match told.event:
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
            return row


TEAMS = View(name="teams", version=1, reads=READS, row=TeamRow, evolve=evolve)
