"""A fold that has to think about every event of its stream says so, and mypy names it for a new one."""

from collections.abc import Callable
from typing import Any, get_args

import pytest

from services.assignment.giving.ways import USUAL, giving_after
from services.intake import agent, person, team
from services.intake.ticket import evolve
from services.projections.givings import given
from services.projections.views.people.view import PEOPLE
from services.projections.views.queue.view import QUEUE
from services.projections.views.teams.view import TEAMS
from services.projections.views.ticket.view import TICKET
from shared.events import giving, people, roster, streams, toughness
from shared.events import ticket as said
from shared.events.catalogue import declared
from shared.events.declaration import Event
from shared.vocabulary.identity import PersonId, StreamId
from tests.decisions.tickets import RAISED, ticket, told
from tests.decisions.tickets import TICKET as STREAM

ADA = StreamId("person-" + "a" * 32)


class Sang(said.TicketEvent, frozen=True, kw_only=True):
    """Something that was never thought about; without a topic it is not of the language."""


class Auctioned(giving.GivingEvent, frozen=True, kw_only=True):
    """The same of the ways of giving."""


class Wept(toughness.ToughnessEvent, frozen=True, kw_only=True):
    """The same of toughness."""


class AgentSang(roster.AgentEvent, frozen=True, kw_only=True):
    """The same of a working life."""


class TeamSang(roster.TeamEvent, frozen=True, kw_only=True):
    """The same of a team."""


class PersonSang(people.PersonEvent, frozen=True, kw_only=True):
    """The same of a person."""


LINE = TICKET.evolve(None, told(RAISED, 1))
WAITS = QUEUE.evolve(None, told(RAISED, 1))
FOLDS: list[tuple[Callable[[Any], Any], type[Event]]] = [
    (lambda event: evolve(ticket(), told(event, 3)), Sang),
    (lambda event: TICKET.evolve(LINE, told(event, 3)), Sang),
    (lambda event: TICKET.evolve(LINE, told(event, 3)), Wept),
    (lambda event: given(LINE, event), Auctioned),
    (lambda event: QUEUE.evolve(WAITS, told(event, 3)), Sang),
    (lambda event: TEAMS.evolve(None, told(event, 3)), TeamSang),
    (lambda event: PEOPLE.evolve(None, told(event, 3)), PersonSang),
    (lambda event: agent.evolve_agent(agent.Agent(STREAM), told(event, 3)), AgentSang),
    (lambda event: team.evolve(team.Team(STREAM), told(event, 3)), TeamSang),
    (lambda event: giving_after(USUAL, event), TeamSang),
    (lambda event: person.evolve(person.Person(PersonId(ADA)), told(event, 3)), PersonSang),
]


@pytest.mark.parametrize(("fold", "event"), FOLDS)
def test_no_event_of_its_stream_passes_a_fold_that_was_not_taught_it(
    fold: Callable[[Any], Any], event: type[Event]
) -> None:
    with pytest.raises(AssertionError, match="Expected code to be unreachable"):
        fold(event())


@pytest.mark.parametrize("stream", ["ticket", "person", "agent", "team", "round", "desk", "model"])
def test_a_kind_of_stream_may_tell_exactly_what_is_declared_of_it(stream: str) -> None:
    union = getattr(streams, f"Of{stream.title()}")
    told_there = {event for event in declared() if stream == event.STREAM}
    assert set(get_args(union) or (union,)) == told_there
