"""Raising, judging and routing: what a ticket is taken to need, and what is promised for it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.requests.judging import LEVELS, RouteTicket, TriageTicket, priority_of
from services.intake.requests.raising import RaiseTicket, first_line
from services.intake.ticket import TicketIsClosed, TicketIsResolved
from shared.events import ticket as said
from shared.vocabulary.identity import StreamId, TeamId
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Channel, Level
from tests.decisions.tickets import CLOSED, CY, NOON, PROMISED, RESOLVED, asked, personal, ticket

NETWORK = TeamId(StreamId("team-" + "1" * 32))


def raised(request: RaiseTicket, team: TeamId | None = None) -> tuple[object, ...]:
    return request.decide(asked(CY), number=7, requester=CY, channel=Channel.FORM, team=team)


def test_three_things_make_a_ticket_and_the_first_line_is_its_subject() -> None:
    ticket, promise = raised(RaiseTicket(problem="VPN drops\nevery ten minutes", urgent=True))
    assert isinstance(ticket, said.TicketRaised)
    assert (ticket.subject, ticket.urgent) == (personal("VPN drops"), True)
    assert promise == said.TicketPromiseSet(resolve_by=NOON + timedelta(hours=8))


def test_a_ticket_stands_in_the_queue_of_the_team_that_serves_it() -> None:
    assert raised(RaiseTicket(problem="VPN drops"), NETWORK)[1] == said.TicketRouted(team=NETWORK)


@given(st.text(min_size=1).filter(str.strip))
def test_a_subject_is_one_line_that_fits_a_list(text: str) -> None:
    subject = first_line(text)
    assert 0 < len(subject) <= 200
    assert len(subject.splitlines()) == 1


def test_judging_keeps_what_was_judged_before() -> None:
    judged = ticket(said.TicketTriaged(impact=Level.HIGH, toughness=2500))
    (event,) = TriageTicket(minutes=45, reason="needs a second look").decide(judged, asked())
    assert isinstance(event, said.TicketTriaged)
    assert (event.impact, event.toughness, event.minutes) == (Level.HIGH, 2500, 45)


def test_priority_follows_once_impact_and_urgency_are_known() -> None:
    half = TriageTicket(impact=Level.CRITICAL).decide(ticket(), asked())
    (event, _) = TriageTicket(urgency=Level.NORMAL).decide(ticket(*half), asked())
    assert isinstance(event, said.TicketTriaged)
    assert event.priority is Level.HIGH


def test_a_ticket_that_turns_out_urgent_is_promised_sooner_from_when_it_came() -> None:
    judge = TriageTicket(impact=Level.CRITICAL, urgency=Level.CRITICAL)
    promise = judge.decide(ticket(), asked(hours=2))[1]
    assert promise == said.TicketPromiseSet(resolve_by=NOON + timedelta(hours=8))


def test_a_judgement_that_stands_already_is_not_recorded_again() -> None:
    judge = TriageTicket(toughness=3000, skill="network", level=2)
    (event,) = judge.decide(ticket(), asked())
    assert event == said.TicketTriaged(toughness=3000, skill=SkillNeed(name="network", level=2))
    assert judge.decide(ticket(event), asked()) == ()


def test_a_settled_ticket_is_not_judged() -> None:
    with pytest.raises(TicketIsResolved, match="ticket 7 is resolved; reopen it before judging"):
        TriageTicket(toughness=1).decide(ticket(RESOLVED), asked())
    with pytest.raises(TicketIsClosed):
        TriageTicket(toughness=1).decide(ticket(RESOLVED, CLOSED), asked())


@given(st.sampled_from(LEVELS), st.sampled_from(LEVELS), st.sampled_from(LEVELS))
def test_more_impact_never_lowers_the_priority(one: Level, other: Level, urgency: Level) -> None:
    low, high = sorted((one, other), key=LEVELS.index)
    before, after = priority_of(low, urgency), priority_of(high, urgency)
    assert LEVELS.index(before) <= LEVELS.index(after)
    assert priority_of(low, urgency) == priority_of(urgency, low)


def test_routing_says_where_the_ticket_stood_and_nothing_when_it_stays() -> None:
    route = RouteTicket(team=NETWORK, reason="it is the switch")
    (event,) = route.decide(ticket(), asked())
    assert event == said.TicketRouted(team=NETWORK, reason=personal("it is the switch"))
    assert route.decide(ticket(event), asked()) == ()


def test_the_promise_of_a_routed_ticket_stays() -> None:
    assert ticket(said.TicketRouted(team=NETWORK)).resolve_by == PROMISED.resolve_by
