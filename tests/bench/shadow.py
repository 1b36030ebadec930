"""What a policy in the shadow costs the desk beside it: CPU of a comparison, and of the round it compares.

A desk in memory with twelve agents, one ticket a round, each resolved before the next; CPU by turns, so that
a busy machine changes little and the ratio less. Dealing never waits for a comparison: what the shadow takes
is a share of the machine. Storing and showing are in neither.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from services.assignment.shadow.thread import ShadowThread
from shared.events.shadow import ShadowCompared
from shared.vocabulary.policy import SHIPPED
from shared.vocabulary.policy.changing import changed
from tests.assignment.shadowing import UNFAIR, begin, recorded
from tests.assignment.test_rotation import resolved
from tests.bench.way import spread
from tests.desks import Desk

AGENTS, WARM_UP, ROUNDS = 12, 20, 300
AT_ONCE = 20
"""Rounds that are recorded together."""


def run() -> dict[str, Any]:
    """Milliseconds of CPU for each round, and how much more a shadow takes."""
    desk = Desk()
    agents = [desk.agent(f"Agent {number}", tickets=9, network=2) for number in range(AGENTS)]
    begin(desk, changed(SHIPPED, UNFAIR))
    shadow = ShadowThread(desk.log, desk.clock, desk.assignment.problems)
    decided: list[float] = []
    compared: list[float] = []
    for number in range(1, WARM_UP + ROUNDS + 1):
        ticket = desk.ticket("it broke", by=agents[number % AGENTS])
        decided.append(cpu_of(desk.assignment.run_round))
        compared.append(cpu_of(partial(shadow.turn, record=number % AT_ONCE == 0)))
        resolved(desk, ticket)
    decided, compared = decided[WARM_UP:], compared[WARM_UP:]
    return {
        "rounds_compared": rounds_compared(desk),
        "decided_and_recorded": spread(decided),
        "compared": spread(compared),
        "ratio": round(sum(compared) / sum(decided), 2),
    }


def cpu_of(turn: Callable[[], object]) -> float:
    """Milliseconds of CPU that a turn takes."""
    began = time.process_time_ns()
    turn()
    return (time.process_time_ns() - began) / 1e6


def rounds_compared(desk: Desk) -> int:
    """How many rounds the shadow recorded; one that compares nothing would cost nothing."""
    return sum(len(each.rounds.compared) for each in recorded(desk, ShadowCompared))
