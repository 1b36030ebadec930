"""Small random problems, and the one way to solve them that needs no trust: trying everything."""

from itertools import product

from hypothesis import strategies as st

from services.assignment.curve import quadratic, rising
from services.assignment.problem import WAITING, Cost, Owners, Problem
from services.assignment.referee import judge


@st.composite
def problems(draw: st.DrawFn, tickets: int = 4, agents: int = 3) -> Problem:
    """Up to `tickets` × `agents`, with bans, few slots, standing load and leads."""
    t = draw(st.integers(0, tickets))
    a = draw(st.integers(0, agents))
    eligible = [sorted(draw(st.sets(st.integers(0, a - 1)))) if a else [] for _ in range(t)]
    start = [0]
    for each in eligible:
        start.append(start[-1] + len(each))
    arcs = [agent for each in eligible for agent in each]
    numbers = st.integers(-20_000, 60_000)
    points = st.integers(0, 5_000)
    return Problem(
        tickets=tuple(f"ticket-{i}" for i in range(t)),
        agents=tuple(f"person-{i}" for i in range(a)),
        arc_start=tuple(start),
        arc_agent=tuple(arcs),
        arc_minutes=tuple(draw(st.integers(1_000, 90_000)) for _ in arcs),
        terms={name: tuple(draw(numbers) for _ in arcs) for name in ("delay", "fit")},
        toughness=tuple(draw(points) for _ in range(t)),
        risk=tuple(draw(st.integers(1, 5)) for _ in range(t)),
        slots=tuple(draw(st.integers(0, 3)) for _ in range(a)),
        load=tuple(draw(st.integers(0, 200_000)) for _ in range(a)),
        lead=tuple(draw(st.integers(-8_000, 8_000)) for _ in range(a)),
        load_curve=(rising(full=240_000, weight=40_000),) * a,
        lead_curve=(quadratic(unit=2_000, weight=60_000, reach=10),) * a,
    )


def best_of_all(problem: Problem) -> tuple[Cost, Owners]:
    """The cheapest plan that breaks no ban, by trying every one."""
    choices = [
        [WAITING, *(problem.arc_agent[arc] for arc in problem.arcs(ticket))]
        for ticket in range(len(problem.tickets))
    ]
    allowed = [(judge(problem, plan), plan) for plan in product(*choices)]
    return min((v.cost, plan) for v, plan in allowed if not v.breaches)
