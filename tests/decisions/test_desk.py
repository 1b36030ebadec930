"""Requests on a whole desk in memory: carried out once, and decided again or not."""

from collections.abc import Callable
from datetime import datetime

import msgspec
import pytest

from services.intake.desk import Intake, RequestIsForAnother
from services.intake.requests.course import (
    ConfirmTicket,
    ReopenTicket,
    ResolveTicket,
)
from services.intake.requests.judging import RouteTicket
from services.intake.requests.people import ErasePerson, FormTeam, GrantRole, IntroducePerson
from services.intake.requests.raising import FollowUpTicket, RaiseTicket
from services.intake.requests.roster import SayGoodbye, WelcomeAgent
from services.intake.requests.talking import LinkTickets, NoteOnTicket, ReplyToTicket
from services.intake.ticket import State, TicketIsResolved
from shared.eventlog.port import (
    NameIsTaken,
    RequestDiffers,
    SubjectIsErased,
    VersionConflict,
)
from shared.eventlog.references import TicketIsUnknown
from shared.events import ticket as said
from shared.people.unknown import PersonIsUnknown, TeamIsUnknown
from shared.vocabulary.identity import SETUP, Actor, PersonId, StreamId, TicketId
from shared.vocabulary.words import Channel, Role
from tests.desks import Desk, id_of

NOBODY = "person-" + "0" * 32


class Interrupted:
    """A clock at whose first reading something happens: between loading a history and deciding."""

    def __init__(self, desk: Desk, meanwhile: Callable[[], object]) -> None:
        self.clock, self.meanwhile = desk.clock, [meanwhile]
        self.readings = 0

    def now(self) -> datetime:
        self.readings += 1
        if self.meanwhile:
            self.meanwhile.pop()()
        return self.clock.now()


def test_a_request_sent_twice_is_carried_out_once_and_told_the_same() -> None:
    desk = Desk()
    cy = desk.person("Cy")
    call = desk.intake.call(Actor(cy), command="cy-1")
    request = RaiseTicket(problem="VPN drops")
    first = desk.intake.raise_ticket(request, call, channel=Channel.FORM)
    head = desk.log.head()
    assert desk.intake.raise_ticket(request, call, channel=Channel.FORM) == first
    assert desk.log.head() == head


def test_a_resolution_sent_twice_is_not_told_that_the_ticket_is_resolved() -> None:
    desk = Desk()
    ticket = desk.ticket("VPN drops", by=desk.person("Cy"))
    call = desk.intake.call(SETUP, command="ada-1")
    first = desk.intake.ask(id_of(ticket), ResolveTicket(), call)
    assert desk.intake.ask(id_of(ticket), ResolveTicket(), call) == first
    with pytest.raises(TicketIsResolved):
        desk.intake.ask(id_of(ticket), ResolveTicket(), desk.intake.call(SETUP))


def test_the_same_id_with_other_words_is_refused_even_on_another_ticket() -> None:
    desk = Desk()
    one, other = (desk.ticket(f"problem {n}", by=desk.person("Cy")) for n in range(2))
    call = desk.intake.call(SETUP, command="ada-1")
    desk.intake.ask(id_of(one), NoteOnTicket(text="seen"), call)
    with pytest.raises(RequestDiffers):
        desk.intake.ask(id_of(one), NoteOnTicket(text="not seen"), call)
    with pytest.raises(RequestDiffers):
        desk.intake.ask(id_of(other), NoteOnTicket(text="seen"), call)


def test_words_are_decided_again_when_somebody_was_faster() -> None:
    desk = Desk()
    ticket = id_of(desk.ticket("VPN drops", by=desk.person("Cy")))
    call = desk.intake.call
    desk.intake.clock = Interrupted(
        desk, lambda: desk.intake.ask(ticket, NoteOnTicket(text="first"), call(SETUP))
    )
    desk.intake.ask(ticket, ReplyToTicket(text="second"), call(SETUP))
    assert desk.events(ticket)[-2:] == [said.TicketNoted, said.TicketReplied]


