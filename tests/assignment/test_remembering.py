"""What the situation remembers for its rules, folded from events and bounded by what is alive."""

from typing import Any

from services.assignment.situation.standing import Standing, WaitingTicket
from services.intake.desk import Answer
from services.intake.requests.course import (
    CloseTicket,
    ResolveTicket,
    ResumeTicket,
    SetTicketWaiting,
)
from services.intake.requests.roster import SetCapacity
from services.intake.requests.talking import LinkTickets, NoteOnTicket
from shared.vocabulary.identity import CLOCK, SETUP, Actor, PersonId
from shared.vocabulary.words import LinkKind, Origin, Role, WaitingOn
from tests.desks import Desk, id_of


def seen(desk: Desk, ticket: Answer) -> WaitingTicket:
    desk.assignment.catch_up()
    return desk.assignment.situation.waiting_as(id_of(ticket), desk.clock.now())


def standing(desk: Desk, who: PersonId) -> Standing:
    desk.assignment.catch_up()
    agents = desk.assignment.situation.freeze(desk.clock.now()).agents
    return next(each for each in agents if each.id == who)


def dealt(desk: Desk, ticket: Answer) -> PersonId:
    desk.assignment.run_round()
    owner = desk.owner(ticket)
    assert owner
    return owner


def asked(desk: Desk, ticket: Answer, request: Any, by: str) -> None:
    desk.intake.ask(id_of(ticket), request, desk.intake.call(Actor(by)))


def test_who_solved_a_requesters_last_problem_is_known_for_thirty_days() -> None:
    desk = Desk()
    ada, cy = desk.agent("Ada"), desk.person("Cy")
    first = desk.ticket("it broke", by=cy)
    asked(desk, first, ResolveTicket(), dealt(desk, first))
    again = desk.ticket("it broke again", by=cy)
    assert seen(desk, again).last_helper == ada
    desk.later(days=31)
    assert seen(desk, again).last_helper is None


def test_who_resumes_what_waited_for_approval_approved_it_and_is_kept_from_it() -> None:
    desk = Desk()
    ada, zoe = desk.agent("Ada"), desk.person("Zoe", Role.SUPERVISOR)
    ticket = desk.ticket("give me access", by=ada)
    asked(desk, ticket, SetTicketWaiting(on=WaitingOn.APPROVAL), zoe)
    asked(desk, ticket, ResumeTicket(), zoe)
    assert set(seen(desk, ticket).kept_apart) == {ada, zoe}
    desk.assignment.run_round()
    assert (desk.owner(ticket), desk.assignment.situation.rounds.reasons[id_of(ticket)]) == (
        None,
        "two persons",
    )


def test_what_its_owner_noted_on_has_begun_and_whoever_had_it_is_known() -> None:
    desk = Desk()
    ada = desk.agent("Ada")
    ticket = desk.ticket("it broke", by=desk.person("Cy"))
    owner = dealt(desk, ticket)
    assert (owner, seen(desk, ticket).started) == (ada, False)
    asked(desk, ticket, NoteOnTicket(text="looked at the log"), ada)
    desk.assignment.change_hands(
        id_of(ticket), to=lambda _: None, origin=Origin.PUT_BACK, by=SETUP, command="back"
    )
    again = seen(desk, ticket)
    assert (again.started, again.had_by, again.put_back_by) == (True, ada, ())


def test_who_gave_a_ticket_up_themself_is_not_the_one_to_read_on() -> None:
    desk = Desk()
    ada = desk.agent("Ada")
    ticket = desk.ticket("it broke", by=desk.person("Cy"))
    dealt(desk, ticket)
    desk.assignment.change_hands(
        id_of(ticket), to=lambda _: None, origin=Origin.PUT_BACK, by=Actor(ada), command="back"
    )
    again = seen(desk, ticket)
    assert (again.had_by, again.put_back_by) == (None, (ada,))


def test_after_a_heavy_ticket_its_owner_recovers_and_a_week_of_learning_is_counted() -> None:
    desk = Desk()
    ada, ben = desk.agent("Ada", network=1), desk.agent("Ben", tickets=9, network=2)
    ticket = desk.ticket("it broke", by=desk.person("Cy"))
    desk.judge(ticket, by=ben, skill="network", level=2, toughness=1_000)
    owner = dealt(desk, ticket)
    assert (owner, standing(desk, ada).learned) == (ada, 1)
    desk.judge(ticket, by=ben, toughness=5_000)
    asked(desk, ticket, ResolveTicket(), ada)
    assert standing(desk, ada).heavy_at == desk.clock.now()
    desk.later(days=7)
    assert standing(desk, ada).learned == 0


def test_what_waits_takes_no_place_in_work_but_one_among_the_tough_in_hand() -> None:
    desk = Desk()
    ada = desk.agent("Ada")
    ticket = desk.ticket("it broke", by=desk.person("Cy"))
    desk.judge(ticket, by=ada, toughness=2_500, minutes=45)
    dealt(desk, ticket)
    before = standing(desk, ada)
    assert (before.in_work, before.tough_in_hand, before.load) == (1, 1, 45_000)
    asked(desk, ticket, SetTicketWaiting(on=WaitingOn.VENDOR), ada)
    after = standing(desk, ada)
    assert (after.in_work, after.tough_in_hand, after.load) == (0, 1, 0)


def test_links_between_living_tickets_of_one_requester_are_known_until_one_closes() -> None:
    desk = Desk()
    ada, cy, di = desk.agent("Ada"), desk.person("Cy"), desk.person("Di")
    one, two, others = (desk.ticket("it broke", by=who) for who in (cy, cy, di))
    for other in (two, others):
        asked(desk, one, LinkTickets(other=other.id, kind=LinkKind.RELATED), ada)
    assert seen(desk, one).linked == (id_of(two),)
    assert seen(desk, two).linked == (id_of(one),)
    dealt(desk, one)
    assert seen(desk, two).linked_owner == ada
    asked(desk, one, ResolveTicket(), ada)
    asked(desk, one, CloseTicket(), CLOCK)
    assert seen(desk, two).linked == ()


def test_minutes_of_capacity_are_the_agents_own_where_they_are_set() -> None:
    desk = Desk()
    ada = desk.agent("Ada")
    desk.intake.ask_agent(ada, SetCapacity(tickets=5, minutes=90), desk.intake.call(SETUP))
    assert standing(desk, ada).profile.minutes == 90
    assert standing(desk, ada).profile.tickets == 5


def test_a_closed_desk_remembers_no_ticket() -> None:
    desk = Desk()
    ada, cy = desk.agent("Ada"), desk.person("Cy")
    one, two = desk.ticket("it broke", by=cy), desk.ticket("it broke too", by=cy)
    asked(desk, one, LinkTickets(other=two.id, kind=LinkKind.RELATED), ada)
    for each in (one, two):
        dealt(desk, each)
        asked(desk, each, ResolveTicket(), ada)
        asked(desk, each, CloseTicket(), CLOCK)
    desk.assignment.catch_up()
    situation = desk.assignment.situation
    assert not situation.tickets
    assert not situation.owners.owned
    assert not situation.owners.waiting
    assert not situation.known.links
