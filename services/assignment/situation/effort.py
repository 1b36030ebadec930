"""How long a ticket takes a certain agent: longer with less skill, shorter with more."""

from collections.abc import Mapping

from services.assignment.situation.standing import Profile, WaitingTicket
from shared.vocabulary.policy import Policy
from shared.vocabulary.skill import SkillNeed

PERCENT = (133, 100, 80, 67, 60)
"""Per cent of an ordinary agent's minutes by levels above the need; a level above is ordinary
(assignment.md 4.1: each step of missing skill made a ticket a fifth to a third longer)."""
MOST = len(PERCENT) - 1
LEARNING = 160
"""Per cent for who learns by it, a level below the need."""
ORDINARY = 1


def levels_above(ticket: WaitingTicket, agent: Profile) -> int:
    """How far the agent's level is above the need, below 0 under it; without a need all are ordinary."""
    return above(ticket.need, agent.skills)


def above(need: SkillNeed, skills: Mapping[str, int]) -> int:
    """The same of whoever has these levels by skill."""
    return skills.get(need.name, 0) - need.level if need.name else ORDINARY


def is_learnable(need: SkillNeed, policy: Policy) -> bool:
    """Whether somebody a level short of the need may learn by it; there is no level below the first."""
    return policy.growth.learning and need.name is not None and need.level > 1


def percent(levels: int) -> int:
    """Per cent of an ordinary agent's minutes at so many levels above the need."""
    if levels < 0:
        return LEARNING
    return PERCENT[levels] if levels < MOST else PERCENT[MOST]


def effort(ticket: WaitingTicket, agent: Profile) -> int:
    """Milli-minutes of work the ticket means for the agent."""
    return 10 * ticket.minutes * percent(levels_above(ticket, agent))
