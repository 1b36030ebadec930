"""Rotation on a real desk: what is guaranteed, what is excepted and told, and what new people owe."""

from datetime import time

from services.assignment.carrying_out.hands import Hands
from services.assignment.requests.asking import GivingRequest
from services.assignment.requests.ownership import GiveTicket, TakeTicket
from services.intake.desk import Answer
from services.intake.requests.absence import GoAway
from services.intake.requests.course import ResolveTicket
from services.intake.requests.working_time import Hours, SetWorkingTime
from shared.events.assignment import EntitlementBooked
from shared.events.toughness import CapExceeded
from shared.vocabulary.identity import SETUP, Actor, PersonId
from shared.vocabulary.words import CapReason, Origin
from tests.desks import Desk, id_of


def exceptions(desk: Desk) -> list[CapExceeded]:
    told = desk.log.read(after=0, limit=10_000)
    return [each.event for each in told if isinstance(each.event, CapExceeded)]


def deal_tough(desk: Desk, *, by: str, points: int = 3_000) -> Answer:
    ticket = desk.ticket("it broke", by=by, urgent=True)  # type: ignore[arg-type]
    desk.judge(ticket, by=by, toughness=points)  # type: ignore[arg-type]
    desk.assignment.run_round()
    return ticket


def resolved(desk: Desk, ticket: Answer) -> None:
    """Its owner is done with it and has recovered."""
    owner = desk.owner(ticket)
    assert owner
    desk.intake.ask(id_of(ticket), ResolveTicket(), desk.intake.call(Actor(owner)))
    desk.later(minutes=16)


def test_a_deal_past_the_cap_waits_for_the_promise_and_is_told_in_the_same_transaction() -> None:
    desk = Desk()
    ada = desk.agent("Ada", tickets=9)
    desk.agent("Ben", tickets=0)
    for _ in range(2):
        resolved(desk, deal_tough(desk, by=ada))
    third = deal_tough(desk, by=ada)
    assert (desk.owner(third), exceptions(desk)) == (None, [])
    desk.later(hours=7)
    desk.assignment.run_round()
    (told,) = exceptions(desk)
    assert (told.agent, told.why, told.cap) == (ada, CapReason.PROMISE, 1_250 * 3)
    assert told.lead > told.cap
    commands = [e.command for e in desk.log.read(after=0, limit=10_000) if e.event == told]
    assert commands == [told.round]


def past_by(desk: Desk, ticket: Answer, request: GivingRequest, by: PersonId) -> CapExceeded:
    """The exception that somebody's request makes, told with it."""
    hands = Hands(desk.assignment, desk.directory, desk.keys)
    hands.ask(id_of(ticket), request, by=Actor(by), command=request.PATH)
    (told,) = [e for e in desk.log.history(id_of(ticket)) if isinstance(e.event, CapExceeded)]
    assert (told.command, told.by) == (request.PATH, by)
    return told.event


def test_what_people_decide_past_the_cap_is_told_with_who_decided_it() -> None:
    desk = Desk()
    ada, ben = desk.agent("Ada", tickets=9), desk.agent("Ben", tickets=0)
    for _ in range(2):
        resolved(desk, deal_tough(desk, by=ada))
    third, fourth = deal_tough(desk, by=ada), deal_tough(desk, by=ada)
    taken = past_by(desk, third, TakeTicket(), by=ada)
    assert (taken.agent, taken.why, taken.cap) == (ada, CapReason.TAKEN, 1_250 * 3)
    assert (taken.lead > taken.cap, taken.round) == (True, None)
    given = past_by(desk, fourth, GiveTicket(agent=ada, reason="only she knows it"), by=ben)
    assert (given.agent, given.why) == (ada, CapReason.GIVEN)


def test_who_takes_a_ticket_below_the_cap_makes_no_exception() -> None:
    desk = Desk()
    ada, _ = desk.agent("Ada", tickets=0), desk.agent("Ben", tickets=0)
    ticket = deal_tough(desk, by=ada)
    hands = Hands(desk.assignment, desk.directory, desk.keys)
    hands.ask(id_of(ticket), TakeTicket(), by=Actor(ada), command="take")
    assert not exceptions(desk)


def test_while_somebody_below_the_cap_is_free_nobody_passes_it() -> None:
    desk = Desk()
    ada = desk.agent("Ada", tickets=40)
    desk.agent("Ben", tickets=40)
    for points in (3_000, 2_000, 5_000, 4_000, 3_000, 2_000, 3_000):
        resolved(desk, deal_tough(desk, by=ada, points=points))
    assert not exceptions(desk)


def test_who_is_new_begins_level_and_their_share_grows() -> None:
    desk = Desk()
    ada = desk.agent("Ada", tickets=9)
    desk.later(days=60)
    new = desk.agent("Ben", tickets=0)
    now = desk.clock.now()
    assert desk.assignment.situation.ledger.lead(new, now) == 0
    deal_tough(desk, by=ada, points=5_000)
    told = [
        e.event for e in desk.log.read(after=0, limit=999) if isinstance(e.event, EntitlementBooked)
    ]
    assert {share.agent: share.milli_points for share in told[0].shares} == {
        ada: 1_000,
        new: -1_000,
    }


def entitled(desk: Desk) -> set[str]:
    """Who shares in the ticket that was booked last."""
    told = [e.event for e in desk.log.read(after=0, limit=9_999)]
    last = [each for each in told if isinstance(each, EntitlementBooked)][-1]
    return {share.agent for share in last.shares}


def on_mondays(desk: Desk, agent: PersonId, start: int, end: int) -> None:
    """The agent works these hours of every Monday."""
    week = (Hours(day=0, start=time(start), end=time(end)),)
    desk.intake.ask_agent(agent, SetWorkingTime(zone="UTC", week=week), desk.intake.call(SETUP))


def test_a_share_is_earned_when_a_ticket_is_dealt_not_when_it_comes() -> None:
    desk = Desk()
    ada, ben, cy = desk.agent("Ada", tickets=0), desk.agent("Ben"), desk.agent("Cy", tickets=0)
    on_mondays(desk, ben, 12, 20)
    on_mondays(desk, cy, 8, 11)
    desk.ticket("it broke", by=ada)
    desk.assignment.run_round()
    desk.later(hours=4)
    desk.assignment.run_round()
    assert entitled(desk) == {ada, ben}


def test_who_is_busy_earns_their_share_and_who_is_away_does_not() -> None:
    desk = Desk()
    ada, busy, away = desk.agent("Ada"), desk.agent("Ben", tickets=0), desk.agent("Cy")
    desk.intake.ask_agent(away, GoAway(), desk.intake.call(SETUP))
    desk.ticket("it broke", by=ada)
    desk.assignment.run_round()
    assert entitled(desk) == {ada, busy}


def test_a_ticket_put_back_after_months_leaves_every_lead_as_if_it_had_never_been_dealt() -> None:
    desk = Desk()
    ada, ben = desk.agent("Ada"), desk.agent("Ben")
    ticket = desk.ticket("it broke", by=ada)
    desk.assignment.run_round()
    desk.later(days=75)
    owner = desk.owner(ticket)
    assert owner
    desk.assignment.change_hands(
        id_of(ticket), to=lambda _: None, origin=Origin.PUT_BACK, by=Actor(owner), command="back"
    )
    desk.assignment.catch_up()
    later = desk.assignment.situation.ledger.leads(desk.clock.now())
    assert (later[ada], later[ben]) == (0, 0)
