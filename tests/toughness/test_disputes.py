"""Flags, appeals and their answers: who may say what, what it moves, and what keeps gaming dull."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import typer
from typer.testing import CliRunner

from services.assignment.carrying_out.hands import Hands
from services.assignment.commands import taking
from services.assignment.toughness import dispute
from services.assignment.toughness.requests import (
    AnswerAppeal,
    AppealJudgement,
    DisputeRequest,
    FlagTicket,
    ToughnessIsMissing,
)
from services.intake.desk import Answer
from services.intake.requests.course import ResolveTicket
from shared.events.toughness import (
    AppealAnswered,
    CreditMoved,
    JudgementAppealed,
    TicketFlaggedTough,
    ToughnessTruedUp,
)
from shared.vocabulary.identity import Actor, PersonId
from shared.vocabulary.words import AppealAnswer, Role, ToughBecause
from tests.desks import Desk, id_of
from tests.toughness.desk import learning_desk, resolved, told, worked

APPEAL = AppealJudgement(reason="three calls with an angry vendor", asks=4_000)
UPHELD = AnswerAppeal(answer=AppealAnswer.UPHELD, reason="you are right")


def says(desk: Desk, ticket: Answer, request: DisputeRequest, *, by: PersonId) -> None:
    hands = Hands(desk.assignment, desk.directory, desk.keys)
    hands.ask(id_of(ticket), request, by=Actor(by), command=desk.chance.token(8).hex())
    desk.assignment.run_round()


def settle(desk: Desk, ticket: Answer, *, by: PersonId) -> None:
    desk.intake.ask(id_of(ticket), ResolveTicket(), desk.intake.call(Actor(by)))
    desk.assignment.run_round()


def one_agent() -> tuple[Desk, PersonId, PersonId]:
    """A desk with an agent and a supervisor."""
    desk = learning_desk()
    return desk, desk.agent("Ada", tickets=9), desk.person("Sam", Role.SUPERVISOR)


def test_a_flag_counts_when_the_ticket_is_resolved() -> None:
    desk, ada, _ = one_agent()
    ticket = desk.ticket("it broke", by=ada)
    desk.assignment.run_round()
    says(desk, ticket, FlagTicket(because=ToughBecause.LONG, reason="days"), by=ada)
    says(desk, ticket, FlagTicket(because=ToughBecause.LONG), by=ada)
    assert len(told(desk, TicketFlaggedTough)) == 1
    settle(desk, ticket, by=ada)
    assert told(desk, ToughnessTruedUp)[-1].parts["flagged"] == 500  # type: ignore[index]


def test_a_flag_after_the_resolution_counts_the_ticket_again() -> None:
    desk, ada, _ = one_agent()
    ticket = resolved(desk, asked_by=ada)
    says(desk, ticket, FlagTicket(because=ToughBecause.ABUSIVE), by=ada)
    assert [each.toughness for each in told(desk, ToughnessTruedUp)] == [1_000, 2_000]


def test_whoever_flags_every_ticket_flags_in_vain() -> None:
    desk, ada, _ = one_agent()
    for _ in range(4):
        says(desk, resolved(desk, asked_by=ada), FlagTicket(), by=ada)
    flagged = [each.parts.get("flagged", 0) for each in told(desk, ToughnessTruedUp)]  # type: ignore[call-overload]
    assert [each for each in flagged if each] == [500]
    assert len(told(desk, TicketFlaggedTough)) == 4


def test_an_owner_who_judges_their_own_ticket_tough_is_not_credited_for_it() -> None:
    desk, ada, sam = one_agent()
    for judge, counted in ((ada, 1_000), (sam, 9_000)):
        ticket = desk.ticket("it broke", by=ada)
        desk.assignment.run_round()
        desk.judge(ticket, by=judge, toughness=9_000)
        worked(desk, ticket, by=ada, minutes=30)
        settle(desk, ticket, by=ada)
        assert told(desk, ToughnessTruedUp)[-1].toughness == counted


def test_an_owner_who_expects_next_to_nothing_of_their_own_ticket_gains_nothing_by_it() -> None:
    desk, ada, _ = one_agent()
    ticket = desk.ticket("it broke", by=ada)
    desk.assignment.run_round()
    desk.judge(ticket, by=ada, minutes=1)
    worked(desk, ticket, by=ada, minutes=30)
    settle(desk, ticket, by=ada)
    assert told(desk, ToughnessTruedUp)[-1].toughness == 1_000


def test_an_appeal_that_is_upheld_sets_the_booking_right() -> None:
    desk = learning_desk()
    ada, ben = desk.agent("Ada"), desk.agent("Ben", tickets=0)
    sam = desk.person("Sam", Role.SUPERVISOR)
    ticket = resolved(desk, asked_by=ada)
    says(desk, ticket, APPEAL, by=ada)
    says(desk, ticket, UPHELD, by=sam)
    [appealed], [answered] = told(desk, JudgementAppealed), told(desk, AppealAnswered)
    assert (appealed.toughness, answered.toughness, answered.agent) == (1_000, 4_000, ada)
    assert desk.assignment.situation.ledger.leads(desk.clock.now()) == {ada: 2_000, ben: -2_000}
    assert [each.toughness for each in desk.assignment.appraisal.experience.lessons()] == [4_000]


def test_an_appeal_that_is_declined_moves_nothing_and_stays_declined() -> None:
    desk, ada, sam = one_agent()
    ticket = resolved(desk, asked_by=ada)
    says(desk, ticket, APPEAL, by=ada)
    says(desk, ticket, AnswerAppeal(answer=AppealAnswer.DECLINED, reason="an ordinary one"), by=sam)
    assert not told(desk, CreditMoved)
    with pytest.raises(dispute.AppealIsOpen, match="was answered"):
        says(desk, ticket, APPEAL, by=ada)


def test_an_appeal_is_heard_for_some_days_also_once_the_ticket_is_closed() -> None:
    desk, ada, _ = one_agent()
    first, second = resolved(desk, asked_by=ada), resolved(desk, asked_by=ada)
    desk.later(days=4)
    says(desk, first, APPEAL, by=ada)
    with pytest.raises(dispute.TicketIsOver, match="closed, too late for a flag"):
        says(desk, second, FlagTicket(), by=ada)
    desk.later(days=11)
    with pytest.raises(dispute.TicketIsOver, match="heard for 14 days"):
        says(desk, second, APPEAL, by=ada)


def test_what_nobody_may_say_is_refused_with_the_reason() -> None:
    desk, ada, sam = one_agent()
    ben = desk.agent("Ben", tickets=0)
    ticket = desk.ticket("it broke", by=ada)
    desk.assignment.run_round()
    for request, by, refusal in (
        (FlagTicket(), ben, dispute.TicketWasNotYours),
        (APPEAL, ada, dispute.TicketIsNotCounted),
        (UPHELD, sam, dispute.NobodyAppealed),
    ):
        with pytest.raises(refusal):
            says(desk, ticket, request, by=by)


def test_nobody_answers_their_own_appeal_and_an_upheld_one_needs_a_figure() -> None:
    desk, ada, sam = one_agent()
    ticket = resolved(desk, asked_by=ada)
    says(desk, ticket, AppealJudgement(reason="it was awful"), by=ada)
    with pytest.raises(dispute.AppealIsYourOwn):
        says(desk, ticket, UPHELD, by=ada)
    with pytest.raises(ToughnessIsMissing, match="from 0 to 10000"):
        says(desk, ticket, UPHELD, by=sam)
    with pytest.raises(dispute.AppealIsOpen, match="waits for its answer"):
        says(desk, ticket, APPEAL, by=ada)


def test_it_can_all_be_said_on_the_command_line() -> None:
    desk, ada, _ = one_agent()
    resolved(desk, asked_by=ada)
    app = typer.Typer()

    @contextmanager
    def hands() -> Iterator[Hands]:
        yield Hands(desk.assignment, desk.directory, desk.keys)

    taking.add_commands(app, hands)
    for typed in (
        ("flag", "1", "--because", "long", "--by", "Ada"),
        ("appeal", "1", "it was awful", "--asks", "3000", "--by", "Ada"),
        ("answer-appeal", "1", "upheld", "so it was", "--by", "Sam"),
    ):
        done = CliRunner().invoke(app, [*typed, "--json"])
        assert json.loads(done.stdout)["number"] == 1
    assert told(desk, AppealAnswered)[0].toughness == 3_000
