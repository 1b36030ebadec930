"""Minutes in work: an agent is not given more expected work than their day holds.

Whoever has nothing in hand may begin any ticket, however long; else nobody ever could.
"""

from services.assignment.situation.effort import LEARNING, effort
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket

NAME = "minutes in work"


def takes(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> int:
    """How much of the room a ticket takes, in milli-minutes."""
    return effort(ticket, agent.profile)


def room(agent: Standing, desk: Frozen) -> int:
    """How many more milli-minutes of expected work the agent may be given now."""
    free = most(agent, desk) - agent.load
    return max(free, 10 * LEARNING * desk.longest) if agent.in_work == 0 else free


def words(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str:
    """Why there is no room for the ticket."""
    return (
        f"has {agent.load // 1_000} of {most(agent, desk) // 1_000} minutes in hand, too much for "
        f"another {takes(ticket, agent, desk) // 1_000}"
    )


def most(agent: Standing, desk: Frozen) -> int:
    """Milli-minutes of expected work the agent may have in hand; a part-timer's day holds less."""
    own = agent.profile.minutes
    return desk.policy.work.minutes_in_work * agent.presence if own is None else 1_000 * own
