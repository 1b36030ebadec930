"""The fairness cap: how far ahead a deal may leave somebody, in teams of any size."""

from datetime import timedelta
from itertools import product

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from services.assignment.account.booking import booked
from services.assignment.engine.form.plan import WAITING
from services.assignment.engine.judging.referee import judge
from services.assignment.problem.compile import compiled
from services.assignment.problem.eligibility import entitled_to
from services.assignment.round.deciding import decide
from services.assignment.round.past_the_cap import past_the_cap
from services.assignment.rules import cap
from services.assignment.situation.standing import Frozen
from shared.events.assignment import EntitlementBooked
from shared.vocabulary.identity import PersonId, StreamId, TeamId
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Absence, CapReason, Origin
from tests.cases import cases
from tests.rules.desk import ADA, BEN, MONDAY_NOON, NETWORK, agent, desk, ticket

TWENTY = [PersonId(StreamId(f"person-{n:032x}")) for n in range(20)]


def team_of(people: int, **said: object) -> Frozen:
    """A team with one ticket of two tough points in its queue."""
    agents = [agent(who, teams=(NETWORK,)) for who in TWENTY[:people]]
    return desk(*agents, tickets=(ticket(team=NETWORK, toughness=2_000),), **said)


def deal(frozen: Frozen, to: PersonId) -> EntitlementBooked:
    """What dealing the first ticket to somebody books."""
    first = frozen.tickets[0]
    return booked(
        first.booking, to=to, origin=Origin.DEALT, toughness=first.toughness,
        entitled=entitled_to(first, frozen), team=first.team,
    )[0]  # fmt: skip


def test_from_five_people_on_the_cap_is_two_mean_tough_tickets() -> None:
    assert [cap.promised(people, team_of(people)) for people in (5, 6, 20)] == [4_000] * 3


def test_in_smaller_teams_the_cap_allows_the_same_number_of_deals_in_a_row() -> None:
    in_a_row = [cap.promised(n, team_of(n)) / (2_000 * (1 - 1 / n)) for n in (2, 3, 4, 5)]
    assert [round(deals, 3) for deals in in_a_row] == [2.5] * 4


def test_it_is_never_below_what_taking_turns_alone_may_err_by() -> None:
    assert all(cap.promised(n, team_of(n)) >= 2_000 * (n - 1) / 2 for n in (2, 3, 4, 5))


def test_who_is_alone_has_no_cap() -> None:
    assert cap.caps(team_of(1)) == [cap.NO_CAP]


def test_the_problem_grants_everybody_their_own_share_of_the_lightest_ticket() -> None:
    assert cap.caps(team_of(2)) == [2_500 + 1_000] * 2
    assert compiled(team_of(2)).problem.lead_cap.tolist() == [3_500] * 2


def test_a_deal_within_the_problems_cap_leaves_nobody_past_the_promised_one() -> None:
    ahead = [agent(ADA, teams=(NETWORK,), lead=1_500), agent(BEN, teams=(NETWORK,), lead=-1_500)]
    frozen = desk(*ahead, tickets=(ticket(team=NETWORK, toughness=2_000),))
    assert ahead[0].lead + 2_000 <= cap.caps(frozen)[0]
    assert not past_the_cap(frozen, [(frozen.tickets[0].id, deal(frozen, ADA))], None)


def test_who_is_not_ahead_may_be_dealt_one_ticket_that_alone_weighs_more() -> None:
    heavy = desk(agent(ADA), agent(BEN, lead=10), tickets=(ticket(toughness=9_000),))
    assert [most >= 9_000 for most in cap.caps(heavy)] == [True, False]
    told = past_the_cap(heavy, [(heavy.tickets[0].id, deal(heavy, ADA))], None)
    assert [(each.lead, each.why) for each in told.values()] == [(4_500, CapReason.HEAVY)]


def far_behind(**said: object) -> Frozen:
    """A ticket too heavy for Ada, who stands level; Ben is so far behind that he stays below with it."""
    behind = agent(BEN, lead=-7_000, **said)
    return desk(agent(ADA), behind, tickets=(ticket(toughness=9_000),))


def test_a_heavy_ticket_waits_for_whoever_stays_below_the_cap_with_it() -> None:
    assert cap.caps(far_behind())[0] < 9_000
    (free,) = decide(far_behind()).tickets
    assert free.agent == BEN
    (busy,) = decide(far_behind(in_work=3)).tickets
    assert (busy.agent, busy.waits_because) == (None, cap.NAME)


def test_who_is_not_at_work_or_knows_too_little_is_not_waited_for() -> None:
    need = SkillNeed(name="network", level=1)
    unskilled = far_behind()
    unskilled = desk(
        agent(ADA, skills={"network": 1}), unskilled.agents[1],
        tickets=(ticket(toughness=9_000, need=need),),
    )  # fmt: skip
    for frozen in (unskilled, far_behind(away=Absence.SICK)):
        (told,) = decide(frozen).tickets
        assert told.agent == ADA


