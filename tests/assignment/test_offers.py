"""A team that is offered its tickets: nobody has to, anybody may, and nothing is booked before a yes."""

import pytest

from services.assignment.giving.ownership import TicketHasAnOwner
from services.assignment.giving.refusals import (
    NothingIsOffered,
    OfferHasLapsed,
    OfferIsNotYours,
    TakerIsKeptFromIt,
)
from services.assignment.requests.asking import GivingRequest
from services.assignment.requests.offers import AcceptOffer, DeclineOffer
from services.assignment.requests.ownership import GiveTicket, TakeTicket
from services.assignment.revisiting.redecide import redecide
from services.intake.desk import Answer
from services.intake.requests.absence import GoAway
from services.intake.requests.course import ResolveTicket, SetTicketWaiting
from services.intake.requests.redlines import DrawRedline
from services.intake.requests.roster import GrantSkill, SayGoodbye
from shared.events.assignment import EntitlementBooked, RoundDecided
from shared.events.giving import SeatLeftEmpty, TicketSeated
from shared.events.ticket import TicketAssigned
from shared.vocabulary.identity import CLOCK, SETUP, Actor, PersonId
from shared.vocabulary.words import Helping, Origin, Seat, WaitingOn, Way
from tests.assignment.giving import Given
from tests.desks import id_of

NO = DeclineOffer(reason="I know nothing of printers")


def test_an_offered_ticket_has_no_owner_and_books_nothing_before_it_is_accepted() -> None:
    desk = Given(Way.OFFERED)
    ticket = desk.asked()
    assert desk.offered(ticket) in (desk.ada, desk.ben)
    assert desk.owner(ticket) is None
    assert "entitlement.booked.v1" not in desk.told(ticket)
    assert set(desk.leads().values()) <= {0}


def test_accepting_makes_the_owner_and_books_as_a_deal_does() -> None:
    desk = Given(Way.OFFERED)
    ticket = desk.asked()
    asked = desk.offered(ticket)
    assert asked
    desk.asks(asked, ticket, AcceptOffer())
    history = [each.event for each in desk.log.history(id_of(ticket))]
    assigned = next(each for each in history if isinstance(each, TicketAssigned))
    booked = next(each for each in history if isinstance(each, EntitlementBooked))
    assert (desk.owner(ticket), assigned.origin) == (asked, Origin.ACCEPTED)
    assert assigned.round == booked.round
    assert {share.agent for share in booked.shares} == {desk.ada, desk.ben}
    assert desk.leads()[asked] == 500


def offered_with_help() -> tuple[Given, Answer, PersonId, PersonId]:
    """A tough ticket of a swarm is offered; whom it is offered to, and who is to help them."""
    desk = Given(Way.OFFERED, Helping.SWARM)
    skill = GrantSkill(skill="network", level=1, tier=2)
    desk.intake.ask_agent(desk.ben, skill, desk.intake.call(SETUP))
    ticket = desk.ticket("it broke", by=desk.cy)
    desk.judge(ticket, by=desk.ada, toughness=3_000)
    desk.assignment.run_round()
    asked = desk.offered(ticket)
    assert asked
    return desk, ticket, asked, desk.other(asked)


@pytest.mark.parametrize("request_", [AcceptOffer(), TakeTicket()])
def test_whoever_accepts_is_given_the_helper_that_the_round_had_chosen(
    request_: GivingRequest,
) -> None:
    desk, ticket, asked, helper = offered_with_help()
    assert desk.given(ticket).seats == {}
    desk.asks(asked, ticket, request_)
    assert desk.given(ticket).seats == {helper: Seat.HELPER}
    (seated,) = [e for e in desk.log.history(id_of(ticket)) if isinstance(e.event, TicketSeated)]
    assert (seated.event.agent, seated.event.round) == (helper, desk.given(ticket).deal.round)


def test_a_helper_who_no_longer_can_is_told_to_be_missing_with_the_rule() -> None:
    desk, ticket, asked, helper = offered_with_help()
    desk.intake.ask_agent(helper, GoAway(), desk.intake.call(SETUP))
    desk.asks(asked, ticket, AcceptOffer())
    assert (desk.owner(ticket), desk.given(ticket).seats) == (asked, {})
    (empty,) = [
        e.event for e in desk.log.history(id_of(ticket)) if isinstance(e.event, SeatLeftEmpty)
    ]
    assert (empty.agent, empty.seat, empty.rule) == (helper, Seat.HELPER, "away")


def test_a_helper_who_left_the_desk_meanwhile_is_not_seated() -> None:
    desk, ticket, asked, helper = offered_with_help()
    desk.intake.ask_agent(helper, SayGoodbye(), desk.intake.call(SETUP))
    desk.asks(asked, ticket, AcceptOffer())
    assert "ticket.seat-left-empty.v1" in desk.told(ticket)


def test_a_declined_ticket_is_offered_to_the_other_at_once_and_nobody_pays_for_it() -> None:
    desk = Given(Way.OFFERED)
    ticket = desk.asked()
    first = desk.offered(ticket)
    assert first
    desk.asks(first, ticket, NO)
    desk.assignment.run_round()
    assert desk.offered(ticket) == desk.other(first)
    assert set(desk.leads().values()) <= {0}


