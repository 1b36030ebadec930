"""Fit: a ticket takes longer with less skill, and somebody's rarer skill is wasted with too much."""

from services.assignment.situation.effort import ORDINARY, PERCENT, levels_above, percent
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket

NAME = "fit"
OVERQUALIFIED = 5
"""Per cent of the minutes for each level that is not needed."""


def price(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> int:
    """Milli-minutes that a poorer fit costs, and a too good one."""
    above = levels_above(ticket, agent.profile)
    lost = percent(above) - PERCENT[-1] + OVERQUALIFIED * max(0, above - ORDINARY)
    return ticket.minutes * desk.policy.assignment.fit_price * lost // 100


def words(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str:
    """How the agent's skill meets the need."""
    name, above = ticket.need.name, levels_above(ticket, agent.profile)
    if name is None:
        return "can do it as well as anybody"
    if above < 0:
        return f"knows {name} a level below the need"
    if above == 0:
        return f"knows {name} just well enough"
    return f"knows {name} {above} {'level' if above == 1 else 'levels'} above the need"
