"""Fit: a ticket takes longer with less skill, and somebody's rarer skill is wasted with too much."""

from services.assignment.standing import Frozen, Standing, WaitingTicket

NAME = "fit"
UNIT = "milli-minutes"
SLOWER = (100, 75, 60, 50, 45)
"""Per cent of a beginner's minutes by levels above the need: 0 takes longest (assignment.md 4.1)."""
OVERQUALIFIED = 5
"""Per cent of the minutes for each level that is not needed."""


def price(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> int:
    """Milli-minutes that a poorer fit costs, and a too good one."""
    above = levels_above(ticket, agent)
    lost = SLOWER[min(above, len(SLOWER) - 1)] - SLOWER[-1]
    percent = lost + OVERQUALIFIED * max(0, above - 1)
    return ticket.minutes * desk.policy.assignment.fit_price * percent // 100


def words(ticket: WaitingTicket, agent: Standing, _: Frozen) -> str:
    """How the agent's skill meets the need."""
    if ticket.need.name is None:
        return "can do it as well as anybody"
    above = levels_above(ticket, agent)
    return (
        f"knows {ticket.need.name} {above} levels above the need"
        if above
        else (f"knows {ticket.need.name} just well enough")
    )


def levels_above(ticket: WaitingTicket, agent: Standing) -> int:
    """How far the agent's level is above the need; tickets without a need fit everyone alike."""
    need = ticket.need
    if need.name is None:
        return 1
    return max(0, agent.skills.get(need.name, 0) - need.level)
