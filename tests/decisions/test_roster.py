"""Working lives, people, teams and policy: what may be asked about them, and what stays quiet."""

from datetime import timedelta
from functools import reduce

import pytest
from pydantic import ValidationError

from services.intake.agent import Agent, evolve_agent
from services.intake.person import Person, PersonIsErased
from services.intake.policy import Agreed
from services.intake.requests.absence import (
    ComeBack,
    GoAway,
    SetFocusTime,
    TimeEndsBeforeItStarts,
    TimeHasPassed,
)
from services.intake.requests.form import AgentRequest
from services.intake.requests.people import GrantRole, LinkPeople, PersonIsThemself, WithdrawRole
from services.intake.requests.policy import SetPolicy
from services.intake.requests.redlines import DrawRedline, LiftRedline, RedlineIsEmpty
from services.intake.requests.roster import (
    GrantSkill,
    SayGoodbye,
    SetCapacity,
    WelcomeAgent,
    WithdrawSkill,
)
from services.intake.requests.working_time import Hours, SetWorkingTime
from services.intake.team import Team
from shared.events import people, roster
from shared.events.assignment import DeskPolicySet
from shared.events.declaration import Event
from shared.people.unknown import AgentIsUnknown
from shared.vocabulary.identity import StreamId, roster_stream
from shared.vocabulary.words import Role
from tests.decisions.tickets import ADA, BEN, NOON, asked, told

JOINED = roster.AgentJoined(agent=ADA)
WEEK = SetWorkingTime(zone="Europe/Berlin", week=(Hours(day=0, start="08:00", end="17:00"),))


def agent(*events: Event) -> Agent:
    """Ada's working life after she joined and these events."""
    return reduce(
        evolve_agent,
        (told(each, n) for n, each in enumerate((JOINED, *events), 1)),
        Agent(roster_stream(ADA)),
    )


EACH = [
    GrantSkill(skill="network", level=3, tier=2),
    GoAway(until=NOON + timedelta(hours=1)),
    SetFocusTime(start=NOON, end=NOON + timedelta(hours=1)),
    DrawRedline(requester=BEN, reason="they are married"),
    SetCapacity(tickets=2, presence=600),
    WEEK,
]


@pytest.mark.parametrize("request_", EACH, ids=lambda each: type(each).__name__)
def test_what_holds_already_is_not_recorded_again(request_: AgentRequest) -> None:
    (event,) = request_.decide(agent(), asked())
    assert request_.decide(agent(event), asked()) == ()


@pytest.mark.parametrize("request_", [*EACH, SayGoodbye()], ids=lambda each: type(each).__name__)
def test_nothing_is_asked_of_who_does_not_work_here(request_: AgentRequest) -> None:
    for stranger in (Agent(roster_stream(ADA)), agent(roster.AgentLeft())):
        with pytest.raises(AgentIsUnknown, match="welcome them as an agent first"):
            request_.decide(stranger, asked())


def test_an_agent_is_welcomed_once_and_again_after_leaving() -> None:
    welcome = WelcomeAgent(tier=2, languages=("German",))
    joined = roster.AgentJoined(agent=ADA, tier=2, languages=("German",))  # type: ignore[arg-type]
    assert welcome.decide(Agent(roster_stream(ADA)), asked()) == (joined,)
    assert welcome.decide(agent(), asked()) == ()
    assert welcome.decide(agent(roster.AgentLeft()), asked()) == (joined,)


def test_what_was_never_given_is_not_taken_back() -> None:
    assert WithdrawSkill(skill="network").decide(agent(), asked()) == ()
    assert ComeBack().decide(agent(), asked()) == ()
    assert LiftRedline(service="Payroll", reason="moved").decide(agent(), asked()) == ()


