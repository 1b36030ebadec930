"""Skill: whoever gets a ticket can do what it takes, in the tier and the language it needs."""

from services.assignment.standing import Frozen, Standing, WaitingTicket

NAME = "skill"


def ban(ticket: WaitingTicket, agent: Standing, _: Frozen) -> str | None:
    """Why this agent must not get it, if they must not."""
    need = ticket.need
    if need.name and agent.skills.get(need.name, 0) < need.level:
        has = agent.skills.get(need.name, 0)
        return f"has {need.name} at level {has}, the ticket needs {need.level}"
    if agent.tier < need.tier:
        return f"works in tier {agent.tier}, the ticket needs tier {need.tier}"
    if need.language and need.language not in agent.languages:
        return f"does not work in {need.language}"
    return None
