"""How teams are given their tickets, on the command line, by the names people go by."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from typer.testing import CliRunner, Result

from services.assignment.carrying_out.teams import Teams
from services.assignment.commands import steering
from services.assignment.giving.refusals import NothingToPull
from shared.vocabulary.words import Way
from tests.assignment.giving import Given


class Line:
    """A desk in memory with one team, and a command line over it."""

    def __init__(self) -> None:
        self.desk = Given(Way.DEALT)
        self.app = typer.Typer()
        steering.add_commands(self.app, self.teams)

    @contextmanager
    def teams(self) -> Iterator[Teams]:
        yield self.desk.teams

    def run(self, *typed: str) -> Result:
        return CliRunner().invoke(self.app, typed)


def test_a_team_is_told_set_frozen_and_thawed() -> None:
    line = Line()
    assert line.run("how-given", "network").stdout == "Network: tickets dealt, help tierless\n"
    line.run("giving", "Network", "offered", "--helping", "tiered", "--reason", "we tried it")
    frozen = line.run("freeze", "Network", "the tool is down").stdout
    assert frozen.endswith("tickets offered, help tiered; it is frozen, so that nothing is dealt\n")
    assert json.loads(line.run("thaw", "Network", "--json").stdout)["frozen"] is False


def test_an_agent_sees_what_is_next_and_pulls_it() -> None:
    line = Line()
    line.run("giving", "Network", "pulled")
    line.desk.asked(), line.desk.asked("it burns", urgent=True)
    assert line.run("next", "Network", "--by", "ada").stdout.startswith("ticket 2: ")
    assert line.run("pull", "Network", "--by", "ada").stdout == "ticket 2 was pulled\n"
    line.run("pull", "Network", "--by", "ada")
    refused = line.run("pull", "Network", "--by", "ada").exception
    assert isinstance(refused, NothingToPull)
