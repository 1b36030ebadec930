"""A new ticket waits for no forecast: it is recorded with the round that decides on the ticket."""

from services.assignment.revisiting.redecide import redecide
from services.assignment.revisiting.refold import frozen_again
from services.assignment.round.deciding import STALE, decide
from services.assignment.round.recording import Forecasts, record
from services.assignment.situation.standing import Frozen, foreseen
from services.intake.requests.course import SetTicketWaiting
from shared.events.assignment import EntitlementBooked, RoundDecided
from shared.events.ticket import TicketAssigned
from shared.events.toughness import ToughnessForecast
from shared.vocabulary.identity import Actor, PersonId, RoundId, StreamId
from shared.vocabulary.words import WaitingOn
from tests.desks import Desk, id_of
from tests.toughness.desk import learning_desk, resolved


def desk_that_learned(*, tickets: int = 50) -> tuple[Desk, PersonId]:
    """A desk with a model, whose one agent may have so many tickets in work."""
    desk = learning_desk()
    ada = desk.agent("Ada", tickets=tickets)
    for _ in range(5):
        resolved(desk, asked_by=ada, minutes=90)
    desk.assignment.run_round()
    assert desk.assignment.appraisal.experience.model
    return desk, ada


def last_round(desk: Desk) -> tuple[str, RoundDecided]:
    """The newest round, and its stream."""
    rounds = [
        each for each in desk.log.read(after=0, limit=9_999) if isinstance(each.event, RoundDecided)
    ]
    return rounds[-1].stream, rounds[-1].event


def test_a_new_ticket_is_forecast_and_dealt_in_one_commit() -> None:
    desk, ada = desk_that_learned()
    ticket = id_of(desk.ticket("again", by=ada))
    before = desk.log.head()
    desk.assignment.run_round()
    told = [each for each in desk.log.read(after=before, limit=99) if each.stream == ticket]
    assert [type(each.event) for each in told] == [
        ToughnessForecast,
        TicketAssigned,
        EntitlementBooked,
    ]
    assert {each.command for each in told} == {last_round(desk)[0]}
    assert told[0].event.toughness == told[2].event.toughness != 1_000


def test_a_round_is_decided_again_as_tough_as_it_expected_its_tickets_to_be() -> None:
    desk, ada = desk_that_learned()
    desk.ticket("again", by=ada)
    desk.assignment.run_round()
    name, recorded = last_round(desk)
    [again] = frozen_again(desk.log, recorded).tickets
    assert again.toughness == recorded.tickets[0].forecast != 1_000
    assert redecide(desk.log, name, desk.assignment.problems).differences == ()


def test_what_a_round_leaves_waiting_is_forecast_with_it_and_not_again() -> None:
    desk, ada = desk_that_learned(tickets=1)
    desk.ticket("in hand", by=ada)
    desk.assignment.run_round()
    waiting = id_of(desk.ticket("second", by=ada))
    desk.assignment.run_round()
    assert last_round(desk)[1].tickets[0].agent is None
    third = id_of(desk.ticket("third", by=ada))
    desk.assignment.run_round()
    told = [each for each in desk.log.history(waiting) if isinstance(each.event, ToughnessForecast)]
    assert len(told) == 1
    assert [t.ticket for t in last_round(desk)[1].tickets if t.forecast is not None] == [third]


def test_a_ticket_that_changed_meanwhile_is_neither_dealt_nor_forecast_by_the_round() -> None:
    desk, ada = desk_that_learned()
    ticket, other = id_of(desk.ticket("it broke", by=ada)), id_of(desk.ticket("me too", by=ada))
    late, forecasts = frozen(desk)
    wait = SetTicketWaiting(on=WaitingOn.REQUESTER)
    desk.intake.ask(ticket, wait, desk.intake.call(Actor(ada)))
    name = RoundId(StreamId("round-late"))
    record(desk.log, late, decide(late), name, forecasts)
    by_ticket = {each.ticket: each for each in last_round(desk)[1].tickets}
    assert (by_ticket[ticket].waits_because, by_ticket[other].agent) == (STALE, ada)
    assert kinds(desk, ticket).isdisjoint({ToughnessForecast, TicketAssigned})
    assert redecide(desk.log, name, desk.assignment.problems).differences == ()
    desk.assignment.run_round()
    assert ToughnessForecast in kinds(desk, ticket)


def frozen(desk: Desk) -> tuple[Frozen, Forecasts]:
    """What a round would decide on now, and what it would forecast with it."""
    desk.assignment.catch_up()
    forecasts = desk.assignment.appraisal.expected()
    now, cursor = desk.clock.now(), desk.assignment.cursor
    expected = {ticket: each.toughness for ticket, each in forecasts.items()}
    return foreseen(desk.assignment.situation.freeze(now, cursor), expected), forecasts


def kinds(desk: Desk, ticket: StreamId) -> set[type]:
    """What kinds of event a ticket's history holds."""
    return {type(each.event) for each in desk.log.history(ticket)}
