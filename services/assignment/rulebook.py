"""The rulebook: which rules count and in which order. This is the desk's policy on one screen.

Bans are asked from top to bottom; the first that applies is the one that is told. Whoever passes all
but the last is entitled to a share of the ticket, busy or not.
"""

import hashlib
from collections.abc import Callable
from types import ModuleType

from services.assignment.engine.curve import Curve
from services.assignment.rules import (
    away,
    cap,
    delay,
    fit,
    focus_time,
    load,
    put_back,
    redline,
    rotation,
    shift,
    skill,
    team,
    work_in_progress,
)
from services.assignment.standing import Frozen, Standing, WaitingTicket
from shared.vocabulary.identity import PersonId

SOLVER = "greedy-search-1"
"""Version of the kernel's code; a round records it."""

Ban = Callable[[WaitingTicket, Standing, Frozen], str | None]
Price = Callable[[WaitingTicket, Standing, Frozen], int]
Shape = Callable[[Standing, Frozen], Curve]

BANS: tuple[ModuleType, ...] = (team, skill, redline, shift, away, focus_time, work_in_progress)
PRESENCE: tuple[ModuleType, ...] = (shift, away, focus_time)
"""Bans that time alone begins and ends, whatever the ticket."""
CAPACITY: tuple[ModuleType, ...] = (work_in_progress,)
"""Bans that hold a ticket back for now without taking the agent's share in it."""
PRICES: tuple[ModuleType, ...] = (delay, fit, put_back)
LOAD: ModuleType = load
LEAD: ModuleType = rotation
CURVES: tuple[ModuleType, ...] = (LOAD, LEAD)
RISK = delay.risk
CAP: ModuleType = cap
"""What rotation guarantees; it decides before any minute."""


def digest() -> str:
    """A fingerprint of which rules count, in which order."""
    names = [rule.__name__ for rule in (*BANS, *PRICES, *CURVES, CAP)]
    return hashlib.sha256("\n".join((SOLVER, *names)).encode()).hexdigest()[:16]


def ruled_out(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> tuple[str, str] | None:
    """The first rule that keeps the agent from the ticket, and its words."""
    for rule in BANS:
        words = rule.ban(ticket, agent, desk)
        if words:
            return rule.NAME, words
    return None


def entitled_to(ticket: WaitingTicket, desk: Frozen) -> dict[PersonId, int]:
    """Weight of each agent who shares in the ticket: their presence, less while they are new."""
    return {agent.id: agent.weight for agent in desk.agents if entitled(ticket, agent, desk)}


def on_hand(desk: Frozen) -> frozenset[PersonId]:
    """Whom neither shift, absence nor focus time keeps from beginning something now."""
    return frozenset(
        agent.id
        for agent in desk.agents
        for ticket in desk.tickets[:1]
        if not any(rule.ban(ticket, agent, desk) for rule in PRESENCE)
    )


def entitled(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> bool:
    """Whether the agent shares in the ticket: everything but capacity would have let them have it."""
    return not any(rule.ban(ticket, agent, desk) for rule in BANS if rule not in CAPACITY)