def test_a_heavy_ticket_whose_promise_presses_is_dealt_for_the_promise() -> None:
    frozen = far_behind(in_work=3)
    pressing = tuple(
        msgspec.structs.replace(each, resolve_by=MONDAY_NOON + timedelta(minutes=60))
        for each in frozen.tickets
    )
    frozen = msgspec.structs.replace(frozen, tickets=pressing)
    (told,) = decide(frozen).tickets
    assert told.agent == ADA
    exceptions = past_the_cap(frozen, [(told.ticket, deal(frozen, ADA))], None)
    assert [each.why for each in exceptions.values()] == [CapReason.PROMISE]


def test_beside_a_ticket_too_heavy_for_the_cap_nobody_gets_two_at_once() -> None:
    tickets = [ticket(id=f"ticket-{n}", toughness=w) for n, w in enumerate((9_000, 2_000, 2_000))]
    heavy = desk(agent(ADA), agent(BEN, lead=10), tickets=tuple(tickets))
    assert compiled(heavy).problem.slots.tolist() == [1, 3]
    light = desk(agent(ADA), agent(BEN, lead=10), tickets=tuple(tickets[1:]))
    assert compiled(light).problem.slots.tolist() == [3, 3]


def test_who_is_ahead_passes_the_cap_only_for_a_promise() -> None:
    frozen = desk(
        agent(ADA, lead=2_000), agent(BEN, lead=-2_000), tickets=(ticket(toughness=2_000),)
    )
    told = past_the_cap(frozen, [(frozen.tickets[0].id, deal(frozen, ADA))], None)
    assert [(each.lead, each.cap, each.why) for each in told.values()] == [
        (3_000, 2_500, CapReason.PROMISE)
    ]


def test_in_more_than_one_team_the_largest_counts() -> None:
    small = TeamId(StreamId("team-" + "e" * 32))
    agents = [agent(who, teams=(NETWORK,)) for who in TWENTY[:6]]
    both = agent(TWENTY[6], teams=(NETWORK, small))
    frozen = desk(*agents, both, tickets=(ticket(team=small),))
    assert cap.promised_to(frozen.agents[-1], frozen, cap.pools_of(frozen)) == 4_000


leads = st.lists(st.integers(-6_000, 6_000), min_size=2, max_size=6)
weights = st.lists(st.integers(0, 9_000), min_size=1, max_size=4)


@given(leads, weights, st.data())
def test_whatever_fits_below_the_problems_caps_leaves_nobody_past_the_promise(
    leads: list[int], weights: list[int], data: st.DataObject
) -> None:
    agents = [agent(who, lead=lead) for who, lead in zip(TWENTY, leads, strict=False)]
    tickets = [ticket(id=f"ticket-{n}", toughness=w) for n, w in enumerate(weights)]
    frozen, standing = desk(*agents, tickets=tuple(tickets)), dict(zip(TWENTY, leads, strict=False))
    taker, caps = data.draw(st.sampled_from(agents)), cap.caps(frozen)
    most = caps[agents.index(taker)]
    given_ = [t for n, t in enumerate(tickets) if taker.lead + sum(weights[: n + 1]) <= most]
    for each in given_:
        one = msgspec.structs.replace(frozen, tickets=(each,))
        for share in deal(one, taker.id).shares:
            standing[share.agent] += share.milli_points
    alone = max(weights) if taker.lead <= 0 else 0
    assert standing[taker.id] <= max(cap.promised(len(agents), frozen), alone, taker.lead)


@cases(60)
@given(leads, weights, st.data())
def test_no_single_change_of_a_round_would_keep_more_promises_or_pass_the_cap_less(
    leads: list[int], weights: list[int], data: st.DataObject
) -> None:
    agents = [
        agent(who, lead=lead, tickets=data.draw(st.integers(0, 2)))
        for who, lead in zip(TWENTY, leads, strict=False)
    ]
    due = [data.draw(st.sampled_from([None, MONDAY_NOON])) for _ in weights]
    tickets = [
        ticket(id=f"ticket-{n}", toughness=w, minutes=1, resolve_by=due[n])
        for n, w in enumerate(weights)
    ]
    frozen = desk(*agents, tickets=tuple(tickets))
    problem, owners = compiled(frozen).problem, decide(frozen).owners
    cost = judge(problem, owners).cost
    for number, other in product(range(len(owners)), range(WAITING, len(agents))):
        moved = judge(problem, (*owners[:number], other, *owners[number + 1 :]))
        assert moved.breaches or (moved.cost.risk, moved.cost.overflow) >= (
            cost.risk,
            cost.overflow,
        )


@cases(60)
@given(leads, weights, st.data())
def test_without_a_promise_to_keep_only_a_single_heavy_ticket_leads_anybody_past_the_cap(
    leads: list[int], weights: list[int], data: st.DataObject
) -> None:
    agents = [agent(who, lead=lead) for who, lead in zip(TWENTY, leads, strict=False)]
    tickets = [ticket(id=f"ticket-{n}", toughness=w, minutes=1) for n, w in enumerate(weights)]
    frozen = desk(*agents, tickets=tuple(tickets))
    dealt = [each for each in decide(frozen).tickets if each.agent]
    bookings = [
        (t.id, deal(msgspec.structs.replace(frozen, tickets=(t,)), each.agent))
        for each in dealt
        for t in tickets
        if each.agent and t.id == each.ticket
    ]
    told = past_the_cap(frozen, bookings, None)
    assert {each.why for each in told.values()} <= {CapReason.HEAVY}
