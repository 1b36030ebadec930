"""The course of a ticket: waiting, settled, confirmed, closed, and not settled after all."""

from datetime import timedelta

import pytest

from services.intake.requests.course import (
    CloseTicket,
    ConfirmTicket,
    DateHasPassed,
    DateIsMissing,
    OnlyTheRequesterConfirms,
    ReopenTicket,
    RequesterCannotSolve,
    ResolveTicket,
    ResumeTicket,
    SetTicketWaiting,
)
from services.intake.requests.raising import FollowUpTicket
from services.intake.ticket import TicketIsClosed, TicketIsNotResolved, TicketIsResolved
from shared.events import ticket as said
from shared.vocabulary.identity import CLOCK, Plain
from shared.vocabulary.words import Resolution, WaitingOn
from tests.decisions.tickets import (
    ADA,
    CLOSED,
    CY,
    NOON,
    PROMISED,
    RESOLVED,
    WAITS,
    asked,
    personal,
    ticket,
)

LATER = NOON + timedelta(hours=5)


def test_a_ticket_waits_for_whom_it_was_told() -> None:
    wait = SetTicketWaiting(on=WaitingOn.VENDOR, until=LATER, reason="spare part")
    assert wait.decide(ticket(), asked()) == (
        said.TicketSetWaiting(on=WaitingOn.VENDOR, until=LATER, reason=personal("spare part")),
    )


def test_a_ticket_that_waits_just_so_is_left_alone() -> None:
    assert SetTicketWaiting(on=WaitingOn.REQUESTER).decide(ticket(WAITS), asked()) == ()


def test_nobody_waits_for_what_has_passed_or_for_no_date_at_all() -> None:
    with pytest.raises(DateHasPassed, match="name a later moment"):
        SetTicketWaiting(on=WaitingOn.VENDOR, until=NOON).decide(ticket(), asked())
    with pytest.raises(DateIsMissing, match="ticket 7"):
        SetTicketWaiting(on=WaitingOn.DATE).decide(ticket(), asked())


def test_the_promise_moves_on_by_the_time_the_ticket_waited() -> None:
    events = ResumeTicket().decide(ticket(WAITS), asked(hours=5))
    moved = said.TicketPromiseSet(resolve_by=PROMISED.resolve_by + timedelta(hours=5))
    assert events == (said.TicketResumed(), moved)


def test_changing_what_is_waited_for_does_not_shorten_the_wait() -> None:
    still = ticket(WAITS, said.TicketSetWaiting(on=WaitingOn.VENDOR))
    assert ResumeTicket().decide(still, asked(hours=5))[1:] == (
        said.TicketPromiseSet(resolve_by=PROMISED.resolve_by + timedelta(hours=5)),
    )


def test_a_clock_that_jumped_back_never_shortens_a_promise() -> None:
    assert ResumeTicket().decide(ticket(WAITS), asked(hours=-3)) == (said.TicketResumed(),)


def test_resuming_what_does_not_wait_changes_nothing() -> None:
    assert ResumeTicket().decide(ticket(), asked()) == ()


def test_a_resolution_says_how_it_ended_and_waits_for_the_grace_period() -> None:
    resolve = ResolveTicket(code=Resolution.WORKAROUND, done="use the other printer")
    assert resolve.decide(ticket(), asked()) == (
        said.TicketResolved(code=Resolution.WORKAROUND, done=personal("use the other printer")),
    )


def test_what_the_requester_settled_alone_closes_without_owner() -> None:
    events = ResolveTicket(code=Resolution.SELF_RESOLVED).decide(ticket(), asked())
    assert [type(each) for each in events] == [said.TicketResolved, said.TicketClosed]


def test_a_requester_may_withdraw_but_not_credit_the_desk_with_a_solution() -> None:
    as_requester = asked(CY, as_requester=True)
    assert ResolveTicket(code=Resolution.WITHDRAWN).decide(ticket(), as_requester)
    with pytest.raises(RequesterCannotSolve, match="self-resolved or withdrawn"):
        ResolveTicket(code=Resolution.SOLVED).decide(ticket(), as_requester)


def test_a_resolved_ticket_is_not_resolved_twice() -> None:
    with pytest.raises(TicketIsResolved, match="ticket 7 is resolved; reopen it before resolving"):
        ResolveTicket().decide(ticket(RESOLVED), asked())


def test_confirming_closes_and_is_for_the_requester_alone() -> None:
    events = ConfirmTicket().decide(ticket(RESOLVED), asked(CY))
    assert [type(each) for each in events] == [said.TicketConfirmed, said.TicketClosed]
    assert ConfirmTicket().decide(ticket(RESOLVED, CLOSED), asked(CY)) == ()
    with pytest.raises(OnlyTheRequesterConfirms):
        ConfirmTicket().decide(ticket(RESOLVED), asked(ADA))
    with pytest.raises(TicketIsNotResolved, match="ticket 7 is open; resolve it"):
        ConfirmTicket().decide(ticket(), asked(CY))


def test_the_clock_says_why_it_closes_a_ticket() -> None:
    assert CloseTicket().decide(ticket(RESOLVED), asked(CLOCK)) == (
        said.TicketClosed(why=Plain("the grace period is over")),
    )
    assert CloseTicket().decide(ticket(RESOLVED, CLOSED), asked()) == ()
    with pytest.raises(TicketIsNotResolved):
        CloseTicket().decide(ticket(WAITS), asked())


def test_reopening_takes_a_resolution_back_and_gives_its_time_back() -> None:
    events = ReopenTicket(reason="it leaks again").decide(ticket(RESOLVED), asked(CY, hours=2))
    assert events[0] == said.TicketReopened(reason=personal("it leaks again"))
    assert events[1] == said.TicketPromiseSet(resolve_by=PROMISED.resolve_by + timedelta(hours=2))
    assert ReopenTicket().decide(ticket(), asked(CY)) == ()


def test_nothing_moves_once_a_ticket_is_closed() -> None:
    closed = ticket(RESOLVED, CLOSED)
    for request in (SetTicketWaiting(on=WaitingOn.VENDOR), ResumeTicket(), ResolveTicket()):
        with pytest.raises(TicketIsClosed, match="ticket 7 is closed"):
            request.decide(closed, asked())


def test_a_second_round_is_a_new_ticket_of_the_same_requester() -> None:
    second = FollowUpTicket(problem="it is back", urgent=True).decide(ticket(RESOLVED, CLOSED))
    assert (second.problem, second.urgent, second.requester) == ("it is back", True, CY)
    with pytest.raises(TicketIsNotResolved, match="still open; reply to it instead"):
        FollowUpTicket(problem="it is back").decide(ticket())
