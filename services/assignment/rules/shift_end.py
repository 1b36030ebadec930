"""Shift end: new work goes to who can finish it before going home.

What would have to be handed over at the end of the shift is begun twice. A ticket that is longer than the
whole shift is begun all the same, for no shift could finish it.
"""

from services.assignment.situation.effort import effort
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket

NAME = "shift end"


def ban(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str | None:
    """Why this agent must not get it now, if they must not."""
    rules, shift = desk.policy.work, agent.shift
    if shift is None or agent.profile.always_on or not rules.finish_in_shift:
        return None
    takes = effort(ticket, agent.profile) // 1_000
    spare = (shift.end - desk.now).total_seconds() // 60 + rules.overrun_minutes
    if agent.load // 1_000 + takes <= spare:
        return None
    if takes > (shift.end - shift.start).total_seconds() // 60 + rules.overrun_minutes:
        return None
    return f"could not finish it before the shift ends at {shift.end:%H:%M} UTC"
