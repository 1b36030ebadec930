"""What time does by itself: it closes what is settled, wakes what waits, and leaves the rest alone."""

from datetime import timedelta

from services.intake.requests.course import (
    CloseTicket,
    ReopenTicket,
    ResolveTicket,
    SetTicketWaiting,
)
from services.intake.requests.policy import SetPolicy
from services.intake.ticket import State
from services.intake.timers import ClockWork
from shared.eventlog.port import Change, Write
from shared.events import ticket as said
from shared.vocabulary.identity import CLOCK, IMPORT, SETUP, StreamId, TicketId
from shared.vocabulary.words import Channel, Resolution, WaitingOn
from tests.desks import Desk, id_of


def resolved(desk: Desk) -> TicketId:
    ticket = id_of(desk.ticket("VPN drops", by=desk.person("Cy")))
    desk.intake.ask(ticket, ResolveTicket(), desk.intake.call(SETUP))
    return ticket


def test_a_resolved_ticket_closes_after_the_grace_period_and_only_once() -> None:
    desk = Desk()
    ticket = resolved(desk)
    desk.later(hours=71)
    assert desk.intake.ticket(ticket).state is State.RESOLVED
    desk.later(hours=1)
    closed = desk.log.history(ticket)[-1]
    assert (closed.event.why, closed.by, closed.cause) == (
        "the grace period is over", CLOCK, f"{ticket}/3",
    )  # fmt: skip
    assert ClockWork(desk.intake, desk.feed).turn() == 0
    assert desk.events(ticket).count(said.TicketClosed) == 1


def test_a_shorter_grace_period_counts_for_what_is_resolved_already() -> None:
    desk = Desk()
    ticket = resolved(desk)
    shorter = SetPolicy(policy={"closing": {"grace_hours": 1}})
    desk.people.set_policy(shorter, desk.intake.call(SETUP))
    desk.later(hours=2)
    assert desk.intake.ticket(ticket).state is State.CLOSED


def test_a_ticket_resumes_when_its_date_is_reached() -> None:
    desk = Desk()
    ticket = id_of(desk.ticket("VPN drops", by=desk.person("Cy")))
    until = desk.clock.now() + timedelta(hours=3)
    wait = SetTicketWaiting(on=WaitingOn.DATE, until=until)
    desk.intake.ask(ticket, wait, desk.intake.call(SETUP))
    desk.later(hours=2)
    assert desk.intake.ticket(ticket).state is State.WAITING
    desk.later(hours=1)
    assert desk.events(ticket)[-2:] == [said.TicketResumed, said.TicketPromiseSet]


def test_the_clock_leaves_alone_what_was_overtaken_while_it_read() -> None:
    desk = Desk()
    ticket = resolved(desk)
    late = ClockWork(desk.intake, desk.feed)
    late.turn()
    due = late.timers.reached(desk.clock.now() + timedelta(days=9))
    desk.intake.ask(ticket, ReopenTicket(), desk.intake.call(SETUP))
    desk.intake.ask(ticket, ResolveTicket(), desk.intake.call(SETUP))
    assert [late._act(each) for each in due] == [False]


def test_time_leaves_imported_tickets_alone() -> None:
    desk = Desk()
    ticket = TicketId(StreamId("ticket-" + "9" * 32))
    told = (
        said.TicketRaised(number=1, channel=Channel.IMPORT, adopted=False),
        said.TicketResolved(code=Resolution.UNSTATED),
    )
    write = Write(stream=ticket, expected=0, events=told)
    desk.log.append(Change(command="i", by=IMPORT, at=desk.clock.now(), writes=(write,)))
    desk.later(days=365)
    assert desk.intake.ticket(ticket).state is State.RESOLVED
    assert ClockWork(desk.intake, desk.feed).timers.acted_on == set()


def test_a_close_by_hand_leaves_nothing_for_the_clock() -> None:
    desk = Desk()
    ticket = resolved(desk)
    desk.intake.ask(ticket, CloseTicket(), desk.intake.call(SETUP))
    desk.later(days=30)
    assert desk.events(ticket).count(said.TicketClosed) == 1
    assert desk.timers.timers.resolved == {}