def test_who_declined_is_left_in_peace_and_asked_again_only_where_nobody_else_will_do() -> None:
    desk = Given(Way.OFFERED)
    ticket = desk.asked()
    for _ in range(2):
        asked = desk.offered(ticket)
        assert asked
        desk.asks(asked, ticket, NO)
        desk.assignment.run_round()
    assert (desk.offered(ticket), desk.waits_because(ticket)) == (None, "declined lately")
    desk.later(minutes=59)
    assert not desk.assignment.time_is_up()
    desk.later(minutes=2)
    assert desk.assignment.time_is_up()
    desk.assignment.run_round()
    assert desk.offered(ticket) is not None


def test_an_offer_that_nobody_answers_lapses_by_the_clock_and_goes_to_the_other() -> None:
    desk = Given(Way.OFFERED)
    ticket = desk.asked()
    first = desk.offered(ticket)
    desk.later(minutes=14)
    assert not desk.assignment.time_is_up()
    desk.later(minutes=1)
    assert desk.assignment.time_is_up()
    desk.assignment.run_round()
    lapsed = [e for e in desk.log.history(id_of(ticket)) if e.event.TOPIC.endswith("lapsed.v1")]
    assert [(each.by, each.event.agent) for each in lapsed] == [(CLOCK, first)]
    assert desk.offered(ticket) == desk.other(first)


def test_anybody_may_take_what_is_offered_to_somebody_else() -> None:
    desk = Given(Way.OFFERED)
    ticket = desk.asked()
    asked = desk.offered(ticket)
    other = desk.other(asked)
    desk.asks(other, ticket, TakeTicket())
    assert (desk.owner(ticket), desk.offered(ticket)) == (other, None)
    with pytest.raises(TicketHasAnOwner, match="belongs to"):
        desk.asks(asked or desk.ada, ticket, AcceptOffer())


def test_who_takes_what_they_were_offered_has_accepted_it() -> None:
    desk = Given(Way.OFFERED)
    ticket = desk.asked()
    asked = desk.offered(ticket)
    assert asked
    desk.asks(asked, ticket, TakeTicket())
    assert "ticket.offer-accepted.v1" in desk.told(ticket)


def test_nobody_takes_what_a_redline_keeps_them_from() -> None:
    desk = Given(Way.OFFERED)
    line = DrawRedline(requester=desk.cy, reason="they are married")
    desk.intake.ask_agent(desk.ada, line, desk.intake.call(SETUP))
    ticket = desk.asked()
    assert desk.offered(ticket) == desk.ben
    with pytest.raises(TakerIsKeptFromIt, match="“redline”"):
        desk.asks(desk.ada, ticket, TakeTicket())


def test_an_offer_is_answered_by_whom_it_was_made_to_and_in_time() -> None:
    desk = Given(Way.OFFERED)
    ticket = desk.asked()
    asked = desk.offered(ticket)
    assert asked
    with pytest.raises(OfferIsNotYours, match="is offered to"):
        desk.asks(desk.other(asked), ticket, AcceptOffer())
    desk.later(minutes=15)
    with pytest.raises(OfferHasLapsed, match="lapsed at 2026-03-02 09:15 UTC"):
        desk.asks(asked, ticket, AcceptOffer())


def test_there_is_nothing_to_answer_where_nothing_is_offered() -> None:
    desk = Given(Way.MANUAL)
    ticket = desk.asked()
    with pytest.raises(NothingIsOffered, match="ticket 1 is not offered"):
        desk.asks(desk.ada, ticket, NO)


@pytest.mark.parametrize(
    "request_", [SetTicketWaiting(on=WaitingOn.REQUESTER), ResolveTicket()], ids=["waits", "done"]
)
def test_what_needs_nobody_any_more_is_offered_to_nobody(request_: object) -> None:
    desk = Given(Way.OFFERED)
    ticket = desk.asked()
    call = desk.intake.call(Actor(desk.ada))
    desk.intake.ask(id_of(ticket), request_, call)  # type: ignore[arg-type]
    desk.after(minutes=20)
    assert desk.offered(ticket) is None
    assert "ticket.offer-lapsed.v1" not in desk.told(ticket)


def test_nobody_is_offered_more_than_they_could_take() -> None:
    desk = Given(Way.OFFERED)
    tickets = [desk.asked(f"problem {n}") for n in range(8)]
    offered = [desk.offered(each) for each in tickets]
    assert {who: offered.count(who) for who in offered} == {desk.ada: 3, desk.ben: 3, None: 2}
    assert desk.waits_because(tickets[-1]) == "work in progress"


def test_a_supervisor_who_gives_what_is_offered_elsewhere_overrides_the_round() -> None:
    desk = Given(Way.OFFERED)
    ticket = desk.asked()
    asked = desk.offered(ticket)
    to = desk.other(asked)
    desk.asks(SETUP, ticket, GiveTicket(agent=to, reason="they sit beside the printer"))
    overridden = next(
        e.event for e in desk.log.history(id_of(ticket)) if e.event.TOPIC.endswith("overridden.v1")
    )
    assert (overridden.agent, overridden.before, overridden.against) == (to, asked, None)
    assert (desk.owner(ticket), desk.offered(ticket)) == (to, None)


def test_rounds_that_offered_come_to_the_same_answer_again() -> None:
    desk = Given(Way.OFFERED)
    ticket = desk.asked()
    asked = desk.offered(ticket)
    assert asked
    desk.asks(asked, ticket, NO)
    desk.asked("another")
    desk.after(minutes=90)
    told = desk.log.read(after=0, limit=10_000)
    rounds = [each.stream for each in told if isinstance(each.event, RoundDecided)]
    assert len(rounds) >= 3
    assert all(redecide(desk.log, each, desk.assignment.problems).same for each in rounds)
