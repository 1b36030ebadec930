"""Tickets change hands on the command line, by the names people go by."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
import typer
from pydantic import PrivateAttr
from typer.testing import CliRunner, Result

from services.assignment.carrying_out.hands import TICKET_REQUESTS, Hands
from services.assignment.commands import taking
from services.assignment.giving.outcome import Moment, Outcome
from services.assignment.giving.ownership import Owned, TicketHasAnOwner
from services.assignment.requests.ownership import TakeTicket
from shared.vocabulary.identity import Actor, PersonId
from tests.desks import Desk, id_of


class Line:
    """A desk in memory with two agents, and a command line over it."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.ada, self.ben = self.desk.agent("Ada Wanjiru"), self.desk.agent("Ben Okafor")
        self.ticket = self.desk.ticket("it broke", by=self.ada)
        self.app = typer.Typer()
        taking.add_commands(self.app, self.hands)

    @contextmanager
    def hands(self) -> Iterator[Hands]:
        yield Hands(self.desk.assignment, self.desk.directory, self.desk.keys)

    def run(self, *typed: str) -> Result:
        return CliRunner().invoke(self.app, typed)


def test_every_request_about_ownership_has_its_command() -> None:
    line = Line()
    for kind in TICKET_REQUESTS:
        assert line.run(kind.PATH, "--help").exit_code == 0


def test_a_ticket_is_taken_handed_over_put_back_and_given() -> None:
    line, number = Line(), "1"
    assert json.loads(line.run("take", number, "--by", "ada", "--json").stdout)["number"] == 1
    assert line.desk.owner(line.ticket) == line.ada
    line.run("hand-over", number, "Ben Okafor", "my shift ends", "--by", "Ada Wanjiru")
    assert line.desk.owner(line.ticket) == line.ben
    line.run("put-back", number, "needs the network team", "--by", "okafor")
    assert line.desk.owner(line.ticket) is None
    line.run("give", number, "ada", "she knows it")
    assert line.desk.owner(line.ticket) == line.ada


def test_a_name_nobody_works_under_is_refused_with_the_names_there_are() -> None:
    refused = Line().run("give", "1", "Cy", "she knows it").exception
    assert str(refused) == "no agent is called 'Cy'; expected one of Ada Wanjiru, Ben Okafor"


def test_who_takes_has_to_be_said() -> None:
    refused = Line().run("take", "1").exception
    assert isinstance(refused, taking.WhoIsMissing)
    assert "--by NAME" in str(refused)


def test_somebody_elses_ticket_is_refused_by_their_name() -> None:
    line = Line()
    line.run("take", "1", "--by", "ada")
    refused = line.run("take", "1", "--by", "ben").exception
    assert isinstance(refused, TicketHasAnOwner)
    assert "belongs to Ada Wanjiru" in str(refused)


class TakeSlowly(TakeTicket):
    """Meanwhile somebody else is faster."""

    _meanwhile: Callable[[], Any] = PrivateAttr()

    def outcome(self, owned: Owned, by: PersonId, moment: Moment) -> Outcome:
        found = super().outcome(owned, by, moment)
        self._meanwhile()
        return found


def test_who_was_faster_is_named_and_stays_the_owner() -> None:
    line = Line()
    hands = Hands(line.desk.assignment, line.desk.directory, line.desk.keys)
    take, ticket = TakeSlowly(), id_of(line.ticket)
    take._meanwhile = partial(hands.ask, ticket, TakeTicket(), by=Actor(line.ada), command="ada")
    with pytest.raises(TicketHasAnOwner, match="belongs to Ada Wanjiru"):
        hands.ask(ticket, take, by=Actor(line.ben), command="ben")
    assert line.desk.owner(line.ticket) == line.ada


def test_what_may_be_left_out_is_an_option_and_the_rest_is_asked_for() -> None:
    line = Line()
    line.run("take", "1", "--by", "ada")
    asked = line.run("raise-hand", "1", "Which router?", "--skill", "routing", "--by", "ada")
    assert asked.stdout == "ticket 1 has a hand raised over it (version 5)\n"
    line.run("lower-hand", "1", "--by", "ada")
    line.run("pin", "1", "ada", "she knows it")
    told = [each.event.TOPIC for each in line.desk.log.history(id_of(line.ticket))]
    assert told[-3:] == ["ticket.hand-raised.v1", "ticket.hand-lowered.v1", "ticket.pinned.v1"]
