"""What is said on a ticket, and what it changes: nothing, unless somebody asked for it."""

import pytest

from services.intake.requests.course import ReopenTicket
from services.intake.requests.talking import (
    LinkTickets,
    LogWork,
    NoteOnTicket,
    ReplyToTicket,
    TagTicket,
    TicketIsItself,
    WorkIsNobodys,
)
from services.intake.ticket import TicketIsClosed
from shared.events import ticket as said
from shared.vocabulary.identity import CLOCK, Plain, StreamId, TicketId
from shared.vocabulary.words import LinkKind, Origin, Work
from tests.decisions.tickets import (
    ADA,
    BEN,
    CLOSED,
    CY,
    RESOLVED,
    TICKET,
    WAITS,
    asked,
    personal,
    ticket,
)

OTHER = TicketId(StreamId("ticket-" + "8" * 32))


def test_a_reply_after_resolution_does_not_reopen_the_ticket() -> None:
    reply = ReplyToTicket(text="it still hums")
    assert reply.decide(ticket(RESOLVED), asked(CY)) == (
        said.TicketReplied(text=personal("it still hums")),
    )


def test_a_reply_that_asks_for_it_reopens_the_ticket() -> None:
    reply = ReplyToTicket(text="it still hums", reopen=True)
    events = reply.decide(ticket(RESOLVED), asked(CY))
    assert [type(each) for each in events] == [said.TicketReplied, said.TicketReopened]


def test_thanks_never_reopens_a_ticket_whatever_else_is_asked() -> None:
    thanks = ReplyToTicket(text="thank you!", thanks=True, reopen=True)
    only_words = (said.TicketReplied(text=personal("thank you!"), thanks=True),)
    assert thanks.decide(ticket(RESOLVED), asked(CY)) == only_words
    assert thanks.decide(ticket(RESOLVED, CLOSED), asked(CY)) == only_words
    assert thanks.decide(ticket(WAITS), asked(CY)) == only_words


def test_the_requesters_reply_resumes_a_ticket_that_waits_for_them() -> None:
    reply = ReplyToTicket(text="here is the number")
    assert said.TicketResumed() in reply.decide(ticket(WAITS), asked(CY))
    assert said.TicketResumed() not in reply.decide(ticket(WAITS), asked(ADA))


def test_asking_to_reopen_an_open_ticket_is_just_a_reply() -> None:
    reply = ReplyToTicket(text="more about it", reopen=True)
    assert len(reply.decide(ticket(), asked(CY))) == 1


def test_a_reply_to_a_closed_ticket_is_refused_with_the_way_on() -> None:
    with pytest.raises(TicketIsClosed, match=r"ticket 7 is closed.*follow it up with a new one"):
        ReplyToTicket(text="again").decide(ticket(RESOLVED, CLOSED), asked(CY))


def test_a_closed_ticket_is_not_reopened_by_any_request() -> None:
    with pytest.raises(TicketIsClosed):
        ReplyToTicket(text="again", reopen=True).decide(ticket(CLOSED), asked(CY))
    with pytest.raises(TicketIsClosed):
        ReopenTicket().decide(ticket(CLOSED), asked(CY))


def test_a_note_is_taken_at_any_time() -> None:
    note = NoteOnTicket(text="asked the vendor")
    for state in (ticket(), ticket(WAITS), ticket(RESOLVED), ticket(RESOLVED, CLOSED)):
        assert note.decide(state, asked()) == (said.TicketNoted(text=personal("asked the vendor")),)


def test_only_labels_that_change_are_recorded() -> None:
    labelled = ticket(said.TicketTagged(added=(Plain("vpn"),)))
    change = TagTicket(add=("vpn", "laptop", "laptop"), remove=("printer",))
    assert change.decide(labelled, asked()) == (said.TicketTagged(added=(Plain("laptop"),)),)
    assert TagTicket(add=("vpn",)).decide(labelled, asked()) == ()


def test_a_ticket_is_linked_once_and_never_to_itself() -> None:
    link = LinkTickets(other=OTHER, kind=LinkKind.CAUSED_BY)
    (linked,) = link.decide(ticket(), asked())
    assert linked == said.TicketLinked(other=OTHER, kind=LinkKind.CAUSED_BY)
    assert link.decide(ticket(linked), asked()) == ()
    with pytest.raises(TicketIsItself, match="ticket 7"):
        LinkTickets(other=TICKET).decide(ticket(), asked())


def test_work_is_credited_to_who_did_it_owner_or_not() -> None:
    owned = ticket(said.TicketAssigned(agent=ADA, origin=Origin.DEALT))
    (by_owner,) = LogWork(minutes=15).decide(owned, asked(ADA))
    (by_helper,) = LogWork(minutes=5).decide(owned, asked(BEN))
    assert by_owner == said.TicketWorkLogged(agent=ADA, seconds=900, work=Work.OWNED)
    assert by_helper == said.TicketWorkLogged(agent=BEN, seconds=300, work=Work.HELPED)
    with pytest.raises(WorkIsNobodys):
        LogWork(minutes=5).decide(owned, asked(CLOCK))
