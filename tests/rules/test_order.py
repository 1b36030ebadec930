"""The strict order on desks that are solved: bans, breaches, the cap, then minutes; nothing starves."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given

from services.assignment import rulebook
from services.assignment.explaining.findings import findings
from services.assignment.problem.compile import compiled
from services.assignment.round.deciding import decide, plan
from services.assignment.rules import cap
from services.assignment.ruling.pressing import is_overtaken
from shared.vocabulary.policy import TeamQuota
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Level
from tests.cases import cases
from tests.rules.chance import desks
from tests.rules.desk import ADA, BEN, MONDAY_NOON, NETWORK, agent, desk, ticket
from tests.rules.test_bans import banned_by

MINUTE = timedelta(minutes=1)
ONE, TWO, THREE = (f"ticket-{digit * 32}" for digit in "123")


def old(age: int, **said: Any) -> Any:
    """A ticket that has waited so long."""
    return ticket(raised_at=MONDAY_NOON - age * MINUTE, **said)


def near(**said: Any) -> Any:
    """A ticket whose promise is about to break."""
    return ticket(resolve_by=MONDAY_NOON + 61 * MINUTE, **said)


def given_by(*people: Any, tickets: tuple[Any, ...]) -> dict[Any, Any]:
    """Who gets what."""
    return plan(desk(*people, tickets=tickets)).owners


def test_a_breach_that_is_about_to_happen_comes_before_any_minutes() -> None:
    waited = old(200, id=ONE, priority=Level.CRITICAL)
    assert given_by(agent(tickets=1), tickets=(waited, near(id=TWO))) == {TWO: ADA}


def test_the_cap_comes_before_minutes_and_after_a_breach() -> None:
    ahead = agent(ADA, lead=cap.promised(2, desk(agent(ADA), agent(BEN))))
    busy = agent(BEN, in_work=3)
    assert given_by(ahead, busy, tickets=(ticket(id=ONE, toughness=2_000),)) == {}
    assert given_by(ahead, busy, tickets=(near(id=ONE, toughness=2_000),)) == {ONE: ADA}


def test_what_was_overtaken_long_enough_goes_before_all_that_is_younger() -> None:
    long = old(240, id=ONE, minutes=300, toughness=4_000)
    fresh = old(239, id=TWO, minutes=5, priority=Level.CRITICAL)
    assert given_by(agent(tickets=1), tickets=(long, fresh)) == {ONE: ADA}


def test_while_a_queue_waits_the_short_go_first_and_a_short_queue_makes_no_difference() -> None:
    long, short = old(10, id=ONE, minutes=200), old(10, id=TWO, minutes=10)
    assert given_by(agent(tickets=1), tickets=(long, short)) == {TWO: ADA}


@given(desks())
@cases(50)
def test_no_decision_breaks_a_ban_or_a_limit(frozen: Any) -> None:
    owners = plan(frozen).owners
    names = {rule.name for rule in rulebook.BANS}
    assert [each for each in findings(frozen, owners) if each.rule in names] == []


@given(desks())
@cases(50)
def test_nothing_younger_takes_the_last_place_of_what_nothing_may_overtake(frozen: Any) -> None:
    owners = plan(frozen).owners
    for waiting in frozen.tickets:
        if waiting.id in owners or not is_overtaken(waiting, frozen):
            continue
        if rulebook.BREACH.leaving(waiting, frozen):
            continue
        for other in frozen.tickets:
            taker = owners.get(other.id)
            younger = taker and not is_overtaken(other, frozen)
            if younger and not rulebook.BREACH.leaving(other, frozen):
                instead = {t: a for t, a in owners.items() if t != other.id} | {waiting.id: taker}
                broken = [each.rule for each in findings(frozen, instead)]
                above = cap_broken(frozen, instead) > cap_broken(frozen, owners)
                assert above or {rule.name for rule in rulebook.BANS} & set(broken), waiting


def cap_broken(frozen: Any, owners: dict[Any, Any]) -> int:
    """Milli-points that a plan adds above the caps."""
    caps = dict(zip((a.id for a in frozen.agents), rulebook.CAP.caps(frozen), strict=True))
    lead = {a.id: a.lead for a in frozen.agents}
    added = dict.fromkeys(lead, 0)
    for each in frozen.tickets:
        if each.id in owners:
            added[owners[each.id]] += each.toughness
    return sum(max(0, lead[a] + added[a] - caps[a]) - max(0, lead[a] - caps[a]) for a in added)


@given(desks())
@cases(40)
def test_a_round_decided_with_reasons_is_as_good_as_one_without_and_tells_why_each_waits(
    frozen: Any,
) -> None:
    told = decide(frozen)
    assert told.cost <= plan(frozen).found.cost
    assert all(each.agent or each.waits_because for each in told.tickets)


def without(rules: Any, name: str) -> Any:
    """The rules but one."""
    return tuple(rule for rule in rules if rule.name != name)


def test_a_price_dropped_from_the_model_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen = desk(agent(ADA), agent(BEN), tickets=(ticket(put_back_by=(ADA,)),))
    assert set(plan(frozen).owners.values()) == {BEN}
    monkeypatch.setattr(rulebook, "PRICES", without(rulebook.PRICES, "put back"))
    assert set(plan(frozen).owners.values()) == {ADA}


@pytest.mark.parametrize("name", [rule.name for rule in rulebook.PRICES])
def test_every_price_of_the_rulebook_reaches_the_problem(name: str) -> None:
    asked = ticket(
        put_back_by=(ADA,), last_helper=BEN, had_by=BEN, minutes=60,
        turned_down={ADA: MONDAY_NOON - 60 * MINUTE},
        need=SkillNeed(name="network", level=2),  # type: ignore[arg-type]
    )  # fmt: skip
    loaded = agent(ADA, load=60_000, busy=500, lead=-4_000, tier=2, skills={"network": 2})
    frozen = desk(loaded, agent(BEN, skills={"network": 2}), tickets=(asked,), places=1)
    assert compiled(frozen).problem.terms[name][0] > 0


@pytest.mark.parametrize("name", [rule.name for rule in rulebook.BANS])
def test_every_ban_of_the_rulebook_takes_somebody_out_of_the_problem(name: str) -> None:
    frozen, who = banned_by(name)
    made = compiled(frozen)
    assert made.problem.agents.index(who) not in made.problem.arc_agent
    told = [rule for rule, people in made.ruled_out[frozen.tickets[0].id] if who in people]
    assert told == [name]


def test_a_cap_that_is_ignored_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = agent(ADA, lead=cap.promised(2, desk(agent(ADA), agent(BEN))))
    frozen = desk(ahead, agent(BEN, in_work=3), tickets=(ticket(toughness=2_000),))
    assert plan(frozen).owners == {}
    nobody = replace(rulebook.CAP, caps=lambda desk: [cap.NO_CAP] * len(desk.agents))
    monkeypatch.setattr(rulebook, "CAP", nobody)
    assert set(plan(frozen).owners.values()) == {ADA}


def test_what_costs_less_than_nothing_is_nowhere() -> None:
    frozen = desk(agent(ADA, skills={"network": 1}), agent(BEN, skills={"network": 3}), places=1)
    every = msgspec.structs.replace(
        frozen,
        tickets=(ticket(need=SkillNeed(name="network", level=2)),),  # type: ignore[arg-type]
    )
    for rule in rulebook.PRICES:
        assert all(rule.cost(every.tickets[0], who, every) >= 0 for who in every.agents)


def why_waiting(*people: Any, tickets: tuple[Any, ...]) -> list[str | None]:
    """Why each ticket waits."""
    return [each.waits_because for each in decide(desk(*people, tickets=tickets)).tickets]


def test_a_ticket_that_waits_is_told_the_last_hurdle_or_what_came_first() -> None:
    capped = agent(ADA, lead=cap.promised(2, desk(agent(ADA), agent(BEN))))
    busy = agent(BEN, in_work=3)
    tough = ticket(id=ONE, toughness=2_000)
    assert why_waiting(capped, busy, tickets=(tough,)) == ["fairness cap"]
    assert why_waiting(busy, tickets=(tough,)) == ["work in progress"]
    both = old(9, id=ONE), ticket(id=TWO)
    assert why_waiting(agent(tickets=1), tickets=both) == [None, "others came first"]


def test_where_waiting_is_cheap_a_ticket_may_wait_for_a_better_time() -> None:
    cheap = msgspec.structs.replace(desk().policy.assignment, begin_price=0, delay_price=0)
    policy = msgspec.structs.replace(desk().policy, assignment=cheap)
    (told,) = decide(desk(agent(load=400_000), policy=policy)).tickets
    assert told.waits_because == "waiting"


def test_linked_tickets_of_one_requester_go_to_one_owner() -> None:
    first = ticket(id=ONE, linked=(TWO,), minutes=30)
    second = ticket(id=TWO, linked=(ONE,), minutes=30)
    apart = msgspec.structs.replace(first, linked=()), msgspec.structs.replace(second, linked=())
    people = agent(ADA, tickets=2), agent(BEN, tickets=2)
    assert len(set(given_by(*people, tickets=apart).values())) == 2
    assert len(set(given_by(*people, tickets=(first, second)).values())) == 1


def test_a_teams_quota_and_a_week_of_learning_are_kept_by_the_plan() -> None:
    team = msgspec.structs.replace(
        desk().policy.together, quotas=(TeamQuota(team=NETWORK, tickets=1),)
    )
    policy = msgspec.structs.replace(desk().policy, together=team)
    queue = ticket(id=ONE, team=NETWORK), ticket(id=TWO, team=NETWORK)
    members = agent(ADA, teams=(NETWORK,)), agent(BEN, teams=(NETWORK,))
    assert len(plan(desk(*members, tickets=queue, policy=policy)).owners) == 1
    need = SkillNeed(name="network", level=2)  # type: ignore[arg-type]
    learnable = ticket(id=ONE, need=need, minutes=20), ticket(id=TWO, need=need, minutes=20)
    people = agent(ADA, skills={"network": 1}, learned=2), agent(BEN, skills={"network": 2})
    owners = list(given_by(*people, tickets=learnable).values())
    assert owners.count(ADA) <= 1
    assert len(owners) == 2


def test_no_plan_fills_anybodys_day_beyond_its_minutes() -> None:
    full = agent(ADA, in_work=1, load=430_000)
    assert given_by(full, tickets=(ticket(id=ONE, minutes=51),)) == {}
    assert given_by(full, tickets=(ticket(id=ONE, minutes=50),)) == {ONE: ADA}
    assert len(compiled(desk(full, tickets=(ticket(id=ONE, minutes=51),))).problem.arc_agent) == 0
