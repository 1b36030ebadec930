"""Whatever is asked in whatever order, and whatever a source tells: the fold stands and the rules hold."""

from functools import reduce
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.intake.requests.catalogue import TICKET_REQUESTS
from services.intake.requests.course import (
    CloseTicket,
    ConfirmTicket,
    ReopenTicket,
    ResolveTicket,
    ResumeTicket,
    SetTicketWaiting,
)
from services.intake.requests.form import TicketRequest
from services.intake.requests.judging import RouteTicket, TriageTicket
from services.intake.requests.talking import (
    LinkTickets,
    LogWork,
    NoteOnTicket,
    ReplyToTicket,
    TagTicket,
)
from services.intake.ticket import State, Ticket, evolve
from shared.eventlog.port import Refusal
from shared.events import ticket as said
from shared.events.catalogue import topics
from shared.events.declaration import DECLARED, Event
from shared.vocabulary.identity import SETUP
from shared.vocabulary.words import Resolution, WaitingOn
from tests.decisions.tickets import ADA, CY, asked, told
from tests.decisions.tickets import ticket as fresh
from tests.published.examples import example

REQUESTS: list[TicketRequest] = [
    ReplyToTicket(text="more"),
    ReplyToTicket(text="still broken", reopen=True),
    ReplyToTicket(text="thank you", thanks=True),
    NoteOnTicket(text="noted"),
    TriageTicket(impact="high", urgency="low", toughness=10),
    TriageTicket(urgency="critical"),
    RouteTicket(team="team-" + "1" * 32),
    SetTicketWaiting(on=WaitingOn.REQUESTER),
    SetTicketWaiting(on=WaitingOn.VENDOR),
    ResumeTicket(),
    ResolveTicket(),
    ResolveTicket(code=Resolution.SELF_RESOLVED),
    ConfirmTicket(),
    CloseTicket(),
    ReopenTicket(),
    LinkTickets(other="ticket-" + "8" * 32),
    TagTicket(add=("vpn",)),
    TagTicket(remove=("vpn",)),
    LogWork(minutes=5),
]
OPENING = (said.TicketReopened, said.TicketResumed, said.TicketSetWaiting, said.TicketResolved)
asking = st.tuples(st.sampled_from(REQUESTS), st.sampled_from([ADA, CY, SETUP]))


def after(ticket: Ticket, events: tuple[Event, ...]) -> Ticket:
    """The ticket after a decision."""
    numbered = enumerate(events, ticket.version + 1)
    return reduce(evolve, (told(each, n) for n, each in numbered), ticket)


def answered(ticket: Ticket, request: TicketRequest, by: str) -> tuple[Event, ...]:
    """What a request leads to; nothing where it is refused."""
    try:
        return request.decide(ticket, asked(by))
    except Refusal:
        return ()


def refusal(ticket: Ticket, request: TicketRequest, by: str) -> str | None:
    """What a request is refused with, if it is."""
    try:
        request.decide(ticket, asked(by))
    except Refusal as refused:
        return str(refused)
    return None


def test_every_kind_of_request_is_tried_below() -> None:
    assert {type(each) for each in REQUESTS} == set(TICKET_REQUESTS)


@given(st.lists(asking, max_size=30))
def test_the_version_counts_the_events_and_a_closed_ticket_stays_closed(steps: list[Any]) -> None:
    ticket, count = fresh(), 2
    for request, by in steps:
        events = answered(ticket, request, by)
        if ticket.state is State.CLOSED:
            assert not any(isinstance(each, OPENING) for each in events)
        ticket, count = after(ticket, events), count + len(events)
        assert ticket.version == count


@given(st.lists(asking, max_size=30))
def test_a_request_repeated_at_once_changes_no_state(steps: list[Any]) -> None:
    ticket = fresh()
    for request, by in steps:
        ticket = after(ticket, answered(ticket, request, by))
        again = after(ticket, answered(ticket, request, by))
        assert (again.state, again.tags, again.links) == (ticket.state, ticket.tags, ticket.links)


@given(st.lists(asking, max_size=30))
def test_a_promise_never_moves_to_before_it_was_without_a_new_judgement(steps: list[Any]) -> None:
    ticket = fresh()
    for request, by in steps:
        before, ticket = ticket, after(ticket, answered(ticket, request, by))
        if not isinstance(request, TriageTicket):
            assert before.resolve_by is not None
            assert ticket.resolve_by is not None
            assert ticket.resolve_by >= before.resolve_by


TOLD = [example(DECLARED[topic]) for topic in sorted(topics("ticket"))]


@given(st.lists(st.sampled_from(TOLD), min_size=1, max_size=40))
def test_a_history_in_any_order_can_be_folded_and_asked_about(history: list[Event]) -> None:
    events = (told(each, n) for n, each in enumerate(history, 1))
    ticket = reduce(evolve, events, None)
    assert ticket is not None
    assert ticket.version == len(history)
    for request in REQUESTS:
        why = refusal(ticket, request, ADA)
        assert why is None or f"ticket {ticket.number} " in why


def test_the_histories_above_hold_every_event_of_a_ticket() -> None:
    assert {type(each) for each in TOLD} == {DECLARED[topic] for topic in topics("ticket")}
