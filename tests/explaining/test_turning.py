"""The lead at which an agent would have got a ticket is the nearest one, to the milli-point."""

from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from services.assignment.engine.forcing import forced, refused, with_exactly, with_lead
from services.assignment.engine.form.plan import WAITING
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.turning import costs, turning
from tests.engine.problems import best_of_all, problems

FURTHEST = -20_000


@st.composite
def asked(draw: st.DrawFn) -> tuple[Problem, int, int]:
    """A problem, and one of its pairs."""
    problem = draw(problems(tickets=3, agents=3))
    assume(len(problem.arc_agent))
    ticket = draw(st.sampled_from([t for t in range(len(problem.tickets)) if problem.arcs(t)]))
    agent = draw(st.sampled_from([int(problem.arc_agent[arc]) for arc in problem.arcs(ticket)]))
    return problem, ticket, agent


def gets_it(problem: Problem, ticket: int, agent: int) -> bool:
    """Whether every best plan gives the ticket to the agent, by trying every plan."""
    _, with_them = best_of_all(forced(problem, ticket, agent))
    _, without = best_of_all(refused(problem, ticket, agent))
    if with_them[ticket] != agent:
        return False
    return judge(problem, with_them).cost < judge(problem, without).cost


@given(asked(), st.randoms(use_true_random=False))
def test_at_that_lead_the_agent_gets_it_and_a_milli_point_before_they_do_not(
    pair: tuple[Problem, int, int], chance: Random
) -> None:
    problem, ticket, agent = pair
    leads = range(int(problem.lead[agent]) - 1, FURTHEST, -1)
    found = turning(problem, ticket, agent, leads, lambda asked: best_of_all(asked)[1])
    tried = leads if found is None else leads[: leads.index(found)]
    for lead in {tried[-1], chance.choice(tried)} if tried else ():
        assert not gets_it(with_lead(problem, agent, lead), ticket, agent)
    if found is not None:
        assert gets_it(with_lead(problem, agent, found), ticket, agent)


@given(asked())
def test_what_is_forced_waits_only_where_the_agent_could_not_take_it_even_alone(
    pair: tuple[Problem, int, int],
) -> None:
    problem, ticket, agent = pair
    alone = tuple(agent if t == ticket else WAITING for t in range(len(problem.tickets)))
    _, plan = best_of_all(forced(problem, ticket, agent))
    assert (plan[ticket] == agent) is not bool(judge(problem, alone).breaches)


@given(asked())
def test_exactly_these_tickets_means_no_others(pair: tuple[Problem, int, int]) -> None:
    problem, ticket, agent = pair
    _, plan = best_of_all(with_exactly(problem, agent, frozenset([ticket])))
    assert {t for t, owner in enumerate(plan) if owner == agent} <= {ticket}


@given(problems(), st.integers(-30_000, 30_000))
def test_a_curve_read_at_many_leads_costs_what_it_costs_at_each(problem: Problem, at: int) -> None:
    for agent in range(len(problem.agents)):
        curve = problem.lead_curve[agent]
        many = costs(curve, with_lead(problem, agent, at).lead)
        assert int(many[agent]) == curve.cost(at)
