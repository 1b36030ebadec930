"""The account of a policy in the shadow, and what it is compared on, as can be counted by hand."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from services.assignment import desk as assignment_desk
from services.assignment.account.booking import set_right
from services.assignment.engine.form.plan import WAITING
from services.assignment.requests.ownership import HandOverTicket
from services.assignment.round.kept_problems import WITH_THE_RECORD
from services.assignment.shadow import held_back
from services.assignment.shadow.comparing import transposed
from services.intake.requests.roster import GrantSkill
from shared.eventlog.port import Change, Write
from shared.events.assignment import RoundDecided
from shared.vocabulary.identity import ASSIGNMENT, SETUP, Actor, TicketId
from shared.vocabulary.policy import SHIPPED
from shared.vocabulary.words import CreditReason
from tests.assignment.shadowing import UNFAIR, Tried, begin, folded, recorded
from tests.assignment.test_rotation import deal_tough, exceptions, resolved
from tests.desks import Desk
from tests.toughness.test_forecasting_with_the_round import desk_that_learned


def second_to_the_other() -> tuple[Tried, TicketId]:
    """Two tough tickets of 2.5 points: Ada and Ben got one each, in the shadow Ada got both."""
    desk = Tried()
    desk.start()
    desk.deal(2)
    booked = folded(desk).accounts.booked
    (ticket,) = [each for each, stands in booked.items() if stands.takers]
    return desk, ticket


def test_a_true_up_follows_a_ticket_to_whom_the_tried_policy_chose() -> None:
    desk, ticket = second_to_the_other()
    owned = desk.assignment.owned(ticket)
    found = set_right(
        owned.booking, toughness=5_000, worked={desk.ben: 1}, because=CreditReason.TRUED_UP
    )
    write = Write(stream=ticket, expected=owned.version, events=found)
    now = desk.clock.now()
    desk.log.append(Change(command="trued up", by=ASSIGNMENT, at=now, writes=(write,)))
    accounts = folded(desk).accounts
    assert accounts.live.leads.now == {desk.ada: -1_250, desk.ben: 1_250}
    assert accounts.tried.leads.now == {desk.ada: 3_750, desk.ben: -3_750}
    assert (accounts.live.due, accounts.mean_tough) == (7_500, 3_750)


def test_what_people_hand_over_counts_on_both_sides_as_they_did_it() -> None:
    desk, ticket = second_to_the_other()
    hand_over = HandOverTicket(agent=desk.ada, reason="to learn")
    desk.hands.ask(ticket, hand_over, by=Actor(desk.ben), command="hand over")
    accounts = folded(desk).accounts
    assert (
        accounts.live.leads.now == accounts.tried.leads.now == {desk.ada: 2_500, desk.ben: -2_500}
    )
    assert not any(stands.takers for stands in accounts.booked.values())


def test_a_policy_in_the_shadow_decides_by_its_own_leads_read_by_its_own_half_life() -> None:
    desk = Tried()
    desk.start(UNFAIR | {"assignment": {**UNFAIR["assignment"], "half_life_days": 1}})
    desk.deal(5)
    shadow, now = folded(desk), desk.clock.now()
    booked = shadow.situation.ledger.leads
    assert booked(now) == {desk.ada: 4 * 1_250, desk.ben: -4 * 1_250}
    assert booked(now + timedelta(days=1)) == {desk.ada: 2 * 1_250, desk.ben: -2 * 1_250}


def test_work_given_in_the_same_round_lies_ahead_of_what_comes_after_it() -> None:
    desk = Tried()
    desk.start()
    for _ in range(2):
        ticket = desk.ticket("it broke", by=desk.ada)
        desk.judge(ticket, by=desk.ada, skill="network", toughness=2_500)
    desk.assignment.run_round()
    told = desk.told()
    assert (told.live.minutes_ahead, told.tried.minutes_ahead) == (0.0, 15.0)


def test_deals_past_the_cap_are_counted_on_both_sides() -> None:
    desk = Desk()
    ada, _ = desk.agent("Ada", tickets=9), desk.agent("Ben", tickets=0)
    begin(desk, SHIPPED)
    for _ in range(2):
        resolved(desk, deal_tough(desk, by=ada))
    deal_tough(desk, by=ada)
    desk.later(hours=7)
    desk.assignment.run_round()
    shadow = folded(desk)
    assert len(exceptions(desk)) == shadow.accounts.live.exceptions == 1
    assert shadow.accounts.tried.exceptions == 1


def test_a_plan_is_the_same_by_the_places_of_another_problem() -> None:
    desk, _ = second_to_the_other()
    problem = desk.assignment.problems.of(recorded(desk, RoundDecided)[0])
    assert problem
    wider = msgspec.structs.replace(problem, tickets=("a seat", *problem.tickets))
    other = msgspec.structs.replace(wider, agents=problem.agents[::-1])
    assert transposed((0,), of=problem, into=other) == (WAITING, 1)


def test_a_ticket_that_changed_meanwhile_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Tried()
    desk.start()
    decide = assignment_desk.decide
    ticket = desk.ticket("it broke", by=desk.ada)

    def late(*asked: Any, **more: Any) -> Any:
        decision = decide(*asked, **more)
        desk.judge(ticket, by=desk.ada, skill="network", toughness=2_500)
        return decision

    monkeypatch.setattr(assignment_desk, "decide", late)
    desk.assignment.run_round()
    (compared,) = folded(desk).unrecorded.compared
    assert (compared.tickets, compared.first, compared.otherwise) == (0, 0, ())


def overtaken(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk of three rounds or more; while one is decided, another ticket arrives."""
    desk = Desk()
    ada, _ = desk.agent("Ada", tickets=9), desk.agent("Ben", tickets=9)
    begin(desk, SHIPPED)
    decide = assignment_desk.decide

    def late(*asked: Any, **more: Any) -> Any:
        decision = decide(*asked, **more)
        desk.ticket("meanwhile", by=ada, urgent=True)
        return decision

    monkeypatch.setattr(assignment_desk, "decide", late)
    for _ in range(3):
        desk.ticket("it broke", by=ada)
        desk.assignment.run_round()
    return desk


