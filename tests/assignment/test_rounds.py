"""Waiting tickets find agents: fairly, lawfully, and with reasons that last."""

from datetime import timedelta
from typing import Any

import pytest

from services.assignment.carrying_out.hands import Hands
from services.assignment.explaining.explain import NothingToExplain
from services.assignment.revisiting.redecide import redecide
from services.assignment.situation import situation, turns
from services.intake.requests.absence import GoAway
from services.intake.requests.course import ReopenTicket, ResolveTicket, SetTicketWaiting
from services.intake.requests.redlines import DrawRedline
from shared.events.assignment import EntitlementBooked, RoundDecided
from shared.vocabulary.identity import SETUP, Actor
from shared.vocabulary.words import Origin, Resolution, WaitingOn
from tests.desks import Desk, id_of


def rounds(desk: Desk) -> list[RoundDecided]:
    told = desk.log.read(after=0, limit=10_000)
    return [each.event for each in told if isinstance(each.event, RoundDecided)]


def recorded_rounds(desk: Desk) -> list[Any]:
    told = desk.log.read(after=0, limit=10_000)
    return [each for each in told if isinstance(each.event, RoundDecided)]


def bookings(desk: Desk) -> list[EntitlementBooked]:
    told = desk.log.read(after=0, limit=10_000)
    return [each.event for each in told if isinstance(each.event, EntitlementBooked)]


def test_a_desk_of_one_gives_its_agent_every_ticket_they_can_start() -> None:
    desk = Desk()
    ada = desk.agent("Ada", tickets=2)
    tickets = [desk.ticket(f"problem {n}", by=ada) for n in range(3)]
    desk.assignment.run_round()
    assert sorted(str(desk.owner(each)) for each in tickets) == sorted([str(ada), str(ada), "None"])
    assert rounds(desk)[-1].tickets[0].version == 2


def test_the_next_tough_ticket_goes_to_who_had_none() -> None:
    desk = Desk()
    ada, ben = desk.agent("Ada"), desk.agent("Ben")
    first, second = desk.ticket("tough", by=ada), desk.ticket("also tough", by=ada)
    desk.judge(first, by=ada, toughness=4000)
    desk.assignment.run_round()
    desk.judge(second, by=ada, toughness=4000) if desk.owner(second) is None else None
    desk.assignment.run_round()
    assert {desk.owner(first), desk.owner(second)} == {ada, ben}


def test_every_booking_sums_to_zero_and_credits_the_taker() -> None:
    desk = Desk()
    people = [desk.agent(name) for name in ("Ada", "Ben", "Cy")]
    for n in range(5):
        desk.ticket(f"problem {n}", by=people[0])
        desk.assignment.run_round()
    assert len(bookings(desk)) == 5
    for booked in bookings(desk):
        assert sum(share.milli_points for share in booked.shares) == 0
        assert len(booked.shares) == 3
    leads = [desk.assignment.situation.ledger.lead(p, desk.clock.now()) for p in people]
    assert sum(leads) == 0


def test_the_busy_share_the_debt_of_a_ticket_they_had_no_room_for() -> None:
    desk = Desk()
    ada, ben = desk.agent("Ada", tickets=1), desk.agent("Ben", tickets=5)
    for n in range(3):
        desk.ticket(f"problem {n}", by=ada)
        desk.assignment.run_round()
    assert all({s.agent for s in booked.shares} == {ada, ben} for booked in bookings(desk))


@pytest.mark.parametrize(
    ("request_", "rule"),
    [
        (GoAway(), "away"),
        (DrawRedline(service="Payroll", reason="her brother runs it"), "redline"),
    ],
)
def test_a_ticket_nobody_may_take_waits_and_the_record_says_why(request_: Any, rule: str) -> None:
    desk = Desk()
    ada = desk.agent("Ada")
    desk.team("Accounts", ada, services=("Payroll",))
    desk.intake.ask_agent(ada, request_, desk.intake.call(SETUP))
    ticket = desk.ticket("the run stops", by=ada, service="Payroll")
    desk.assignment.run_round()
    judged = rounds(desk)[-1].tickets[0]
    assert (desk.owner(ticket), judged.waits_because) == (None, rule)
    assert judged.ruled_out[0].agents == (ada,)


def test_an_unchanged_queue_is_not_recorded_again() -> None:
    desk = Desk()
    desk.ticket("nobody works here", by=desk.person("Ada"))
    assert desk.assignment.run_round() is not None
    assert desk.assignment.run_round() is None
    assert len(rounds(desk)) == 1


def test_a_decision_that_came_too_late_is_dropped_and_its_ticket_comes_back() -> None:
    desk = Desk()
    ada = desk.agent("Ada")
    ticket = desk.ticket("the line is dead", by=ada)
    desk.assignment.catch_up()
    late = desk.assignment.situation.freeze(desk.clock.now(), desk.assignment.cursor)
    wait = SetTicketWaiting(on=WaitingOn.REQUESTER)
    desk.intake.ask(id_of(ticket), wait, desk.intake.call(Actor(ada)))
    from services.assignment.round.deciding import decide

    desk.assignment._record(late, decide(late), {})
    assert desk.owner(ticket) is None
    assert "changed" in (rounds(desk)[-1].tickets[0].waits_because or "")


