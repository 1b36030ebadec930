"""Whatever order people answer, take, give and undo in: one owner at most, and leads sum to zero."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assignment.requests.asking import GivingRequest
from services.assignment.requests.help import AnswerHand, CannotHelp, LowerHand, RaiseHand
from services.assignment.requests.offers import AcceptOffer, DeclineOffer
from services.assignment.requests.ownership import (
    GiveTicket,
    HandOverTicket,
    PutBackTicket,
    TakeTicket,
)
from services.assignment.requests.steering import PinTicket, UndoDeal, UnpinTicket
from services.assignment.requests.teams import FreezeTeam, SetGiving, TeamRequest, ThawTeam
from services.intake.desk import Answer
from shared.eventlog.port import Refusal
from shared.events import giving
from shared.events import ticket as said
from shared.vocabulary.identity import SETUP
from shared.vocabulary.words import Way
from tests.assignment.giving import Given
from tests.cases import cases
from tests.desks import id_of

WHY = "so it was decided"
OTHER = "the other agent"
BY_AGENTS = (
    TakeTicket(), AcceptOffer(), DeclineOffer(reason=WHY), PutBackTicket(reason=WHY),
    RaiseHand(question=WHY), LowerHand(), AnswerHand(minutes=5), CannotHelp(reason=WHY),
)  # fmt: skip
BY_SUPERVISORS = (UndoDeal(reason=WHY), UnpinTicket())
BY_NAME = (GiveTicket, PinTicket, HandOverTicket)
OF_TEAM = (*(SetGiving(way=way) for way in Way), FreezeTeam(reason=WHY), ThawTeam())
steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["round", "round", "later", "pull", *BY_AGENTS, *BY_SUPERVISORS, *BY_NAME, *OF_TEAM]
        ),
        st.sampled_from([0, 1]),
        st.sampled_from([0, 1]),
    ),
    max_size=14,
)


def step(desk: Given, what: Any, ticket: Answer, who: int) -> None:
    """One step; what a rule refuses does not happen."""
    one, other = (desk.ada, desk.ben) if who else (desk.ben, desk.ada)
    if what == "round":
        desk.assignment.run_round()
    elif what == "later":
        desk.later(minutes=16)
    elif what == "pull":
        desk.teams.pull(desk.network, one, command=desk.chance.token(8).hex())
    elif isinstance(what, TeamRequest):
        desk.choose(what)
    elif isinstance(what, GivingRequest):
        desk.asks(one if what.BY_AGENTS else SETUP, ticket, what)
    else:
        by = one if what.BY_AGENTS else SETUP
        desk.asks(by, ticket, what(agent=other, reason=WHY))


def holds(desk: Given, ticket: Answer) -> None:
    """Every change of hands begins where the last ended, and no offer stands beside an owner."""
    owner, offered = None, None
    for told in desk.log.history(id_of(ticket)):
        match told.event:
            case said.TicketAssigned() as event:
                assert event.before == owner
                owner, offered = event.agent, None
            case said.TicketReleased() as event:
                assert event.agent == owner
                owner = None
            case giving.TicketOffered() as event:
                assert (owner, offered) == (None, None)
                offered = event.agent
            case giving.OfferDeclined() | giving.OfferLapsed() | giving.OfferAccepted() as event:
                assert event.agent == offered
                offered = None
    assert desk.owner(ticket) == owner
    assert desk.assignment.owned(id_of(ticket)).booking.credited == owner


@pytest.mark.slow
@given(steps)
@cases(60)
def test_there_is_never_a_second_owner_and_leads_sum_to_zero(done: list[Any]) -> None:
    desk = Given(Way.OFFERED)
    tickets = [desk.asked("first"), desk.asked("second")]
    for what, which, who in done:
        try:
            step(desk, what, tickets[which], who)
        except Refusal:
            continue
        for ticket in tickets:
            holds(desk, ticket)
        assert sum(desk.leads().values()) == 0
