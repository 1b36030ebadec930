"""The smallest change that turns a decision, on desks small enough to count by hand."""

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.assignment.engine.form.problem import Problem
from services.assignment.engine.proving import Best
from services.assignment.explaining.smallest import (
    Asked,
    Part,
    PlanIsUnproven,
    changes,
    with_minutes,
)
from services.assignment.round.deciding import decide, solved
from services.assignment.rules import cap
from services.assignment.situation.standing import Frozen, Standing
from shared.vocabulary.policy import SHIPPED
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Level, RoundStatus
from tests.cases import cases
from tests.explaining.open_desks import open_desks
from tests.rules.desk import ADA, BEN, CY, agent, desk, ticket


def solve(problem: Problem) -> Best:
    return solved(problem, SHIPPED, seed=1)


def owner(frozen: Frozen) -> str | None:
    return decide(frozen).tickets[0].agent


def ahead(lead: int, **said: object) -> Standing:
    return agent(BEN, lead=lead, **said)


def test_who_is_ahead_would_have_got_it_a_milli_point_below_the_other() -> None:
    frozen = desk(agent(ADA, lead=-500), ahead(1_000))
    (change,) = [c for c in changes(frozen, ticket().id, BEN, solve).found if c.part is Part.LEAD]
    asked = Asked(frozen, ticket().id, BEN, solve)
    assert owner(frozen) == ADA
    assert owner(asked.with_lead(1_000 - change.by)) == BEN
    assert not asked.turns(asked.with_lead(1_000 - change.by + 1))


def test_a_slower_agent_who_is_behind_would_have_got_a_shorter_ticket() -> None:
    need = SkillNeed(name="network", level=1)
    frozen = desk(
        agent(ADA, lead=1_500, skills={"network": 2}), agent(BEN, skills={"network": 1}),
        tickets=(ticket(need=need, minutes=200),),
    )  # fmt: skip
    asked = Asked(frozen, ticket().id, BEN, solve)
    change = asked.minutes()
    assert owner(frozen) == ADA
    assert change
    assert change.by > 1
    assert owner(asked.with_ticket(with_minutes(asked.ticket, change.by))) == BEN
    assert not asked.turns(asked.with_ticket(with_minutes(asked.ticket, change.by - 1)))


def test_who_is_kept_free_for_tough_work_would_have_got_ordinary_work_a_milli_point_less_behind() -> (
    None
):
    plain = ticket(toughness=0)
    frozen = desk(agent(ADA, load=2_000), agent(BEN, lead=-4_000), tickets=(plain,))
    asked = Asked(frozen, ticket().id, BEN, solve)
    change = asked.lag()
    assert owner(frozen) == ADA
    assert change
    assert change.by > 1
    assert owner(asked.with_lead(-4_000 + change.by)) == BEN
    assert not asked.turns(asked.with_lead(-4_000 + change.by - 1))


def test_what_was_offered_and_not_answered_counts_on_both_sides_of_the_change() -> None:
    frozen = desk(agent(ADA, lead=-500), ahead(0, pending=1_000))
    asked = Asked(frozen, ticket().id, BEN, solve)
    change = asked.lead()
    assert change
    assert asked.turns(asked.with_lead(-change.by))
    assert not asked.turns(asked.with_lead(1 - change.by))


def test_the_decision_turns_where_a_heavy_ticket_first_fits_below_the_agents_cap() -> None:
    heavy, third = ticket(toughness=6_000), agent(CY, in_work=3)
    frozen = desk(agent(ADA, lead=-500), ahead(0, load=200_000), third, tickets=(heavy,))
    asked = Asked(frozen, heavy.id, BEN, solve)
    change = asked.lead()
    assert owner(frozen) == ADA
    assert change
    assert change.by == 6_000 - cap.promised(3, frozen) - 6_000 // 3
    assert owner(asked.with_lead(-change.by)) == BEN
    assert not asked.turns(asked.with_lead(1 - change.by))


def test_nothing_turns_what_everybody_would_do_as_well_in_any_case() -> None:
    frozen = desk(agent(ADA), agent(BEN, load=200_000), tickets=(ticket(priority=Level.CRITICAL),))
    kinds = {each.part for each in changes(frozen, ticket().id, BEN, solve).found}
    assert Part.PRIORITY not in kinds


@pytest.mark.slow
@cases(20)
@given(open_desks(), st.data())
def test_each_change_turns_the_decision_and_one_unit_less_does_not(
    frozen: Frozen, data: st.DataObject
) -> None:
    asked_of = data.draw(st.sampled_from(frozen.tickets)).id
    who = data.draw(st.sampled_from(frozen.agents)).id
    asked = Asked(frozen, asked_of, who, solve)
    try:
        assume(not asked.turns(frozen))
    except PlanIsUnproven:
        assume(False)
    for change in changes(frozen, asked_of, who, solve).found:
        assert asked.turns(changed(asked, change.part, change.by))
        if change.part is not Part.PRIORITY:
            assert not asked.turns(changed(asked, change.part, change.by - 1))


def changed(asked: Asked, part: Part, by: int) -> Frozen:
    """The round after so much of the change."""
    if part in (Part.LEAD, Part.LAG):
        return asked.with_lead(asked.agent.lead + (by if part is Part.LAG else -by))
    if part is Part.MINUTES:
        return asked.with_ticket(with_minutes(asked.ticket, by))
    return asked.with_ticket(asked.more_urgent()[by - 1])


def test_of_a_round_whose_plans_are_not_proven_no_change_is_told() -> None:
    def unproven(problem: Problem) -> Best:
        return msgspec.structs.replace(solve(problem), status=RoundStatus.BOUNDED)

    frozen = desk(agent(ADA, lead=-500), ahead(1_000))
    told = changes(frozen, ticket().id, BEN, unproven)
    assert (told.found, told.unproven) == ((), told.asked)
