"""Small random problems, and their best plan by trying everything, which needs no trust, or by CP-SAT."""

from itertools import product
from typing import Any

import msgspec
import numpy as np
from hypothesis import strategies as st

from services.assignment.engine.exact import cp_sat
from services.assignment.engine.form.checking import check
from services.assignment.engine.form.columns import Column, column
from services.assignment.engine.form.curve import quadratic, rising
from services.assignment.engine.form.curves import curves
from services.assignment.engine.form.plan import WAITING, Cost, Owners
from services.assignment.engine.form.problem import Problem, arcs_of
from services.assignment.engine.judging.referee import judge


@st.composite
def problems(draw: st.DrawFn, tickets: int = 4, agents: int = 3) -> Problem:
    """Up to `tickets` × `agents`, with bans, little room, low caps, standing load and leads."""
    t, a = draw(st.integers(0, tickets)), draw(st.integers(0, agents))
    eligible = [sorted(draw(st.sets(st.integers(0, a - 1)))) if a else [] for _ in range(t)]
    start, agent = arcs_of(eligible)
    full, unit = draw(st.integers(60_000, 240_000)), draw(st.integers(500, 3_000))
    load = rising(full=full, weight=40_000).until(3 * full // 2)
    lead = quadratic(unit=unit, weight=60_000, reach=10).until(9_000)

    def some(count: int, low: int, high: int) -> Column:
        return column([draw(st.integers(low, high)) for _ in range(count)])

    made = Problem(
        tickets=tuple(f"ticket-{i}" for i in range(t)),
        agents=tuple(f"person-{i}" for i in range(a)),
        arc_start=start,
        arc_agent=agent,
        arc_minutes=some(len(agent), 0, 90_000),
        terms={name: some(len(agent), -20_000, 60_000) for name in ("delay", "fit")},
        risk=some(t, 0, 3),
        waiting=some(t, 0, 200_000),
        toughness=some(t, 0, 5_000),
        tough_from=2_500,
        slots=some(a, 0, 3),
        minutes_free=some(a, 0, 200_000),
        tough_slots=some(a, 0, 2),
        load=some(a, 0, 200_000),
        lead=some(a, -8_000, 8_000),
        lead_cap=some(a, -4_000, 8_000),
        load_curve=curves([load] * a),
        lead_curve=curves([lead] * a),
        sides=(),
    )
    check(made)
    return made


def best_of_all(problem: Problem) -> tuple[Cost, Owners]:
    """The cheapest plan that breaks no ban, by trying every one."""
    choices = [
        [WAITING, *(int(problem.arc_agent[arc]) for arc in problem.arcs(ticket))]
        for ticket in range(len(problem.tickets))
    ]
    allowed = [(judge(problem, plan), plan) for plan in product(*choices)]
    return min((v.cost, plan) for v, plan in allowed if not v.breaches)


def optimum(problem: Problem) -> Cost:
    """What the best plan costs."""
    return judge(problem, best_plan(problem)).cost


def best_plan(problem: Problem) -> Owners:
    """A plan that CP-SAT proves to be the best."""
    proof = cp_sat.prove(problem, (WAITING,) * len(problem.tickets), limit=10.0, seed=1)
    assert proof.proven
    assert judge(problem, proof.owners).cost == proof.cost
    return proof.owners


def arcs_kept(problem: Problem, kept: Any) -> Problem:
    """The same tickets and agents, and only these of the pairs."""
    start = np.r_[0, np.cumsum(kept)][problem.arc_start]
    return msgspec.structs.replace(
        problem,
        arc_start=column(start),
        arc_agent=column(problem.arc_agent[kept]),
        arc_minutes=column(problem.arc_minutes[kept]),
        terms={rule: column(each[kept]) for rule, each in problem.terms.items()},
    )
