"""Whatever happens, a shadow of the desk's own policy decides the same, and all accounts sum to zero."""

from typing import Any

import msgspec
import pytest
from hypothesis import example, given

from services.assignment import fairness
from services.assignment.fairness import Moved
from services.assignment.requests.help import RaiseHand
from services.assignment.requests.ownership import GiveTicket, HandOverTicket, PutBackTicket
from services.assignment.shadow.accounts import Carried
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


def lived(candidate: Policy, way: Way, done: list[Any]) -> Given:
    """A desk that did all that while the policy was in its shadow; refusals do not happen."""
    desk = Given(way, network=3)
    begin(desk, candidate)
    tickets = []
    for words in ("first", "second", "third"):
        ticket = desk.ticket(words, by=desk.cy)
        desk.judge(ticket, by=desk.ada, skill="network", toughness=2_500)
        desk.assignment.run_round()
        tickets.append(ticket)
    for what, which, who in done:
        try:
            step(desk, what, tickets[which], who)
        except Refusal:
            continue
    desk.after(minutes=1)
    return desk


def same(done: list[Any], way: Way = Way.DEALT) -> None:
    """The desk's own policy in the shadow: no ticket otherwise, the same costs, the same leads."""
    desk = lived(SHIPPED, way, done)
    shadow = folded(desk)
    looking = [
        each for each in recorded(desk, RoundDecided) if not any(t.helps for t in each.tickets)
    ]
    assert len(shadow.compared) == len(looking) > 0
    for each in shadow.compared:
        assert each.otherwise == ()
        assert each.live == each.candidate
        assert each.live.agreed == each.live.tried
    assert shadow.accounts.live == shadow.accounts.candidate
    assert shadow.accounts.exceptions == shadow.exceptions


def even(done: list[Any], way: Way = Way.DEALT) -> None:
    """A policy without rotation: whatever happens, both accounts and the candidate's ledger sum to zero."""
    desk = lived(changed(SHIPPED, UNFAIR), way, done)
    shadow = folded(desk)
    assert sum(shadow.accounts.live.leads.values()) == 0
    assert sum(shadow.accounts.candidate.leads.values()) == 0
    assert shadow.accounts.live.due == shadow.accounts.candidate.due
    now = desk.clock.now()
    shadow._let_in(shadow.held)
    assert sum(shadow.situation.ledger.leads(now).values()) == 0
    as_carried(shadow.accounts.candidate)
    if not shadow.accounts.instead:
        desk.assignment.catch_up()
        assert shadow.situation.ledger.leads(now) == desk.assignment.situation.ledger.leads(now)


def as_carried(carried: Carried) -> None:
    """What is told of an account is what fairness.py makes of the same as one move in one window."""
    received = {agent: max(0, lead) for agent, lead in carried.leads.items()}
    entitled = {agent: max(0, -lead) for agent, lead in carried.leads.items()}
    rest = carried.due - sum(entitled.values())
    whole = Moved(
        at=0, received=received | {"rest": rest}, entitled=entitled | {"rest": rest}
    )  # fmt: skip
    told = carried.told(exceptions=0)
    assert fairness.misplaced_in([whole], window=1, days=1) == fairness.share(
        told.misplaced, told.due
    )


def test_the_desks_own_policy_in_the_shadow_decides_nothing_otherwise() -> None:
    same(HANDED_ON)
    same(HANDED_ON, Way.OFFERED)


def test_whatever_becomes_of_a_ticket_both_accounts_sum_to_zero() -> None:
    even(HANDED_ON)
    even(HANDED_ON, Way.OFFERED)


@pytest.mark.slow
@given(steps)
@example(HANDED_ON)
@cases(40)
def test_in_whatever_order_people_act_the_same_policy_decides_the_same(done: list[Any]) -> None:
    same(done)
    same(done, Way.OFFERED)


@pytest.mark.slow
@given(steps)
@cases(40)
def test_in_whatever_order_people_act_accounts_sum_to_zero(done: list[Any]) -> None:
    even(done)
    even(done, Way.OFFERED)


def test_a_candidates_version_is_no_difference() -> None:
    desk = lived(msgspec.structs.replace(SHIPPED, version=7), Way.DEALT, [])
    assert not any(each.otherwise for each in folded(desk).compared)
