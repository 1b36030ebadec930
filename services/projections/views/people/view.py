"""People: one line for each, from their own history, their working life and the teams they are in."""

from typing import Any, NamedTuple, assert_never, get_args

from msgspec.structs import replace

from services.projections.view import Listing, View
from services.projections.views.people.row import PersonRow
from services.projections.views.people.working import Working, working
from shared.eventlog.recorded import Recorded, Unreadable
from shared.events import people, roster
from shared.vocabulary.identity import PersonId, StreamId, TeamId, kind_of, person_of

Known = (
    people.PersonIntroduced
    | people.PersonRoleGranted
    | people.PersonRoleWithdrawn
    | people.PersonErased
)
"""What tells who somebody is."""
Member = roster.TeamJoined | roster.TeamLeft
"""What a team's history tells of its members."""
Read = Known | Working | Member


def whose(told: Recorded[Any]) -> str | None:
    """The person an event is about; a team's own history tells of its members."""
    kind = kind_of(told.stream)
    if kind == "team":
        return None if isinstance(told.event, Unreadable) else str(told.event.agent)
    return person_of(told.stream) if kind == "agent" else told.stream


def evolve(row: PersonRow | None, told: Recorded[Read]) -> PersonRow:
    """The person after the event; who is spoken of before being introduced has no name yet."""
    if row is None:
        row = PersonRow(person=PersonId(StreamId(whose(told) or told.stream)))
    return replace(row, **changes(row, told.event, told))


def changes(row: PersonRow, event: Read, told: Recorded[Read]) -> dict[str, Any]:
    """What an event changes of the line."""
    match event:
        case people.PersonEvent():
            return known(row, event)
        case roster.AgentEvent():
            return working(row, event, told.at)
        case roster.TeamEvent():
            return member(row, event, TeamId(told.stream))
        case _:
            assert_never(event)


def known(row: PersonRow, event: Known) -> dict[str, Any]:
    """What an event tells of who somebody is."""
    match event:
        case people.PersonIntroduced():
            return {"name": event.name, "email": event.email, "department": event.department}
        case people.PersonRoleGranted(role=role):
            return {"roles": tuple(sorted({*row.roles, role}))}
        case people.PersonRoleWithdrawn(role=role):
            return {"roles": tuple(each for each in row.roles if each != role)}
        case people.PersonErased():
            return {"erased": True, "agent": False, "roles": ()}
        case _:
            assert_never(event)


def member(row: PersonRow, event: Member, team: TeamId) -> dict[str, Any]:
    """What a team's history tells of its members."""
    match event:
        case roster.TeamJoined():
            return {"teams": tuple(sorted({*row.teams, team}))}
        case roster.TeamLeft():
            return {"teams": tuple(each for each in row.teams if each != team)}
        case _:
            assert_never(event)


class Columns(NamedTuple):
    """What people are searched by."""

    agent: bool
    person: str


AGENTS = Listing("agents", alike=("agent",), by=("person",))

PEOPLE = View(
    name="people",
    version=3,
    reads=get_args(Read),
    row=PersonRow,
    evolve=evolve,
    key=whose,
    columns=Columns,
    listed=lambda row: Columns(row.agent, row.person),
    listings=(AGENTS,),
)
