"""A team that pulls its tickets: from one list, in the order in which a round would have given them."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given

from services.assignment.giving.refusals import NothingToPull, TeamDoesNotPull, TeamIsFrozen
from services.assignment.giving.teams import TeamGiving
from services.assignment.requests.ownership import TakeTicket
from services.assignment.requests.teams import FreezeTeam, SetGiving
from services.assignment.round import pulling
from services.assignment.round.deciding import plan
from services.assignment.situation.standing import Frozen, Roster
from shared.events.ticket import TicketAssigned
from shared.vocabulary.policy import SHIPPED
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Origin, Way
from tests.assignment.giving import Given
from tests.desks import id_of
from tests.rules.chance import TICKETS, desks
from tests.rules.desk import ADA, BEN, CY, MONDAY_NOON, NETWORK, agent, desk, ticket


def test_nothing_is_dealt_and_the_most_pressing_ticket_is_pulled_first() -> None:
    desk = Given(Way.PULLED)
    calm, urgent = desk.asked("calm"), desk.asked("it burns", urgent=True)
    assert desk.owner(urgent) is None
    assert desk.waits_because(calm) == "held"
    assert [each.number for each in desk.teams.line(desk.network, desk.ada)] == [2, 1]
    told = desk.teams.pull(desk.network, desk.ada, command="pull")
    assert (told.number, desk.owner(urgent)) == (2, desk.ada)
    (assigned,) = [
        e.event for e in desk.log.history(id_of(urgent)) if isinstance(e.event, TicketAssigned)
    ]
    assert assigned.origin is Origin.PULLED
    assert sum(desk.leads().values()) == 0


def test_a_repeated_pull_gives_the_same_ticket_once() -> None:
    desk = Given(Way.PULLED)
    desk.asked(), desk.asked("another")
    first = desk.teams.pull(desk.network, desk.ada, command="pull")
    again = desk.teams.pull(desk.network, desk.ada, command="pull")
    assert first == again
    desk.assignment.catch_up()
    assert len(desk.assignment.situation.hands.of(desk.ada)) == 1


def test_who_has_no_room_pulls_nothing_and_is_told_why() -> None:
    desk = Given(Way.PULLED)
    for n in range(4):
        desk.asked(f"problem {n}")
    for n in range(3):
        desk.teams.pull(desk.network, desk.ada, command=f"pull {n}")
    assert desk.teams.line(desk.network, desk.ada) == []
    with pytest.raises(
        NothingToPull, match=r"nothing for you to pull in Network: .*“work in progress”"
    ):
        desk.teams.pull(desk.network, desk.ada, command="pull 3")


def test_out_of_turn_a_ticket_may_still_be_taken_and_is_told_as_taken() -> None:
    desk = Given(Way.PULLED)
    calm, _ = desk.asked("calm"), desk.asked("it burns", urgent=True)
    desk.asks(desk.ben, calm, TakeTicket())
    origins = [getattr(e.event, "origin", None) for e in desk.log.history(id_of(calm))]
    assert Origin.TAKEN in origins


def test_only_a_team_that_pulls_and_is_not_frozen_has_a_list() -> None:
    desk = Given(Way.PULLED)
    with pytest.raises(NothingToPull, match="its list is empty"):
        desk.teams.pull(desk.network, desk.ada, command="empty")
    desk.choose(FreezeTeam(reason="the tool is down"))
    with pytest.raises(TeamIsFrozen, match="Network is frozen"):
        desk.teams.pull(desk.network, desk.ada, command="frozen")
    desk.choose(SetGiving(way=Way.DEALT))
    with pytest.raises(TeamDoesNotPull, match="Network has its tickets dealt"):
        desk.teams.pull(desk.network, desk.ada, command="dealt")


def alone(frozen: Frozen) -> Frozen:
    """The desk with its first agent only, who has room for one ticket, and nothing in anybody's way."""
    tickets = tuple(
        msgspec.structs.replace(
            each, team=NETWORK, need=SkillNeed(), requester=None, kept_apart=(), offered_to=None,
            turned_down={}, pinned_to=None, helps=None,
        )
        for each in frozen.tickets
    )  # fmt: skip
    who = agent(ADA, teams=(NETWORK,), tickets=1, load=frozen.agents[0].load, in_work=0)
    together = msgspec.structs.replace(SHIPPED.together, linked=False)
    return msgspec.structs.replace(
        frozen, agents=(who,), roster=Roster((who.profile,)), tickets=tickets,
        policy=msgspec.structs.replace(SHIPPED, together=together),
        giving={NETWORK: TeamGiving(way=Way.PULLED)},
    )  # fmt: skip


@given(desks().filter(lambda frozen: frozen.agents and len(frozen.tickets) > 1))
def test_the_first_of_the_list_is_what_a_round_would_have_given(frozen: Frozen) -> None:
    desk = alone(frozen)
    listed = pulling.line(desk, NETWORK, ADA)
    given = plan(pulling.as_if_dealt(desk, NETWORK)).owners
    assert list(given) == [each.ticket for each in listed[:1]]


def test_what_would_lead_past_the_fairness_cap_comes_last() -> None:
    tough = ticket(team=NETWORK, toughness=4_000, raised_at=MONDAY_NOON - timedelta(days=5))
    easy = ticket(id=TICKETS[1], team=NETWORK, toughness=500)
    ahead = agent(ADA, teams=(NETWORK,), lead=3_000)
    others = [agent(each, teams=(NETWORK,)) for each in (BEN, CY)]
    frozen = desk(ahead, *others, tickets=(tough, easy))
    assert [each.ticket for each in pulling.line(frozen, NETWORK, ADA)] == [easy.id, tough.id]
    assert [each.ticket for each in pulling.line(frozen, NETWORK, BEN)] == [tough.id, easy.id]