def test_what_came_between_a_rounds_input_and_its_record_is_not_seen_in_the_shadow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = overtaken(monkeypatch)
    compared = folded(desk).unrecorded.compared
    assert len(compared) == len(recorded(desk, RoundDecided)) > 0
    assert [each.otherwise for each in compared] == [()] * len(compared)
    assert [each.live for each in compared] == [each.tried for each in compared]


def test_a_round_whose_input_cannot_be_told_apart_any_more_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = overtaken(monkeypatch)
    monkeypatch.setattr(held_back, "MOST_HELD_BACK", 0)
    shadow, rounds = folded(desk), len(recorded(desk, RoundDecided))
    assert (shadow.unrecorded.skipped, len(shadow.unrecorded.compared)) == (rounds, 0)


def test_without_its_kept_problem_a_round_is_priced_under_the_tried_policy_alone() -> None:
    desk = Tried()
    desk.start()
    for _ in range(WITH_THE_RECORD + 1):
        desk.ticket("it broke", by=desk.ada)
    desk.assignment.run_round()
    (compared,) = folded(desk).unrecorded.compared
    assert (compared.tickets, compared.live.under_live) == (WITH_THE_RECORD + 1, None)
    assert compared.live.under_tried.minutes > 0


def test_a_policy_in_the_shadow_expects_of_a_new_ticket_what_its_round_did() -> None:
    desk, ada = desk_that_learned()
    begin(desk, desk.assignment.situation.policy)
    desk.ticket("again", by=ada)
    desk.assignment.run_round()
    (compared,) = folded(desk).unrecorded.compared
    assert recorded(desk, RoundDecided)[-1].tickets[0].forecast != 1_000
    assert compared.live == compared.tried
    assert compared.live.under_live == compared.live.under_tried


def test_seats_that_only_the_tried_policy_fills_cost_nothing_under_the_policy_in_force() -> None:
    desk = Tried()
    second = desk.agent("Cy", tickets=9)
    desk.intake.ask_agent(
        second, GrantSkill(skill="network", level=1, tier=2), desk.intake.call(SETUP)
    )
    desk.start({"together": {"swarm_from": 1_000}})
    desk.deal(1)
    (compared,) = folded(desk).unrecorded.compared
    assert compared.otherwise == ()
    assert compared.live.under_live == compared.tried.under_live
    assert compared.live.under_tried != compared.tried.under_tried


def test_what_is_tough_is_what_the_policy_in_force_calls_so() -> None:
    desk = Tried()
    desk.agree({"work": {"tough_from": 3_000}})
    desk.start()
    desk.deal(2)
    told = desk.told()
    assert (told.live.worst_lead, told.tried.misplaced) == (None, None)
    assert folded(desk).accounts.tried.due == 0
