"""A small problem on which every step of the kernel has something to do."""

from services.assignment.engine.form.columns import column
from services.assignment.engine.form.curve import quadratic, rising
from services.assignment.engine.form.curves import curves
from services.assignment.engine.form.problem import Problem, arcs_of, unlimited
from services.assignment.engine.search.pipeline import FEW, WORTH_PRICING, solve
from services.assignment.engine.search.searching import Search
from services.assignment.engine.search.weighing import Weighing

AGENTS = 12
TICKETS = WORTH_PRICING
UNITS = 2_000


def try_out() -> None:
    """Solve it, try every way in a smaller one, and weigh one of its tickets."""
    problem = busy()
    found = solve(problem, seed=1, units=UNITS)
    few = Search(busy(FEW), seed=1)
    few.try_every_way(UNITS)
    Weighing(problem, found.owners).best(0, 3)


def busy(tickets: int = TICKETS) -> Problem:
    """More work than fits, some of it tough and pressing; numbers that look irregular and are not."""
    each, agents = range(tickets), range(AGENTS)
    start, agent = arcs_of([[a for a in agents if (a * 7 + t) % 3] for t in each])
    return Problem(
        tickets=tuple(f"ticket-{t:02}" for t in each),
        agents=tuple(f"agent-{a:02}" for a in agents),
        arc_start=start,
        arc_agent=agent,
        arc_minutes=column(10_000 + arc * 7_919 % 50_000 for arc in range(len(agent))),
        terms={"price": column(arc * 6_151 % 40_000 for arc in range(len(agent)))},
        risk=column(t % 5 // 4 for t in each),
        waiting=column([10**7] * tickets),
        toughness=column(t * 389 % 4_000 for t in each),
        tough_from=3_000,
        slots=column(4 for _ in agents),
        minutes_free=unlimited(AGENTS),
        tough_slots=column(1 for _ in agents),
        load=column(a * 9_000 for a in agents),
        lead=column(500 * a - 3_000 for a in agents),
        lead_cap=column(3_000 for _ in agents),
        load_curve=curves([rising(full=480_000, weight=40_000)] * AGENTS),
        lead_curve=curves([quadratic(unit=1_500, weight=60_000, reach=20)] * AGENTS),
        sides=(),
    )
