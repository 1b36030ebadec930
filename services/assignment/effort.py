"""How long a ticket takes a certain agent: longer with less skill, shorter with more."""

from services.assignment.standing import Profile, WaitingTicket

PERCENT = (133, 100, 80, 67, 60)
"""Per cent of an ordinary agent's minutes by levels above the need; a level above is ordinary
(assignment.md 4.1: each step of missing skill made a ticket a fifth to a third longer)."""
MOST = len(PERCENT) - 1
LEARNING = 160
"""Per cent for who learns by it, a level below the need."""
ORDINARY = 1


def levels_above(ticket: WaitingTicket, agent: Profile) -> int:
    """How far the agent's level is above the need, below 0 under it; without a need all are ordinary."""
    need = ticket.need
    if need.name is None:
        return ORDINARY
    return agent.skills.get(need.name, 0) - need.level


def percent(above: int) -> int:
    """Per cent of an ordinary agent's minutes at so many levels above the need."""
    if above < 0:
        return LEARNING
    return PERCENT[above] if above < MOST else PERCENT[MOST]


def effort(ticket: WaitingTicket, agent: Profile) -> int:
    """Milli-minutes of work the ticket means for the agent."""
    need = ticket.need
    if need.name is None:
        return 1_000 * ticket.minutes
    return 10 * ticket.minutes * percent(agent.skills.get(need.name, 0) - need.level)
