"""Adopted tickets are the desk's to deal and to close, whatever another desk did with them before."""

from pathlib import Path

import pytest

from services.intake.requests.course import ResolveTicket
from services.intake.requests.people import TeamMember
from services.intake.ticket import State
from shared.eventlog.references import ticket_named
from shared.vocabulary.identity import SETUP, Actor
from tests.desks import Desk
from tests.imports.histories import FIXTURES, given, kinds, written


@pytest.fixture
def reopened(tmp_path: Path) -> Path:
    """The activities of an incident that was closed, and then reopened for good."""
    head, *rows = (FIXTURES / "bpi14_activities.csv").read_text().splitlines()
    return written(tmp_path, head, *(row for row in rows if "-03-05" not in row))


def test_what_another_desk_reopened_after_closing_is_dealt_and_closes_in_the_end(
    reopened: Path,
) -> None:
    desk = Desk()
    ada = desk.agent("Ada")
    given(desk, "bpi14", reopened, adopted=True)
    assert kinds(desk, "IM1")[-2:] == ["closed", "reopened"]
    team = desk.directory.team_named("TEAM2")
    desk.people.join(team, TeamMember(agent=ada), desk.intake.call(SETUP))
    desk.assignment.run_round()
    ticket = ticket_named(desk.log, "old:IM1")
    assert desk.intake.ticket(ticket).owner == ada
    desk.intake.ask(ticket, ResolveTicket(), desk.intake.call(Actor(ada)))
    desk.later(days=10)
    assert desk.intake.ticket(ticket).state is State.CLOSED


def test_what_stayed_closed_or_was_not_adopted_is_left_alone(reopened: Path) -> None:
    desk = Desk()
    ada = desk.agent("Ada")
    given(desk, "bpi14", "bpi14_incidents", "bpi14_activities", adopted=True)
    given(desk, "bpi14", reopened, source="elsewhere", apart=True)
    for team in desk.directory.up_to_date().teams:
        desk.people.join(team, TeamMember(agent=ada), desk.intake.call(SETUP))
    head = desk.log.head()
    assert desk.assignment.run_round() is None
    desk.later(days=365)
    assert desk.log.head() == head
