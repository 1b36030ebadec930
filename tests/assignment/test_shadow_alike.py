"""Whatever happens, a shadow of the desk's own policy decides the same, and all accounts sum to zero."""

from contextlib import suppress
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import assume, example, given

from services.assignment.requests.help import RaiseHand
from services.assignment.requests.ownership import GiveTicket, HandOverTicket, PutBackTicket
from shared.eventlog.port import Refusal
from shared.events.assignment import RoundDecided
from shared.vocabulary.policy import SHIPPED, Policy
from shared.vocabulary.policy.changing import changed
from shared.vocabulary.words import Way
from tests.assignment.giving import Given
from tests.assignment.shadowing import UNFAIR, begin, folded, recorded
from tests.assignment.test_any_order import WHY, step, steps
from tests.cases import cases

HANDED_ON: list[Any] = [
    (RaiseHand(question=WHY), 2, 0), (RaiseHand(question=WHY), 2, 1), ("round", 0, 0),
    (HandOverTicket, 0, 0), ("later", 0, 0), (GiveTicket, 1, 1),
    (PutBackTicket(reason=WHY), 0, 1), ("round", 0, 0), ("later", 0, 1), ("round", 0, 0),
]  # fmt: skip
MOST_DO = 4
"""Steps of these that take effect at least, whoever of the two got which ticket."""


class Lived(NamedTuple):
    """A desk, and how many steps took effect there; what a rule refuses does not happen."""

    desk: Given
    took_effect: int


def lived(tried: Policy, way: Way, done: list[Any]) -> Lived:
    """A desk that was asked all that while the policy was in its shadow."""
    desk = Given(way, network=3)
    begin(desk, tried)
    tickets, took_effect = [], 0
    for words in ("first", "second", "third"):
        ticket = desk.ticket(words, by=desk.cy)
        desk.judge(ticket, by=desk.ada, skill="network", toughness=2_500)
        desk.assignment.run_round()
        tickets.append(ticket)
    for what, which, who in done:
        head = desk.log.head()
        with suppress(Refusal):
            step(desk, what, tickets[which], who)
        took_effect += desk.log.head() > head or what == "later"
    desk.after(minutes=1)
    return Lived(desk, took_effect)


def same(done: list[Any], way: Way = Way.DEALT) -> int:
    """The desk's own policy in the shadow: no ticket otherwise, the same costs, the same leads.

    How many of the steps took effect.
    """
    desk, took_effect = lived(SHIPPED, way, done)
    shadow = folded(desk)
    compared = shadow.unrecorded.compared
    looking = [
        each for each in recorded(desk, RoundDecided) if not any(t.helps for t in each.tickets)
    ]
    assert len(compared) == len(looking) > 0
    for each in compared:
        assert each.otherwise == ()
        assert each.live == each.tried
        assert each.live.under_live == each.live.under_tried
    assert shadow.accounts.live == shadow.accounts.tried
    return took_effect


def even(done: list[Any], way: Way = Way.DEALT) -> int:
    """A policy without rotation: whatever happens, both accounts and the ledger in the shadow sum to zero.

    How many of the steps took effect.
    """
    desk, took_effect = lived(changed(SHIPPED, UNFAIR), way, done)
    shadow = folded(desk)
    live, tried = shadow.accounts.live, shadow.accounts.tried
    assert sum(live.leads.now.values()) == sum(tried.leads.now.values()) == 0
    assert live.due == tried.due
    now = desk.clock.now()
    shadow.let_all_in()
    assert sum(shadow.situation.ledger.leads(now).values()) == 0
    if not any(booked.takers for booked in shadow.accounts.booked.values()):
        desk.assignment.catch_up()
        assert shadow.situation.ledger.leads(now) == desk.assignment.situation.ledger.leads(now)
    return took_effect


def test_the_desks_own_policy_in_the_shadow_decides_nothing_otherwise() -> None:
    assert same(HANDED_ON) >= MOST_DO
    assert same(HANDED_ON, Way.OFFERED) >= MOST_DO


def test_whatever_becomes_of_a_ticket_both_accounts_sum_to_zero() -> None:
    assert even(HANDED_ON) >= MOST_DO
    assert even(HANDED_ON, Way.OFFERED) >= MOST_DO


@pytest.mark.slow
@given(steps)
@example(HANDED_ON)
@cases(40)
def test_in_whatever_order_people_act_the_same_policy_decides_the_same(done: list[Any]) -> None:
    assume(same(done) + same(done, Way.OFFERED) > 0)


@pytest.mark.slow
@given(steps)
@cases(40)
def test_in_whatever_order_people_act_accounts_sum_to_zero(done: list[Any]) -> None:
    assume(even(done) + even(done, Way.OFFERED) > 0)


def test_the_version_of_a_policy_is_no_difference() -> None:
    desk, _ = lived(msgspec.structs.replace(SHIPPED, version=7), Way.DEALT, [])
    assert not any(each.otherwise for each in folded(desk).unrecorded.compared)
