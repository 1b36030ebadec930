"""What a round comes to with somebody else on a ticket is what the referee counts, not what one rule says."""

from hypothesis import assume, given
from hypothesis import strategies as st

from services.assignment.engine.judging.referee import judge
from services.assignment.explaining.numbers import Numbers
from services.assignment.explaining.spoken import outcome, swapped
from services.assignment.explaining.whole_round import best_with, difference
from services.assignment.problem.compile import compiled
from services.assignment.round.deciding import decide, solved
from services.assignment.situation.standing import Frozen
from shared.vocabulary.skill import SkillNeed
from tests.cases import cases
from tests.explaining.open_desks import open_desks
from tests.rules.chance import TICKETS
from tests.rules.desk import ADA, BEN, CY, agent, desk, ticket

NAMES = {ADA: "Ada", BEN: "Ben", CY: "Tomas", TICKETS[0]: "#6", TICKETS[1]: "#7"}


def round_of(frozen: Frozen) -> Numbers:
    decision = decide(frozen)
    return Numbers(
        problem=compiled(frozen).problem,
        owners=decision.owners,
        solve=lambda asked: solved(asked, frozen.policy, seed=1),
    )


def two_tickets() -> Frozen:
    """Ada has both skills, Ben only what #7 needs, Tomas only what #6 needs, and that just well enough.

    There is room for more, so that nothing waits for anything else to be done.
    """
    printing, network = SkillNeed(name="printing", level=1), SkillNeed(name="network", level=1)
    return desk(
        agent(ADA, skills={"printing": 2, "network": 2}, tickets=1),
        agent(BEN, skills={"network": 2}, tickets=1),
        agent(CY, skills={"printing": 1}, tickets=1),
        tickets=(ticket(id=TICKETS[0], need=printing), ticket(id=TICKETS[1], need=network)),
        places=5,
    )


def test_the_cause_that_is_named_is_the_one_that_is_left_when_others_cancel_out() -> None:
    round_ = round_of(two_tickets())
    assert [round_.problem.agents[o] for o in round_.owners] == [ADA, BEN]
    best = best_with(round_, 1, round_.problem.agents.index(ADA))
    assert best
    told = difference(round_, 1, best)
    assert swapped(told.swaps, NAMES.__getitem__) == "#6 would have gone to Tomas instead of Ada"
    assert "rotation" not in told.by_rule
    assert next(iter(told.by_rule)) == "fit"
    assert outcome(told).startswith("would have cost ")


@cases(40)
@given(open_desks(), st.data())
def test_the_difference_is_the_difference_of_the_referees_costs_and_its_rules_sum_to_it(
    frozen: Frozen, data: st.DataObject
) -> None:
    round_ = round_of(frozen)
    ticket_ = data.draw(st.sampled_from(range(len(round_.problem.tickets))))
    who = data.draw(st.sampled_from(range(len(round_.problem.agents))))
    best = best_with(round_, ticket_, who)
    assume(best is not None)
    assert best is not None
    told = difference(round_, ticket_, best)
    was, now = judge(round_.problem, round_.owners).cost, judge(round_.problem, best.owners).cost
    assert (told.risk, told.overflow) == (now.risk - was.risk, now.overflow - was.overflow)
    assert told.milli_minutes == now.minutes - was.minutes == sum(told.by_rule.values())
    assert best.owners[ticket_] == who
