"""Raised hands: helpers are found by the same solver, and the owner stays the owner."""

from typing import Any

import pytest

from services.assignment.giving.refusals import (
    HandIsRaised,
    HelperIsSomebodyElse,
    NoHandIsRaised,
    OwnerCannotHelpThemself,
    OwnerStaysWhileHelped,
)
from services.assignment.requests.help import AnswerHand, CannotHelp, LowerHand, RaiseHand
from services.assignment.requests.ownership import HandOverTicket, TakeTicket
from services.assignment.requests.teams import FreezeTeam
from services.assignment.revisiting.redecide import redecide
from services.intake.requests.roster import GrantSkill
from shared.events.assignment import RoundDecided
from shared.events.ticket import TicketWorkLogged
from shared.vocabulary.identity import SETUP, PersonId
from shared.vocabulary.words import Helping, Seat, Way, Work
from tests.assignment.giving import Given
from tests.desks import Answer, id_of

HELP = RaiseHand(question="Which of the two routers is ours?")


def owned(helping: Helping | None = None) -> tuple[Given, Answer]:
    """A desk on which Ada has taken a ticket."""
    desk = Given(Way.MANUAL, helping)
    ticket = desk.asked()
    desk.asks(desk.ada, ticket, TakeTicket())
    return desk, ticket


def helper(desk: Given, ticket: Answer) -> PersonId | None:
    hand = desk.given(ticket).hand
    return hand.helper if hand else None


def test_a_raised_hand_finds_a_helper_and_the_owner_stays() -> None:
    desk, ticket = owned()
    desk.asks(desk.ada, ticket, HELP)
    desk.assignment.run_round()
    assert (desk.owner(ticket), helper(desk, ticket)) == (desk.ada, desk.ben)
    assert desk.given(ticket).seats == {desk.ben: Seat.HELPER}


def test_who_is_busy_with_tickets_of_their_own_can_still_be_asked() -> None:
    desk, ticket = owned()
    for n in range(3):
        desk.asks(desk.ben, desk.asked(f"problem {n}"), TakeTicket())
    desk.asks(desk.ada, ticket, HELP)
    desk.assignment.run_round()
    assert helper(desk, ticket) == desk.ben
    desk.assignment.catch_up()
    standing = {each.id: each for each in desk.assignment.situation.freeze(desk.clock.now()).agents}
    assert standing[desk.ben].load == 1_000 * (3 * 30 + 7)


def test_help_counts_as_logged_help_and_moves_no_credit() -> None:
    desk, ticket = owned()
    before = desk.leads()
    desk.asks(desk.ada, ticket, HELP)
    desk.assignment.run_round()
    desk.asks(desk.ben, ticket, AnswerHand(minutes=12, advice="The one with the blue label"))
    (logged,) = [
        e.event for e in desk.log.history(id_of(ticket)) if isinstance(e.event, TicketWorkLogged)
    ]
    assert (logged.agent, logged.seconds, logged.work) == (desk.ben, 720, Work.HELPED)
    assert (helper(desk, ticket), desk.given(ticket).hand, desk.owner(ticket)) == (
        None,
        None,
        desk.ada,
    )
    assert desk.leads() == before


def test_who_cannot_come_is_not_asked_again_and_the_record_says_why_nobody_is() -> None:
    desk, ticket = owned()
    desk.asks(desk.ada, ticket, HELP)
    desk.assignment.run_round()
    desk.asks(desk.ben, ticket, CannotHelp(reason="I am in a call"))
    desk.assignment.run_round()
    assert helper(desk, ticket) is None
    assert desk.waits_because(ticket) == "helping"


def test_who_asks_for_a_skill_is_helped_by_anybody_of_the_desk_who_has_it() -> None:
    desk, ticket = owned()
    dee = desk.agent("Dee", routing=3)
    desk.team("Backbone", dee)
    question = RaiseHand(question="Which?", skill="routing", level=2)
    desk.asks(desk.ada, ticket, question)
    desk.assignment.run_round()
    assert helper(desk, ticket) == dee


def test_in_a_team_of_tiers_help_comes_from_a_higher_one() -> None:
    desk, ticket = owned(Helping.TIERED)
    desk.asks(desk.ada, ticket, HELP)
    desk.assignment.run_round()
    assert helper(desk, ticket) is None
    skill = GrantSkill(skill="network", level=3, tier=2)
    desk.intake.ask_agent(desk.ben, skill, desk.intake.call(SETUP))
    desk.assignment.run_round()
    assert helper(desk, ticket) == desk.ben
    desk.asks(desk.ada, ticket, HandOverTicket(agent=desk.ben, reason="it is beyond me"))
    assert (desk.owner(ticket), desk.given(ticket).seats) == (desk.ben, {})


def test_in_a_team_without_tiers_the_owner_never_changes_over_a_question() -> None:
    desk, ticket = owned()
    desk.asks(desk.ada, ticket, HELP)
    over = HandOverTicket(agent=desk.ben, reason="you know it")
    with pytest.raises(OwnerStaysWhileHelped, match="lower your hand before"):
        desk.asks(desk.ada, ticket, over)
    desk.asks(desk.ada, ticket, LowerHand())
    desk.asks(desk.ada, ticket, over)
    assert desk.owner(ticket) == desk.ben


def test_a_frozen_team_still_helps() -> None:
    desk, ticket = owned()
    desk.choose(FreezeTeam(reason="the tool is down"))
    desk.asks(desk.ada, ticket, HELP)
    desk.assignment.run_round()
    assert helper(desk, ticket) == desk.ben


@pytest.mark.parametrize(
    ("who", "request_", "refusal", "words"),
    [
        ("ada", HELP, HandIsRaised, "lower it to ask anew"),
        ("ada", AnswerHand(minutes=1), OwnerCannotHelpThemself, "is your own"),
        ("ada", CannotHelp(reason="no"), HelperIsSomebodyElse, "Ben was asked"),
    ],
)
def test_one_hand_at_a_time_is_answered_by_somebody_else(
    who: str, request_: Any, refusal: type[Exception], words: str
) -> None:
    desk, ticket = owned()
    desk.asks(desk.ada, ticket, HELP)
    desk.assignment.run_round()
    with pytest.raises(refusal, match=words):
        desk.asks(getattr(desk, who), ticket, request_)


def test_no_hand_is_answered_or_lowered_that_is_not_raised() -> None:
    desk, ticket = owned()
    for who, request_ in ((desk.ada, LowerHand()), (desk.ben, AnswerHand(minutes=1))):
        with pytest.raises(NoHandIsRaised, match="no hand is raised over ticket 1"):
            desk.asks(who, ticket, request_)


def test_rounds_that_found_help_come_to_the_same_answer_again() -> None:
    desk, ticket = owned()
    desk.asks(desk.ada, ticket, HELP)
    desk.assignment.run_round()
    told = desk.log.read(after=0, limit=10_000)
    rounds = [each for each in told if isinstance(each.event, RoundDecided)]
    assert any(judged.helps for each in rounds for judged in each.event.tickets)
    assert all(redecide(desk.log, each.stream, desk.assignment.problems).same for each in rounds)