def test_a_redline_is_lifted_between_the_same_two() -> None:
    drawn = agent(*DrawRedline(service="Payroll", reason="her brother").decide(agent(), asked()))
    assert LiftRedline(requester=BEN, reason="wrong one").decide(drawn, asked()) == ()
    assert LiftRedline(service="Payroll", reason="he left").decide(drawn, asked())
    with pytest.raises(RedlineIsEmpty, match="needs a requester or a service"):
        DrawRedline(reason="just so").decide(agent(), asked())


def test_time_that_has_passed_or_has_no_length_is_refused() -> None:
    with pytest.raises(TimeHasPassed):
        GoAway(until=NOON).decide(agent(), asked())
    with pytest.raises(TimeHasPassed):
        SetFocusTime(start=NOON - timedelta(hours=2), end=NOON).decide(agent(), asked())
    with pytest.raises(TimeEndsBeforeItStarts, match="swap the two"):
        SetFocusTime(start=NOON, end=NOON).decide(agent(), asked())


def test_a_working_time_names_a_zone_that_exists_and_whole_days() -> None:
    with pytest.raises(ValidationError, match=r"Europe/Berlln.*is unknown"):
        SetWorkingTime(zone="Europe/Berlln")
    with pytest.raises(ValidationError, match="both start and end"):
        SetWorkingTime(zone="UTC", exceptions=({"day": "2026-03-02", "start": "08:00"},))  # type: ignore[arg-type]


def test_a_role_is_granted_once_and_withdrawn_once() -> None:
    ada = Person(ADA, 1, roles=frozenset({Role.AGENT}))
    assert GrantRole(role=Role.AGENT).decide(ada, asked()) == ()
    assert GrantRole(role=Role.MANAGER).decide(ada, asked()) == (
        people.PersonRoleGranted(role=Role.MANAGER),
    )
    assert WithdrawRole(role=Role.MANAGER).decide(ada, asked()) == ()
    assert WithdrawRole(role=Role.AGENT).decide(ada, asked())


def test_an_erased_person_gets_nothing_new() -> None:
    with pytest.raises(PersonIsErased, match="introduce the person anew"):
        GrantRole(role=Role.AGENT).decide(Person(ADA, 2, erased=True), asked())


def test_two_identities_are_linked_once_and_never_one_to_itself() -> None:
    link = LinkPeople(other=BEN, evidence="same mail address")
    assert link.decide(Person(ADA, 1), asked())
    assert link.decide(Person(ADA, 2, linked=frozenset({BEN})), asked()) == ()
    with pytest.raises(PersonIsThemself):
        LinkPeople(other=ADA, evidence="me").decide(Person(ADA, 1), asked())


def test_a_team_member_joins_once_and_leaves_once() -> None:
    team = Team(StreamId("team-" + "1" * 32), 1, frozenset({ADA}))
    assert (team.join(ADA), team.leave(BEN)) == ((), ())
    assert team.join(BEN) == (roster.TeamJoined(agent=BEN),)
    assert team.leave(ADA) == (roster.TeamLeft(agent=ADA),)


def test_a_policy_keeps_what_was_not_said_and_counts_its_versions() -> None:
    (event,) = SetPolicy(policy={"closing": {"grace_hours": 24}}).decide(
        Agreed(), asked(), rulebook="r"
    )
    assert isinstance(event, DeskPolicySet)
    assert (event.policy.version, event.policy.closing.grace_hours) == (1, 24)
    assert event.policy.promise.ordinary_hours == 72
    again = SetPolicy(policy={"closing": {"grace_hours": 24}})
    assert again.decide(Agreed(1, event.policy), asked(), rulebook="r") == ()


def test_a_policy_with_an_unknown_part_or_a_figure_out_of_range_names_it() -> None:
    with pytest.raises(ValidationError, match=r"no policy\.closing\.grace_days"):
        SetPolicy(policy={"closing": {"grace_days": 3}})
    with pytest.raises(ValidationError, match=r"policy\.promise\.urgent_hours"):
        SetPolicy(policy={"promise": {"urgent_hours": 0}})
