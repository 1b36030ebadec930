"""The rulebook: which rules count and in which order. This is the desk's policy on one screen.

What may not be is asked from top to bottom, and the first that says no is the one that is told. Then, in
strict order: no breach that is about to happen, nobody above the fairness cap, and at last one currency of
minutes, in which everything else is weighed. Figures stand in the policy, words in each rule's own file.
"""

import hashlib
from collections.abc import Iterable

from services.assignment.ruling.kinds import (
    OF_AGENT,
    Ban,
    Limit,
    Rule,
    ban,
    bend,
    cap,
    leaving,
    limit,
    price,
    side,
)
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket

ELIGIBLE: tuple[Ban, ...] = (
    ban("team"),
    ban("skill"),
    ban("redline"),
    ban("two_person"),
    ban("shift"),
    ban("away"),
    ban("focus_time"),
    ban("mentor"),
)
"""Whoever passes these is entitled to a share of the ticket, busy or not."""
SLOTS, MINUTES, TOUGH = limit("work_in_progress"), limit("minutes_in_work"), limit("tough_in_hand")
CAPACITY: tuple[Ban | Limit, ...] = (
    ban("held"),
    ban("pinned"),
    ban("offered"),
    ban("declined_lately"),
    ban("helping"),
    SLOTS,
    MINUTES,
    TOUGH,
    ban("recovery"),
    ban("shift_end"),
)
"""These hold a ticket back for now without taking the agent's share in it."""
BREACH = leaving("breach")
"""First level: what is about to break its promise is not left waiting."""
CAP = cap("cap")
"""Second level: what rotation guarantees, given up only for the first."""
WAITING = leaving("waiting")
"""Third level, as is all that follows: minutes."""
PRICES = (
    price("delay"),
    price("fit"),
    price("put_back"),
    price("declined"),
    price("stickiness"),
    price("hand_over"),
    price("benefit"),
    price("evenness"),
    price("growth"),
    price("reserve"),
)
LOAD, LEAD = bend("load"), bend("rotation")
SIDES = (
    side("linked"),
    side("swarm"),
    side("beside_learner"),
    side("week_of_learning"),
    side("team_quota"),
)

BANS: tuple[Ban | Limit, ...] = (*ELIGIBLE, *CAPACITY)
PRESENCE: tuple[Ban, ...] = tuple(rule for rule in ELIGIBLE if rule.depends == OF_AGENT)
"""Bans that time alone begins and ends, whatever the ticket."""
CURVES = (LOAD, LEAD)
RULES: tuple[Rule, ...] = (*BANS, BREACH, CAP, WAITING, *PRICES, *CURVES, *SIDES)

SOLVER = "priced-search-3"
"""Version of the kernel's code; a round records it."""


def digest() -> str:
    """A fingerprint of which rules count, in which order."""
    names = [rule.module for rule in RULES]
    return hashlib.sha256("\n".join((SOLVER, *names)).encode()).hexdigest()[:16]


def in_words(rules: Iterable[str]) -> dict[str, str]:
    """By name of a rule: its first sentence. A rule that is no longer there has none."""
    known = {rule.name: rule.in_short for rule in RULES}
    return {name: known[name] for name in rules if name in known}


def ruled_out(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> tuple[str, str] | None:
    """The first rule that keeps the agent from the ticket, and its words."""
    for rule in BANS:
        words = rule.ban(ticket, agent, desk)
        if words:
            return rule.name, words
    return None