def test_words_are_taken_however_many_were_faster() -> None:
    desk = Desk()
    ticket = id_of(desk.ticket("VPN drops", by=desk.person("Cy")))
    others = Intake(
        log=desk.log, directory=desk.directory, keys=desk.keys, clock=desk.clock, chance=desk.chance
    )
    desk.intake.clock = busy = Interrupted(
        desk, lambda: others.ask(ticket, NoteOnTicket(text="me too"), others.call(SETUP))
    )
    busy.meanwhile *= 30
    desk.intake.ask(ticket, ReplyToTicket(text="at last"), desk.intake.call(SETUP))
    assert desk.events(ticket)[-31:] == [said.TicketNoted] * 30 + [said.TicketReplied]


def test_a_state_is_never_decided_again_by_itself() -> None:
    desk = Desk()
    ticket = id_of(desk.ticket("VPN drops", by=desk.person("Cy")))
    desk.intake.clock = Interrupted(
        desk, lambda: desk.intake.ask(ticket, NoteOnTicket(text="wait!"), desk.intake.call(SETUP))
    )
    with pytest.raises(VersionConflict, match="read what happened since"):
        desk.intake.ask(ticket, ResolveTicket(), desk.intake.call(SETUP))
    assert desk.intake.ticket(ticket).state is State.OPEN


def test_words_for_a_version_that_was_seen_are_not_decided_again_either() -> None:
    desk = Desk()
    ticket = desk.ticket("VPN drops", by=desk.person("Cy"))
    desk.intake.ask(id_of(ticket), NoteOnTicket(text="first"), desk.intake.call(SETUP))
    seen = desk.intake.call(SETUP, expected=ticket.version)
    with pytest.raises(VersionConflict):
        desk.intake.ask(id_of(ticket), ReplyToTicket(text="second"), seen)


def test_requesters_neither_see_nor_touch_the_tickets_of_others() -> None:
    desk = Desk()
    cy, ben = desk.person("Cy"), desk.person("Ben")
    ticket = id_of(desk.ticket("VPN drops", by=cy))
    bens = desk.intake.call(Actor(ben), only=ben)
    for request in (ReplyToTicket(text="me too"), ReopenTicket(), ConfirmTicket()):
        with pytest.raises(TicketIsUnknown, match="of yours"):
            desk.intake.ask(ticket, request, bens)
    for_cy = RaiseTicket(problem="VPN drops", requester=cy)
    with pytest.raises(RequestIsForAnother):
        desk.intake.raise_ticket(for_cy, bens, channel=Channel.API)


def test_a_ticket_goes_to_the_team_that_serves_it_or_to_the_only_team() -> None:
    desk = Desk()
    cy = desk.person("Cy")
    assert desk.intake.ticket(id_of(desk.ticket("help", by=cy))).team is None
    network = desk.team("Network", services=("VPN",))
    assert desk.intake.ticket(id_of(desk.ticket("help", by=cy))).team == network
    desk.team("Apps", services=("Payroll",))
    assert desk.intake.ticket(id_of(desk.ticket("it drops", by=cy, service="vpn"))).team == network
    assert desk.intake.ticket(id_of(desk.ticket("help", by=cy))).team is None


def test_teams_and_tickets_are_meant_by_the_names_people_use() -> None:
    desk = Desk()
    cy, network = desk.person("Cy"), desk.team("Network")
    one, other = (desk.ticket(f"problem {n}", by=cy) for n in range(2))
    desk.intake.ask(id_of(one), LinkTickets(other=f"#{other.number}"), desk.intake.call(SETUP))
    assert {link for link, _ in desk.intake.ticket(id_of(one)).links} == {other.id}
    apps = desk.team("Apps")
    desk.intake.ask(id_of(one), RouteTicket(team="apps"), desk.intake.call(SETUP))
    assert (desk.intake.ticket(id_of(one)).team, network != apps) == (apps, True)
    with pytest.raises(TeamIsUnknown, match="Netwrok"):
        desk.intake.ask(id_of(one), RouteTicket(team="Netwrok"), desk.intake.call(SETUP))


