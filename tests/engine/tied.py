"""Small random problems with side rules."""

import msgspec
from hypothesis import strategies as st

from services.assignment.engine.form.checking import check
from services.assignment.engine.form.columns import column
from services.assignment.engine.form.curve import FLAT
from services.assignment.engine.form.curves import curves
from services.assignment.engine.form.problem import Problem, arcs_of, unlimited
from services.assignment.engine.form.sides import Apart, Beside, Quota, Role, Side, Together
from tests.engine.problems import problems


@st.composite
def tied_problems(draw: st.DrawFn, tickets: int = 4, agents: int = 3) -> Problem:
    """A random problem with up to three side rules of any kind, of two tickets at least."""
    problem = draw(problems(tickets=tickets, agents=agents))
    some = 0 if len(problem.tickets) < 2 else draw(st.integers(0, 3))
    tied = msgspec.structs.replace(problem, sides=tuple(draw(sides(problem)) for _ in range(some)))
    check(tied)
    return tied


def roomy(*rules: Side) -> Problem:
    """Three tickets that may all go to any of four agents, who have room for all; the first costs least."""
    tickets, agents = 3, 4
    start, agent = arcs_of([range(agents)] * tickets)
    flat = curves([FLAT] * agents)
    problem = Problem(
        tickets=tuple(f"ticket-{n}" for n in range(tickets)),
        agents=tuple(f"person-{n}" for n in range(agents)),
        arc_start=start, arc_agent=agent, arc_minutes=column([0] * len(agent)),
        terms={"fit": column(1_000 * int(each) for each in agent)},
        risk=column([1] * tickets), waiting=column([0] * tickets),
        toughness=column([0] * tickets), tough_from=1,
        slots=unlimited(agents), minutes_free=unlimited(agents), tough_slots=unlimited(agents),
        load=column([0] * agents), lead=column([0] * agents), lead_cap=unlimited(agents),
        load_curve=flat, lead_curve=flat, sides=rules,
    )  # fmt: skip
    check(problem)
    return problem


@st.composite
def sides(draw: st.DrawFn, problem: Problem) -> Side:
    """One side rule over tickets and agents of the problem."""
    tickets = st.lists(
        st.integers(0, len(problem.tickets) - 1), min_size=2, max_size=4, unique=True
    )
    named = tuple(sorted(draw(tickets)))
    agents = tuple(range(len(problem.agents)))
    some = st.sets(st.sampled_from(agents)) if agents else st.just(set())
    match draw(st.sampled_from(("together", "apart", "role", "quota"))):
        case "together":
            return Together(named)
        case "apart":
            return Apart(named)
        case "quota":
            return Quota(named, tuple(sorted(draw(some))), draw(st.integers(0, 2)))
        case _:
            beside = (Beside(owner, tuple(sorted(draw(some) - {owner}))) for owner in draw(some))
            return Role(*draw(st.permutations(named))[:2], tuple(beside))
