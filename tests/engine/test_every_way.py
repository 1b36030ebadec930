"""A few tickets: the search tries every way that could be better, and then knows that none is."""

from hypothesis import given

from services.assignment.engine.form.plan import BoundKind, Stopped
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.proving import best
from services.assignment.engine.search import pipeline
from services.assignment.engine.search.searching import Search
from shared.vocabulary.words import RoundStatus
from tests.bench.rounds import batch
from tests.cases import cases
from tests.engine.problems import best_of_all, problems

PLENTY = 20_000


@given(problems(tickets=5))
@cases(150)
def test_a_few_tickets_are_placed_as_trying_everything_places_them(problem: Problem) -> None:
    found = pipeline.solve(problem, seed=1, units=PLENTY)
    least, _ = best_of_all(problem)
    assert found.cost == least
    assert found.stopped is Stopped.PROVEN


@given(problems(tickets=4))
@cases(60)
def test_from_everything_waiting_branches_alone_find_the_best_plan(problem: Problem) -> None:
    search = Search(problem, seed=1)
    assert search.try_every_way(PLENTY)
    least, _ = best_of_all(problem)
    assert search.cost() == least


def test_without_units_nothing_is_claimed_and_the_plan_stays() -> None:
    search = Search(batch(10, 12, 1), seed=1)
    search.place_in_order_of_need()
    before = search.cost(), search.owners()
    assert not search.try_every_way(search.units)
    assert (search.cost(), search.owners()) == before


def test_a_round_of_five_is_proven_without_the_exact_model() -> None:
    found = best(batch(5, 12, 1), seed=1, units=2_000, exact_up_to=0)
    assert found.status is RoundStatus.PROVEN
    assert found.bounds.minutes.kind is BoundKind.EVERY_WAY
