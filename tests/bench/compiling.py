"""What it costs to state a round's problem: every rule asked of every pair, against what compile does.

CPU milliseconds of this process, the median of several runs. `asked_ms` puts every rule to every pair, as
the desk did before it asked each rule no more often than it can change; `compiled_ms` is what a round pays
for the whole problem, checked; `plan_ms` adds the search, `freeze_ms` is the situation's part before both.
"""

import random
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from services.assignment import rulebook
from services.assignment.problem.compile import compiled
from services.assignment.round.deciding import plan
from services.assignment.situation.standing import Frozen
from shared.vocabulary.identity import PersonId, StreamId, TicketId
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Level
from tests.desks import Desk
from tests.rules.desk import MONDAY_NOON, agent, desk, ticket

SKILLS = ("network", "mail", "printing", "accounts", "payroll", "phones")
SIZES = ((3, 60, 0.2), (200, 60, 0.2), (200, 300, 0.9))
"""Tickets, agents, and the share of agents who are busy."""
RUNS = 9


def run() -> dict[str, Any]:
    """Figures by size, and of a small round on a desk that lives."""
    sizes = {f"{t} × {a}, {b:.0%} busy": measured(made(t, a, b)) for t, a, b in SIZES}
    return sizes | {"3 × 60 on a desk that lives": lived(60)}


def measured(frozen: Frozen) -> dict[str, Any]:
    """One size before and after."""
    first = timed(lambda: compiled(unknown(frozen)))
    return {
        "pairs": len(compiled(frozen).problem.arc_agent),
        "asked_ms": timed(lambda: asked(frozen)),
        "compiled_first_ms": first,
        "compiled_ms": timed(lambda: compiled(frozen)),
        "reasons_ms": timed(lambda: compiled(frozen).ruled_out),
    }


def unknown(frozen: Frozen) -> Frozen:
    """The same desk with a roster that nothing is known of."""
    fresh = type(frozen.roster)(frozen.roster.profiles)
    return Frozen(
        **{f: getattr(frozen, f) for f in frozen.__struct_fields__ if f != "roster"}, roster=fresh
    )


def asked(frozen: Frozen) -> int:
    """Every ban of every pair, every price of every pair that is left."""
    total = 0
    for waiting in frozen.tickets:
        for each in frozen.agents:
            if rulebook.ruled_out(waiting, each, frozen) is None:
                total += sum(rule.cost(waiting, each, frozen) for rule in rulebook.PRICES)
    return total


def timed(call: Callable[[], Any]) -> float:
    """Median CPU milliseconds of a call, after one that is not counted."""
    spent = []
    call()
    for _ in range(RUNS):
        began = time.process_time()
        call()
        spent.append((time.process_time() - began) * 1000)
    return round(statistics.median(spent), 3)


def made(tickets: int, agents: int, busy: float) -> Frozen:
    """A desk at random: six skills of which everybody has two to five, a third of tickets pressing."""
    dice = random.Random(tickets * 1_000 + agents)
    people = tuple(
        agent(
            PersonId(StreamId(f"person-{n:032x}")),
            skills={s: dice.randint(1, 5) for s in dice.sample(SKILLS, dice.randint(2, 5))},
            tier=dice.randint(1, 3),
            in_work=3 if dice.random() < busy else dice.randint(0, 2),
            load=1_000 * dice.randint(0, 200),
            lead=dice.randint(-3_000, 3_000),
        )
        for n in range(agents)
    )
    waiting = tuple(
        ticket(
            id=TicketId(StreamId(f"ticket-{n:032x}")),
            need=SkillNeed(name=dice.choice(SKILLS), level=dice.randint(1, 3)),  # type: ignore[arg-type]
            minutes=dice.randint(5, 90),
            toughness=dice.choice((300, 800, 1_500, 2_500)),
            priority=dice.choice(list(Level)),
            raised_at=MONDAY_NOON - timedelta(minutes=dice.randint(0, 90)),
            resolve_by=MONDAY_NOON + timedelta(minutes=dice.randint(30, 900)),
        )
        for n in range(tickets)
    )
    return desk(*people, tickets=waiting)


def lived(agents: int) -> dict[str, Any]:
    """A round of three tickets on a desk folded from its events, where each agent has something."""
    lives = Desk()
    dice = random.Random(1)
    people = [
        lives.agent(f"agent {n}", **{s: dice.randint(1, 5) for s in dice.sample(SKILLS, 3)})
        for n in range(agents)
    ]
    for n in range(agents):
        lives.ticket(f"problem {n}", by=people[n])
        lives.assignment.run_round()
    for n in range(3):
        lives.ticket(f"another problem {n}", by=people[n])
    lives.assignment.catch_up()
    situation, now = lives.assignment.situation, lives.clock.now()
    frozen = situation.freeze(now)
    return {
        "freeze_ms": timed(lambda: situation.freeze(now)),
        "freeze_after_a_deal_ms": timed(
            lambda: (situation.crew.all_touched(), situation.freeze(now))
        ),
        "compiled_ms": timed(lambda: compiled(frozen)),
        "plan_ms": timed(lambda: plan(frozen)),
    }
