"""What the roster tells of somebody who works here: what they can do, when they are there, and how much."""

from datetime import datetime, time
from typing import Any, assert_never

from services.projections.views.people.row import PersonRow
from shared.events import roster
from shared.vocabulary.working_time import WeeklyShift

EARLY, LATE = time(6), time(20)
"""Working hours outside these are unsocial ones, as most wage agreements have it."""
WEEKEND = (5, 6)

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
