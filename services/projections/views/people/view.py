"""People: one line for each, from their own history, their working life and the teams they are in."""

from datetime import datetime, time
from typing import Any, NamedTuple, assert_never, get_args

import msgspec
from msgspec.structs import replace

from services.projections.view import Listing, View
from shared.eventlog.recorded import Recorded, Unreadable
from shared.events import people, roster
from shared.vocabulary.identity import Personal, PersonId, StreamId, TeamId, kind_of, person_of
from shared.vocabulary.skill import Skill
from shared.vocabulary.words import Role
from shared.vocabulary.working_time import WeeklyShift

EARLY, LATE = time(6), time(20)
"""Working hours outside these are unsocial ones, as most wage agreements have it."""
WEEKEND = (5, 6)


class PersonRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One person, with names still sealed."""

    person: PersonId
    name: Personal | None = None
    email: Personal | None = None
    department: Personal | None = None
    roles: tuple[Role, ...] = ()
    erased: bool = False
    agent: bool = False
    """Whether they work tickets here."""
    tier: int = 1
    languages: tuple[str, ...] = ()
    skills: tuple[Skill, ...] = ()
    zone: str = "UTC"
    unsocial: bool = False
    """Whether some shift of an ordinary week falls into an evening, a night or a weekend."""
    presence: int = 1_000
    """Thousandths of full time."""
    joined_at: datetime | None = None
    away: bool = False
    teams: tuple[TeamId, ...] = ()


Known = (
    people.PersonIntroduced
    | people.PersonRoleGranted
    | people.PersonRoleWithdrawn
    | people.PersonErased
)
"""What tells who somebody is."""
Working = (
    roster.AgentJoined
    | roster.AgentLeft
    | roster.AgentSkillGranted
    | roster.AgentSkillWithdrawn
    | roster.AgentWorkingTimeSet
    | roster.AgentCapacitySet
    | roster.AgentWentAway
    | roster.AgentCameBack
)
"""What tells of an agent's working life."""
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


def working(row: PersonRow, event: Working, at: datetime) -> dict[str, Any]:
    """What an event tells of an agent's working life."""
    match event:
        case roster.AgentJoined():
            known = {"tier": event.tier, "languages": event.languages}
            return {"agent": True, "joined_at": at, **known}
        case roster.AgentLeft():
            return {"agent": False}
        case roster.AgentSkillGranted(skill=skill):
            others = [each for each in row.skills if each.name != skill.name]
            return {"skills": tuple(sorted([*others, skill])), "tier": event.tier or row.tier}
        case roster.AgentSkillWithdrawn(name=name):
            return {"skills": tuple(each for each in row.skills if each.name != name)}
        case roster.AgentWorkingTimeSet(zone=zone, week=week):
            return {"zone": zone, "unsocial": any(is_unsocial(shift) for shift in week)}
        case roster.AgentCapacitySet(presence=presence):
            return {"presence": presence}
        case roster.AgentWentAway():
            return {"away": True}
        case roster.AgentCameBack():
            return {"away": False}
        case _:
            assert_never(event)


def is_unsocial(shift: WeeklyShift) -> bool:
    """Whether a shift lies in an evening, a night or a weekend."""
    overnight = shift.end <= shift.start
    return shift.day in WEEKEND or overnight or shift.start < EARLY or shift.end > LATE


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