def test_what_is_reopened_without_owner_is_dealt_again() -> None:
    desk = Desk()
    ada = desk.agent("Ada")
    ticket = desk.ticket("it broke", by=ada)
    for request in (ResolveTicket(), ReopenTicket()):
        desk.intake.ask(id_of(ticket), request, desk.intake.call(Actor(ada)))
    desk.assignment.run_round()
    assert desk.owner(ticket) == ada


def test_a_resolved_ticket_closes_once_when_its_grace_is_over() -> None:
    desk = Desk()
    ada = desk.agent("Ada")
    ticket = desk.ticket("it broke", by=ada)
    desk.intake.ask(id_of(ticket), ResolveTicket(), desk.intake.call(Actor(ada)))
    desk.later(hours=71)
    assert desk.intake.ticket(id_of(ticket)).state == "resolved"
    desk.later(hours=2)
    desk.later(hours=2)
    history = [type(each.event).__name__ for each in desk.log.history(id_of(ticket))]
    assert history.count("TicketClosed") == 1


def test_what_the_requester_settled_alone_has_no_owner_and_credits_nobody() -> None:
    desk = Desk()
    ada, _, cy = desk.agent("Ada"), desk.agent("Ben"), desk.person("Cy")
    ticket = desk.ticket("never mind", by=cy)
    desk.assignment.run_round()
    alone = ResolveTicket(code=Resolution.SELF_RESOLVED)
    desk.intake.ask(id_of(ticket), alone, desk.intake.call(Actor(cy)))
    for _ in range(2):
        desk.assignment.run_round()
    assert (desk.owner(ticket), len(bookings(desk))) == (None, 2)
    assert desk.assignment.situation.ledger.lead(ada, desk.clock.now()) == 0


def test_what_somebody_put_back_goes_to_somebody_else() -> None:
    desk = Desk()
    agents = [desk.agent("Ada"), desk.agent("Ben")]
    ticket = desk.ticket("it broke", by=agents[0])
    desk.assignment.run_round()
    first = desk.owner(ticket)
    assert first
    desk.assignment.change_hands(
        id_of(ticket), to=lambda _: None, origin=Origin.PUT_BACK, by=Actor(first), command="no"
    )
    desk.assignment.run_round()
    assert desk.owner(ticket) not in (None, first)


def test_taking_what_is_ones_own_already_records_nothing() -> None:
    desk = Desk()
    ada = desk.agent("Ada")
    ticket = desk.ticket("it broke", by=ada)
    desk.assignment.run_round()
    before = desk.log.head()
    told = desk.assignment.change_hands(
        id_of(ticket), to=lambda _: ada, origin=Origin.TAKEN, by=Actor(ada), command="again"
    )
    assert (desk.log.head(), told.position) == (before, before)


def test_a_full_round_leaves_room_for_those_whose_turn_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "MOST_AT_ONCE", 4)
    desk = Desk()
    ada = desk.agent("Ada", tickets=2)
    for n in range(8):
        hard = desk.ticket(f"hard {n}", by=ada, urgent=True)
        desk.judge(hard, by=ada, skill="network", level=5)
    easy = desk.ticket("easy", by=ada)
    for _ in range(5):
        desk.assignment.run_round()
    assert desk.owner(easy) == ada
    again = [
        redecide(desk.log, each.stream, desk.assignment.problems).same
        for each in recorded_rounds(desk)
    ]
    assert again == [True] * len(again)


def test_when_a_shift_begins_time_alone_begins_a_round() -> None:
    desk = Desk()
    ada = desk.agent("Ada")
    away = GoAway(until=desk.clock.now() + timedelta(minutes=30))
    desk.intake.ask_agent(ada, away, desk.intake.call(SETUP))
    ticket = desk.ticket("it broke", by=ada)
    desk.assignment.run_round()
    assert not desk.assignment.others_can_begin()
    desk.later(minutes=31)
    assert desk.assignment.others_can_begin()
    desk.assignment.run_round()
    assert desk.owner(ticket) == ada


def test_a_policy_nobody_can_read_stops_the_dealing_and_says_so() -> None:
    desk = Desk()
    desk.ticket("it broke", by=desk.agent("Ada"))
    desk.assignment.catch_up()
    desk.assignment.situation.unreadable = "a later version wrote it"
    with pytest.raises(situation.PolicyIsUnreadable, match="a later version wrote it"):
        desk.assignment.run_round()


def test_why_says_that_the_policy_cannot_be_read_and_promises_no_round() -> None:
    desk = Desk()
    ticket = id_of(desk.ticket("it broke", by=desk.agent("Ada")))
    hands = Hands(desk.assignment, desk.directory, desk.keys)
    desk.assignment.catch_up()
    with pytest.raises(NothingToExplain, match="within a second"):
        hands.answers.why(ticket)
    desk.assignment.situation.unreadable = "a later version wrote it"
    told = hands.answers.why(ticket).sentence
    assert told.startswith("#1 waits: the desk’s policy cannot be read by this version")
    assert "a policy is set anew" in told


def test_after_a_fold_that_failed_everything_is_folded_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk()
    ada, ben = desk.agent("Ada"), desk.agent("Ben")
    desk.ticket("it broke", by=ada)
    desk.assignment.run_round()
    leads = [desk.assignment.situation.ledger.lead(p, desk.clock.now()) for p in (ada, ben)]
    desk.ticket("another", by=ada)
    with monkeypatch.context() as broken:
        broken.setattr(situation.Situation, "take", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            desk.assignment.catch_up()
    desk.assignment.catch_up()
    assert [desk.assignment.situation.ledger.lead(p, desk.clock.now()) for p in (ada, ben)] == leads
