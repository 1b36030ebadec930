"""The smallest change from kept numbers alone: one milli-minute or milli-point less turns nothing."""

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st

from services.assignment.engine.forcing import forced, refused, with_lead
from services.assignment.engine.form.columns import column
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.proving import Best
from services.assignment.explaining.numbers import Numbers
from services.assignment.explaining.smallest import Part
from services.assignment.explaining.smallest_kept import NO_TERMS, kept_changes
from services.assignment.problem.compile import compiled
from services.assignment.round.deciding import solved
from shared.vocabulary.policy import SHIPPED
from shared.vocabulary.skill import SkillNeed
from tests.cases import cases
from tests.engine.problems import best_of_all
from tests.explaining.open_desks import open_desks
from tests.rules.desk import ADA, BEN, agent, desk, ticket


def solve(problem: Problem) -> Best:
    return solved(problem, SHIPPED, seed=1)


def numbers(problem: Problem) -> Numbers:
    return Numbers(problem=problem, owners=solve(problem).owners, solve=solve)


def cheaper(problem: Problem, arc: int, by: int) -> Problem:
    """The problem in which the dearest rule of the pair asks so much less."""
    rule = max(problem.terms, key=lambda rule: (int(problem.terms[rule][arc]), rule))
    terms = problem.terms[rule].copy()
    terms[arc] -= by
    return msgspec.structs.replace(problem, terms={**problem.terms, rule: column(terms)})


def gets_it(problem: Problem, ticket: int, agent: int) -> bool:
    """Whether every best plan gives it to them, by trying every plan."""
    with_them = best_of_all(forced(problem, ticket, agent))[1]
    without = best_of_all(refused(problem, ticket, agent))[1]
    return judge(problem, with_them).cost < judge(problem, without).cost


@st.composite
def asked(draw: st.DrawFn) -> tuple[Problem, int, int]:
    """A problem, and a pair of it that the decided plan passed over though it could be."""
    problem = compiled(draw(open_desks())).problem
    ticket = draw(st.sampled_from(range(len(problem.tickets))))
    owner = numbers(problem).owners[ticket]
    passed_over = [arc for arc in problem.arcs(ticket) if problem.arc_agent[arc] != owner]
    assume(passed_over)
    arc = draw(st.sampled_from(passed_over))
    assume(not gets_it(problem, ticket, int(problem.arc_agent[arc])))
    return problem, ticket, arc


@cases(40, deadline=None)
@given(asked())
def test_each_change_turns_the_decision_and_none_that_is_smaller_does(
    pair: tuple[Problem, int, int],
) -> None:
    problem, ticket, arc = pair
    agent = int(problem.arc_agent[arc])
    told = {each.part: each.by for each in kept_changes(numbers(problem), ticket, agent).found}
    assert told.keys() <= {Part.LEAD, Part.PRICE}
    if by := told.get(Part.PRICE):
        assert gets_it(cheaper(problem, arc, by), ticket, agent)
        assert not gets_it(cheaper(problem, arc, by - 1), ticket, agent)
    if by := told.get(Part.LEAD):
        now = int(problem.lead[agent])
        assert gets_it(with_lead(problem, agent, now - by), ticket, agent)
        assert not gets_it(with_lead(problem, agent, now - by + 1), ticket, agent)


@cases(10, deadline=None)
@given(asked())
def test_numbers_without_prices_tell_why_no_price_is_told(pair: tuple[Problem, int, int]) -> None:
    problem, ticket, arc = pair
    bare = msgspec.structs.replace(problem, terms={})
    agent = int(problem.arc_agent[arc])
    told = kept_changes(numbers(bare), ticket, agent)
    assert told.asked == (Part.LEAD,)
    assert told.untold.startswith(NO_TERMS)


def test_a_price_of_a_few_minutes_turned_the_decision_and_is_told_by_its_rule() -> None:
    need = SkillNeed(name="network", level=1)
    people = agent(ADA, skills={"network": 1}), agent(BEN, skills={"network": 3})
    problem = compiled(desk(*people, tickets=(ticket(need=need, minutes=60),))).problem
    told = kept_changes(numbers(problem), 0, 0)
    (price,) = [each for each in told.found if each.part is Part.PRICE]
    assert price.words.endswith("minutes cheaper with them by the rule “fit”")
    (arc,) = [arc for arc in problem.arcs(0) if problem.arc_agent[arc] == 0]
    assert gets_it(cheaper(problem, arc, price.by), 0, 0)
    assert not gets_it(cheaper(problem, arc, price.by - 1), 0, 0)
