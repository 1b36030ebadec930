"""Skill: whoever gets a ticket can do what it takes, in the tier and the language it needs.

Where the policy lets people learn, one level below the need will do; who may learn now is for the rule
“mentor” to say.
"""

from services.assignment.situation.standing import Profile, WaitingTicket
from shared.vocabulary.policy import Policy
from shared.vocabulary.skill import SkillNeed

NAME = "skill"


def reads(ticket: WaitingTicket, policy: Policy) -> tuple[SkillNeed, bool]:
    """All of the ticket and the policy that the ban looks at."""
    return ticket.need, policy.growth.learning


def ban(ticket: WaitingTicket, agent: Profile, policy: Policy) -> str | None:
    """Why this agent must not get it, if they must not."""
    need = ticket.need
    if need.name:
        has = agent.skills.get(need.name, 0)
        below = 1 if policy.growth.learning and has > 0 else 0
        if has < need.level - below:
            return f"has {need.name} at level {has}, the ticket needs {need.level}"
    if agent.tier < need.tier:
        return f"works in tier {agent.tier}, the ticket needs tier {need.tier}"
    if need.language and need.language not in agent.languages:
        return f"does not work in {need.language}"
    return None
