"""What a supervisor decides instead of a round: pins, undone and overridden deals, frozen teams."""

from typing import Any

import pytest

from services.assignment.carrying_out.hands import NobodyWorksUnderThatName
from services.assignment.giving.refusals import (
    DealIsTooOld,
    DealIsWorkedOn,
    NoDealToUndo,
    TicketIsPinned,
)
from services.assignment.requests.ownership import GiveTicket, TakeTicket
from services.assignment.requests.steering import PinTicket, UndoDeal, UnpinTicket
from services.assignment.requests.teams import FreezeTeam, SetGiving, ThawTeam
from services.intake.requests.redlines import DrawRedline
from services.intake.requests.talking import NoteOnTicket
from shared.people.unknown import TeamIsUnknown
from shared.vocabulary.identity import SETUP, Actor, StreamId, TeamId
from shared.vocabulary.words import Helping, Way
from tests.assignment.giving import Given
from tests.desks import id_of

UNDO = UndoDeal(reason="it was meant for the other office")


def last(desk: Given, ticket: Any, topic: str) -> Any:
    found = [e.event for e in desk.log.history(id_of(ticket)) if topic == e.event.TOPIC]
    return found[-1] if found else None


def test_a_pinned_ticket_goes_to_that_agent_and_to_nobody_else() -> None:
    desk = Given(Way.MANUAL)
    ticket = desk.asked()
    desk.asks(SETUP, ticket, PinTicket(agent=desk.ben, reason="he knows the customer"))
    with pytest.raises(TicketIsPinned, match="pinned to Ben"):
        desk.asks(desk.ada, ticket, TakeTicket())
    desk.assignment.run_round()
    assert desk.owner(ticket) == desk.ben


def test_a_pinned_ticket_waits_for_its_agent_and_is_free_when_unpinned() -> None:
    desk = Given(Way.DEALT)
    for n in range(3):
        desk.asks(desk.ben, desk.ticket(f"problem {n}", by=desk.cy), TakeTicket())
    ticket = desk.ticket("for Ben", by=desk.cy)
    desk.asks(SETUP, ticket, PinTicket(agent=desk.ben, reason="he knows the customer"))
    desk.assignment.run_round()
    assert (desk.owner(ticket), desk.waits_because(ticket)) == (None, "work in progress")
    desk.asks(SETUP, ticket, UnpinTicket())
    desk.assignment.run_round()
    assert desk.owner(ticket) == desk.ada


def test_a_ticket_is_pinned_to_agents_only() -> None:
    desk = Given(Way.DEALT)
    with pytest.raises(NobodyWorksUnderThatName, match="Cy does not work here"):
        desk.asks(SETUP, desk.ticket("?", by=desk.cy), PinTicket(agent=desk.cy, reason="no"))


def test_an_undone_deal_never_was_and_goes_to_somebody_else() -> None:
    desk = Given(Way.DEALT)
    ticket = desk.asked()
    first = desk.owner(ticket)
    desk.asks(SETUP, ticket, UNDO)
    assert (desk.owner(ticket), set(desk.leads().values())) == (None, {0})
    assert last(desk, ticket, "ticket.deal-undone.v1").agent == first
    desk.assignment.run_round()
    assert desk.owner(ticket) == desk.other(first)


def test_what_was_worked_on_or_is_too_old_or_no_deal_is_not_undone() -> None:
    desk = Given(Way.DEALT)
    worked, old, taken = desk.asked("worked on"), desk.asked("old"), desk.asked("third")
    owner = desk.owner(worked)
    assert owner
    call = desk.intake.call(Actor(owner))
    desk.intake.ask(id_of(worked), NoteOnTicket(text="I am on it"), call)
    with pytest.raises(DealIsWorkedOn, match="work on ticket 1 has begun"):
        desk.asks(SETUP, worked, UNDO)
    desk.asks(SETUP, taken, GiveTicket(agent=desk.other(desk.owner(taken)), reason="hers"))
    with pytest.raises(NoDealToUndo, match="was not dealt by a round"):
        desk.asks(SETUP, taken, UNDO)
    desk.later(minutes=30)
    with pytest.raises(DealIsTooOld, match="more than 30 minutes ago"):
        desk.asks(SETUP, old, UNDO)


def test_an_overridden_deal_tells_whom_the_round_had_chosen_and_which_rule_was_set_aside() -> None:
    desk = Given(Way.DEALT)
    line = DrawRedline(requester=desk.cy, reason="they are married")
    desk.intake.ask_agent(desk.ada, line, desk.intake.call(SETUP))
    ticket = desk.asked()
    assert desk.owner(ticket) == desk.ben
    desk.asks(SETUP, ticket, GiveTicket(agent=desk.ada, reason="nobody else is in"))
    told = last(desk, ticket, "ticket.deal-overridden.v1")
    assert (told.agent, told.before, told.against) == (desk.ada, desk.ben, "redline")
    assert desk.owner(ticket) == desk.ada
    assert sum(desk.leads().values()) == 0


def test_what_no_round_decided_is_given_without_overriding_anything() -> None:
    desk = Given(Way.MANUAL)
    ticket = desk.asked()
    desk.asks(SETUP, ticket, GiveTicket(agent=desk.ada, reason="her turn"))
    assert last(desk, ticket, "ticket.deal-overridden.v1") is None


def test_a_frozen_team_is_dealt_nothing_until_it_is_thawed() -> None:
    desk = Given(Way.DEALT)
    desk.choose(FreezeTeam(reason="the tool is down"))
    ticket = desk.asked()
    assert (desk.owner(ticket), desk.waits_because(ticket)) == (None, "held")
    desk.choose(ThawTeam())
    desk.assignment.run_round()
    assert desk.owner(ticket) in (desk.ada, desk.ben)


def test_other_teams_go_on_while_one_is_frozen() -> None:
    desk = Given(Way.DEALT)
    dee = desk.agent("Dee")
    desk.team("Accounts", dee, services=("Payroll",))
    desk.choose(FreezeTeam(reason="the tool is down"))
    assert desk.owner(desk.asked("the run stops", service="Payroll")) == dee


def test_a_manual_team_is_dealt_nothing_and_its_people_take() -> None:
    desk = Given(Way.MANUAL)
    ticket = desk.asked()
    assert (desk.owner(ticket), desk.waits_because(ticket)) == (None, "held")
    desk.asks(desk.ada, ticket, TakeTicket())
    assert desk.owner(ticket) == desk.ada


def test_choosing_what_is_so_already_records_nothing() -> None:
    desk = Given(Way.OFFERED, Helping.SWARM)
    before = desk.log.head()
    for request in (SetGiving(way=Way.OFFERED), ThawTeam()):
        desk.choose(request)
    assert desk.log.head() == before
    assert desk.teams.chosen(desk.network).helping is Helping.SWARM


def test_a_team_nobody_formed_is_refused() -> None:
    desk = Given(Way.DEALT)
    with pytest.raises(TeamIsUnknown, match="there is no team"):
        desk.teams.chosen(TeamId(StreamId("team-" + "0" * 32)))
