"""Whatever becomes of a desk's tickets, leads sum to zero and a desk that starts anew knows the same."""

import random
from contextlib import suppress
from typing import Any

import pytest

from services.assignment.carrying_out.hands import TICKET_REQUESTS, Hands
from services.assignment.desk import Assignment
from services.assignment.requests.ownership import HandOverTicket, PutBackTicket, TakeTicket
from services.assignment.toughness.requests import AnswerAppeal, AppealJudgement, FlagTicket
from services.intake.desk import Answer
from services.intake.requests.course import ReopenTicket, ResolveTicket
from services.intake.requests.judging import TriageTicket
from services.intake.requests.talking import LogWork
from shared.eventlog.port import Refusal
from shared.vocabulary.identity import Actor, PersonId
from shared.vocabulary.words import AppealAnswer, Resolution, Role
from tests.desks import id_of
from tests.toughness.desk import learning_desk


class Bustle:
    """People of a desk who do anything to any ticket, by dice; what is refused is left undone."""

    def __init__(self, seed: int) -> None:
        self.dice, self.desk = random.Random(seed), learning_desk(learn_every_hours=1)
        self.agents = [self.desk.agent(name, tickets=9) for name in ("Ada", "Ben", "Cy")]
        self.eve, self.sam = self.desk.person("Eve"), self.desk.person("Sam", Role.SUPERVISOR)
        self.tickets = [self.desk.ticket("it broke", by=self.eve)]
        self.hands = Hands(self.desk.assignment, self.desk.directory, self.desk.keys)

    def step(self) -> None:
        """One thing happens, and a round after it."""
        self.desk.later(minutes=self.dice.randrange(600))
        with suppress(Refusal):
            self.act(self.dice.choice(self.tickets), self.dice.choice(self.agents))
        self.desk.assignment.run_round()

    def act(self, ticket: Answer, agent: PersonId) -> None:
        desk, other = self.desk, self.dice.choice(self.agents)
        owner, points = desk.owner(ticket) or agent, self.dice.randrange(10_001)
        requests: list[tuple[Any, PersonId]] = [
            (ResolveTicket(), owner),
            (ResolveTicket(), owner),
            (ResolveTicket(code=Resolution.SELF_RESOLVED), self.eve),
            (ReopenTicket(), self.eve),
            (TriageTicket(toughness=points), self.sam),
            (LogWork(minutes=1 + points // 50), owner),
            (HandOverTicket(agent=other, reason="x"), owner),
            (PutBackTicket(reason="x"), owner),
            (TakeTicket(), agent),
            (FlagTicket(), owner),
            (AppealJudgement(reason="x", asks=points), owner),
            (AnswerAppeal(answer=AppealAnswer.UPHELD, reason="x"), self.sam),
        ]
        if self.dice.random() < 0.2:
            self.tickets.append(desk.ticket("it broke", by=self.eve))
        self.ask(ticket, *self.dice.choice(requests))

    def ask(self, ticket: Answer, request: Any, by: PersonId) -> None:
        """Whichever service it is for."""
        if isinstance(request, TICKET_REQUESTS):
            command = self.desk.chance.token(8).hex()
            self.hands.ask(id_of(ticket), request, by=Actor(by), command=command)
        else:
            self.desk.intake.ask(id_of(ticket), request, self.desk.intake.call(Actor(by)))


@pytest.mark.parametrize("seed", range(6))
def test_leads_sum_to_zero_after_everything_that_happens(seed: int) -> None:
    bustle = Bustle(seed)
    for _ in range(80):
        bustle.step()
        ledger = bustle.desk.assignment.situation.ledger
        assert sum(ledger.leads(bustle.desk.clock.now()).values()) == 0
        assert not any(sum(shares.values()) for shares in ledger.booked.values())


@pytest.mark.parametrize("seed", range(2))
def test_a_desk_that_starts_anew_reads_the_same_leads(seed: int) -> None:
    bustle = Bustle(seed)
    for _ in range(80):
        bustle.step()
    desk = bustle.desk
    again = Assignment(
        log=desk.log, feed=desk.feed, clock=desk.clock, chance=desk.chance, seals=desk.seals
    )
    again.catch_up()
    now, live = desk.clock.now(), desk.assignment
    live.catch_up()
    assert again.situation.ledger.leads(now) == live.situation.ledger.leads(now)
    assert again.appraisal.experience == live.appraisal.experience
