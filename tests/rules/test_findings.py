"""What the rules find on a plan is what the compiled problem charges for it, to the milli-minute."""

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from services.assignment.engine.form.plan import WAITING, Owners
from services.assignment.engine.judging.referee import Verdict, judge
from services.assignment.explaining.findings import findings, leaving
from services.assignment.problem.compile import Compiled, compiled
from shared.vocabulary.words import Absence
from tests.rules.chance import desks
from tests.rules.desk import ADA, agent, desk, ticket


@st.composite
def planned(draw: st.DrawFn) -> tuple[Any, Compiled, Owners]:
    """A desk, its problem, and a plan over the pairs that the problem allows; limits may be broken."""
    frozen = draw(desks())
    made = compiled(frozen)
    taker = made.problem.arc_agent.tolist()
    choices = [
        [WAITING, *(taker[a] for a in made.problem.arcs(t))] for t in range(len(made.places))
    ]
    return frozen, made, tuple(draw(st.sampled_from(each)) for each in choices)


def on_tickets(made: Compiled, owners: Owners) -> Verdict:
    """What the problem charges for the plan with every seat empty; seats have no findings."""
    places = zip(made.places, owners, strict=True)
    return judge(made.problem, tuple(WAITING if place.seat else o for place, o in places))


@given(planned())
def test_the_findings_of_each_rule_sum_to_what_the_problem_charges_by_it(
    plan: tuple[Any, Compiled, Owners],
) -> None:
    frozen, made, owners = plan
    found = findings(frozen, made.named(owners))
    charged = on_tickets(made, owners).terms
    assert {
        rule: sum(each.cost for each in found if each.rule == rule) for rule in charged
    } == charged


@given(planned())
def test_what_is_left_waiting_is_found_at_what_the_problem_charges_for_it(
    plan: tuple[Any, Compiled, Owners],
) -> None:
    frozen, made, owners = plan
    left = leaving(frozen, made.named(owners))
    verdict = on_tickets(made, owners)
    assert sum(each.cost for each in left if each.rule == "breach") == verdict.cost.risk
    assert sum(each.cost for each in left if each.rule == "waiting") == verdict.waiting


@given(planned())
def test_a_plan_that_the_referee_passes_breaks_no_rule_and_one_it_refuses_breaks_some(
    plan: tuple[Any, Compiled, Owners],
) -> None:
    frozen, made, owners = plan
    assume(not any(place.seat for place in made.places))
    found = findings(frozen, made.named(owners))
    broken = [each for each in found if each.rule not in judge(made.problem, owners).terms]
    assert bool(broken) == bool(judge(made.problem, owners).breaches)


def test_a_broken_ban_is_found_on_the_plan_and_told() -> None:
    away = agent(ADA, away=Absence.SICK)
    (only,) = [each for each in findings(desk(away), {ticket().id: ADA}) if each.rule == "away"]
    assert (only.agent, only.words) == (ADA, "is away (sick)")


def test_what_a_rule_finds_reads_on_from_a_name() -> None:
    ahead = agent(ADA, load=60_000, lead=400)
    told = {each.rule: each.words for each in findings(desk(ahead), {ticket().id: ADA})}
    assert (
        told.items()
        >= {
            "delay": "has 60 minutes of work before it",
            "fit": "can do it as well as anybody",
            "put back": "never put it back",
            "declined": "never turned it down",
            "stickiness": "would be as new to it as anybody",
            "hand-over": "would be the first to have it",
            "benefit": "keeps nothing shorter waiting",
            "growth": "learns nothing by it",
            "reserve": "need not be kept free for tough work",
            "load": "would have 120 minutes of work in hand, from 60",
            "rotation": "would be 1.4 points ahead of a fair share, from 0.4 ahead",
        }.items()
    )


def test_who_is_owed_is_said_to_be_behind() -> None:
    told = findings(desk(agent(ADA, lead=-2_500)), {ticket().id: ADA})
    assert told[-1].words == "would be 1.5 points behind a fair share, from 2.5 behind"


def test_what_is_left_waiting_is_told_with_its_age_and_its_promise() -> None:
    told = [each.words for each in leaving(desk(), {})]
    assert told == ["has no promise to break", "has waited 0 minutes"]
