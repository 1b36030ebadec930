"""What belongs together: the ties each side rule states, and what the engine reads of them."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given

from services.assignment import rulebook
from services.assignment.engine.form.plan import WAITING
from services.assignment.engine.form.sides import Beside, Quota, Role, Together
from services.assignment.engine.judging.referee import judge
from services.assignment.explaining.findings import findings, takers
from services.assignment.problem.compile import Compiled, compiled
from services.assignment.problem.side_ties import side_ties
from services.assignment.round.deciding import judged
from services.assignment.round.left_waiting import TIED
from services.assignment.rules import linked
from services.assignment.ruling.kinds import side
from services.assignment.ruling.tying import AtMost, DifferentOwners, OneOwner, SeatBeside, Tie
from services.assignment.situation.standing import Frozen
from shared.vocabulary.policy import SHIPPED, Policy, TeamQuota
from shared.vocabulary.skill import SkillNeed
from tests.rules.chance import TICKETS, desks
from tests.rules.desk import ADA, BEN, CY, NETWORK, agent, desk, ticket

ONE, TWO, THREE, _ = TICKETS
LEVEL_TWO = SkillNeed(name="network", level=2)  # type: ignore[arg-type]


def ties(rule: str, frozen: Frozen) -> list[Tie]:
    """What the rule ties together in a frozen desk."""
    module = side(rule).module
    return [tie for asked, tie in side_ties(frozen, takers(frozen)) if asked.module == module]


def agreed(**figures: Any) -> Policy:
    """The shipped policy with other figures of what belongs together and of growth."""
    growth = {n: figures.pop(n) for n in list(figures) if hasattr(SHIPPED.growth, n)}
    return msgspec.structs.replace(
        SHIPPED,
        together=msgspec.structs.replace(SHIPPED.together, **figures),
        growth=msgspec.structs.replace(SHIPPED.growth, **growth),
    )


def pair() -> tuple[Any, ...]:
    """Two linked tickets and one that is linked to neither."""
    return (
        ticket(id=ONE, linked=(TWO,)),
        ticket(id=TWO, linked=(ONE,)),
        ticket(id=THREE),
    )


def test_linked_tickets_go_to_one_owner_who_has_room_for_both() -> None:
    assert ties("linked", desk(agent(ADA, tickets=2), tickets=pair())) == [OneOwner((ONE, TWO))]


def test_where_nobody_has_room_for_both_they_may_part() -> None:
    one_place_each = desk(agent(ADA, tickets=1), agent(BEN, tickets=1), tickets=pair())
    no_minutes = desk(agent(ADA, minutes=100), tickets=pair())
    assert ties("linked", one_place_each) == ties("linked", no_minutes) == []


def test_linked_tickets_part_where_any_limit_of_the_rulebook_leaves_nobody_room_for_all() -> None:
    half_a_day = desk(agent(ADA, presence=500, in_work=1, load=180_000), tickets=pair())
    assert ties("linked", half_a_day) == []
    tough = tuple(msgspec.structs.replace(each, toughness=2_000) for each in pair())
    assert ties("linked", desk(agent(ADA, tough_in_hand=1), tickets=tough)) == []
    huge = tuple(msgspec.structs.replace(each, toughness=9_000) for each in pair())
    assert ties("linked", desk(agent(ADA), agent(BEN), tickets=huge)) == []


def test_linked_tickets_part_where_a_teams_quota_leaves_room_for_only_one() -> None:
    queue = tuple(msgspec.structs.replace(each, team=NETWORK) for each in pair())
    members = agent(ADA, teams=(NETWORK,)), agent(BEN, teams=(NETWORK,))
    policy = agreed(quotas=(TeamQuota(team=NETWORK, tickets=1),))
    assert ties("linked", desk(*members, tickets=queue, policy=policy)) == []
    roomy = agreed(quotas=(TeamQuota(team=NETWORK, tickets=2),))
    assert ties("linked", desk(*members, tickets=queue, policy=roomy)) == [OneOwner((ONE, TWO))]


@given(desks())
def test_linked_tickets_are_tied_if_and_only_if_somebody_could_be_given_them_all(
    frozen: Frozen,
) -> None:
    problem = compiled(frozen).problem
    assume(problem.tickets == tuple(each.id for each in frozen.tickets))
    tied = {side.tickets for side in problem.sides if isinstance(side, Together)}
    for group in linked.groups(frozen):
        places = tuple(problem.tickets.index(each.id) for each in group)
        given_all = [
            tuple(who if place in places else WAITING for place in range(len(problem.tickets)))
            for who in range(len(problem.agents))
        ]
        alone = msgspec.structs.replace(
            problem, sides=tuple(s for s in problem.sides if not isinstance(s, Together))
        )
        assert (places in tied) == any(not judge(alone, plan).breaches for plan in given_all)


def test_a_swarmed_ticket_seats_a_helper_of_another_tier_beside_each_owner() -> None:
    people = agent(ADA), agent(BEN, tier=2), agent(CY, tier=2)
    tough = ticket(id=ONE, toughness=3_000)
    frozen = desk(*people, tickets=(tough,), policy=agreed(swarm_from=3_000))
    assert ties("swarm", frozen) == [
        SeatBeside(ONE, "helper", 25, {ADA: (BEN, CY), BEN: (ADA,), CY: (ADA,)})
    ]
    assert ties("swarm", msgspec.structs.replace(frozen, policy=SHIPPED)) == []


def test_a_mentor_is_seated_beside_a_learner_where_the_policy_asks_for_it() -> None:
    people = agent(ADA, skills={"network": 1}), agent(BEN, skills={"network": 2})
    frozen = desk(
        *people, tickets=(ticket(id=ONE, need=LEVEL_TWO),), policy=agreed(mentor_beside=True)
    )
    assert ties("beside_learner", frozen) == [SeatBeside(ONE, "mentor", 25, {ADA: (BEN,)})]


def test_no_round_gives_a_learner_more_than_is_left_of_their_week() -> None:
    people = agent(ADA, skills={"network": 1}, learned=2), agent(BEN, skills={"network": 2})
    learnable = tuple(ticket(id=each, need=LEVEL_TWO, minutes=30) for each in (ONE, TWO))
    assert ties("week_of_learning", desk(*people, tickets=learnable)) == [
        AtMost((ONE, TWO), (ADA,), 1)
    ]


def test_a_teams_quota_counts_what_is_in_work_already() -> None:
    members = agent(ADA, teams=(NETWORK,)), agent(BEN, teams=(NETWORK,))
    queue = tuple(ticket(id=each, team=NETWORK) for each in (ONE, TWO))
    policy = agreed(quotas=(TeamQuota(team=NETWORK, tickets=3),))
    frozen = desk(*members, tickets=queue, policy=policy, team_work={NETWORK: 2})
    assert ties("team_quota", frozen) == [AtMost((ONE, TWO), (ADA, BEN), 1)]


def compiled_with(monkeypatch: pytest.MonkeyPatch, frozen: Frozen, *tied: Tie) -> Compiled:
    """The problem of a desk in which these are tied."""
    monkeypatch.setattr("services.assignment.problem.compile.tied", lambda *_: list(tied))
    return compiled(frozen)


def test_ties_reach_the_engine_over_places_and_a_seat_follows_its_ticket(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = agent(ADA), agent(BEN, tier=2), agent(CY, tier=2)
    frozen = desk(*people, tickets=pair(), policy=agreed(swarm_from=1))
    seat = SeatBeside(ONE, "helper", 50, {ADA: (BEN, CY)})
    made = compiled_with(monkeypatch, frozen, OneOwner((ONE, TWO)), seat, AtMost((TWO,), (BEN,), 0))
    assert made.problem.tickets == (ONE, f"{ONE}#helper", TWO, THREE)
    assert made.problem.sides == (
        Together((0, 2)),
        Role(ticket=0, seat=1, beside=(Beside(owner=0, seat=(1, 2)),)),
        Quota(tickets=(2,), agents=(1,), most=0),
    )


def test_a_seat_takes_its_part_of_the_minutes_and_carries_neither_toughness_nor_risk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frozen = desk(agent(ADA), agent(BEN), tickets=(ticket(id=ONE, minutes=40, urgent=True),))
    made = compiled_with(monkeypatch, frozen, SeatBeside(ONE, "helper", 50, {ADA: (BEN,)})).problem
    assert made.arc_minutes.tolist() == [40_000, 40_000, 20_000]
    assert (made.toughness[1], made.risk[1], made.waiting[1]) == (0, 0, 0)
    assert all(column[2] == 0 for column in made.terms.values())


def test_who_sits_beside_is_named_with_the_owner_and_owns_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frozen = desk(agent(ADA), agent(BEN), tickets=(ticket(id=ONE),))
    made = compiled_with(monkeypatch, frozen, SeatBeside(ONE, "helper", 50, {ADA: (BEN,)}))
    (told,) = judged(made, (0, 1))
    assert (told.agent, [(each.role, each.agent) for each in told.beside]) == (
        ADA,
        [("helper", BEN)],
    )
    assert made.named((0, 1)) == {ONE: ADA}


@pytest.mark.parametrize(
    ("tie", "plan", "words"),
    [
        (OneOwner((ONE, TWO)), {ONE: ADA, TWO: BEN}, "would have only a part of what belongs together"),
        (OneOwner((ONE, TWO)), {ONE: ADA}, "would have only a part of what belongs together"),
        (OneOwner((ONE, TWO)), {ONE: ADA, TWO: ADA}, None),
        (OneOwner((ONE, TWO)), {}, None),
        (DifferentOwners((ONE, TWO)), {ONE: ADA, TWO: ADA},
         "would have several of what has to be kept apart"),
        (DifferentOwners((ONE, TWO)), {ONE: ADA, TWO: BEN}, None),
        (AtMost((ONE, TWO), (ADA,), 1), {ONE: ADA, TWO: ADA},
         "would be one too many where at most 1 may be"),
        (AtMost((ONE, TWO), (ADA,), 1), {ONE: ADA, TWO: BEN}, None),
    ],
)  # fmt: skip
def test_a_torn_tie_is_found_on_the_plan(
    tie: Tie, plan: Any, words: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    stated = replace(side("linked"), ties=lambda *_: [tie], concerns=lambda _: True)
    monkeypatch.setattr(rulebook, "SIDES", (stated,))
    frozen = desk(agent(ADA), agent(BEN), tickets=pair())
    told = [each.words for each in findings(frozen, plan) if each.rule == "linked"]
    assert told == ([words] if words else [])


def test_a_ticket_that_waits_because_of_what_it_is_tied_to_is_told_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frozen = desk(agent(ADA), agent(BEN), tickets=pair())
    made = compiled_with(monkeypatch, frozen, AtMost((ONE, TWO), (ADA, BEN), 1))
    one, two, three = judged(made, (0, -1, 0))
    assert (one.waits_because, two.waits_because, three.waits_because) == (None, TIED, None)