def test_nothing_is_taken_for_what_it_is_not() -> None:
    desk = Desk()
    cy, network = desk.person("Cy"), desk.team("Network")
    ticket = id_of(desk.ticket("VPN drops", by=cy))
    before, call = desk.log.head(), desk.intake.call(SETUP)
    with pytest.raises(TicketIsUnknown):
        desk.intake.ask(TicketId(network), NoteOnTicket(text="x"), call)
    with pytest.raises(PersonIsUnknown):
        desk.people.ask(PersonId(ticket), GrantRole(role=Role.SUPERVISOR), call)
    with pytest.raises(PersonIsUnknown):
        desk.intake.ask_agent(PersonId(StreamId("desk")), WelcomeAgent(), call)
    assert desk.log.head() == before


def test_a_team_s_name_is_taken_once() -> None:
    desk = Desk()
    desk.team("Network")
    with pytest.raises(NameIsTaken):
        desk.people.form_team(FormTeam(name="network"), desk.intake.call(SETUP))


def test_a_second_round_is_linked_both_ways_in_one_change() -> None:
    desk = Desk()
    cy = desk.person("Cy")
    first = desk.ticket("VPN drops", by=cy)
    desk.intake.ask(id_of(first), ResolveTicket(), desk.intake.call(SETUP))
    second = desk.intake.follow_up(
        id_of(first), FollowUpTicket(problem="again"), desk.intake.call(Actor(cy), only=cy),
        channel=Channel.API,
    )  # fmt: skip
    linked = desk.log.history(id_of(second))[-1].event
    assert (linked.other, second.number) == (first.id, 2)
    assert desk.log.history(id_of(first))[-1].event.follow_up == second.id


def test_who_is_welcomed_becomes_an_agent_and_who_leaves_leaves_their_teams() -> None:
    desk = Desk()
    ada = desk.agent("Ada")
    network = desk.team("Network", ada)
    assert Role.AGENT in desk.directory.roles_of(ada)
    desk.intake.ask_agent(ada, SayGoodbye(reason="retired"), desk.intake.call(SETUP))
    assert Role.AGENT not in desk.directory.roles_of(ada)
    assert desk.intake.team(network).members == frozenset()


def test_nobody_raises_a_ticket_for_somebody_unknown_or_erased() -> None:
    desk = Desk()
    cy = desk.person("Cy")
    with pytest.raises(PersonIsUnknown, match="introduce the person first"):
        desk.ticket("VPN drops", by=cy, requester=NOBODY)
    desk.people.erase(cy, ErasePerson(reason="asked for it"), desk.intake.call(SETUP))
    with pytest.raises(Exception, match="is erased"):
        desk.ticket("VPN drops", by=cy)


def test_an_erased_person_is_nobody_and_their_tickets_run_on_without_words() -> None:
    desk = Desk()
    cy = desk.person("Cy")
    ticket = id_of(desk.ticket("VPN drops", by=cy))
    answer = desk.people.erase(cy, ErasePerson(reason="asked for it"), desk.intake.call(SETUP))
    assert desk.log.history(cy)[-1].event.keys == 2
    assert (desk.directory.name_of(cy), desk.directory.roles_of(cy)) == ("erased", frozenset())
    with pytest.raises(SubjectIsErased):
        desk.intake.ask(ticket, NoteOnTicket(text="gone?"), desk.intake.call(SETUP))
    assert desk.intake.ask(ticket, ResolveTicket(), desk.intake.call(SETUP)).version > 2
    again = desk.people.erase(cy, ErasePerson(reason="again"), desk.intake.call(SETUP))
    assert again.version == answer.version


def test_the_first_supervisor_is_the_same_at_every_start() -> None:
    desk = Desk()
    first = desk.people.first_supervisor()
    assert desk.people.first_supervisor() == first
    assert Role.SUPERVISOR in desk.directory.roles_of(first)


def test_an_answer_names_what_it_is_about() -> None:
    desk = Desk()
    cy = desk.person("Cy")
    told = msgspec.json.decode(msgspec.json.encode(desk.ticket("VPN drops", by=cy)))
    assert set(told) == {"ticket", "number", "version", "position"}
    introduced = desk.people.introduce(IntroducePerson(name="Ben"), desk.intake.call(SETUP))
    assert PersonId(StreamId(introduced.id)) == introduced.person
