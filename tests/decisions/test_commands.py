"""The same requests from the command line, on a desk in memory."""

import json
import shlex
from datetime import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
import typer
from typer.testing import CliRunner, Result

from services.intake.commands import add_to
from services.intake.requests.catalogue import TICKET_REQUESTS
from services.intake.requests.people import PERSON_REQUESTS
from services.intake.requests.roster import AGENT_REQUESTS
from services.intake.ticket import State
from shared.eventlog.references import ticket_named
from shared.people.policy_table import Scope
from shared.vocabulary.identity import PersonId, StreamId
from shared.vocabulary.policy import SHIPPED
from shared.vocabulary.words import Channel, Role
from tests.desks import Desk
from tests.web.site import Site


class Office:
    """A site's parts as the composition offers them to commands."""

    def __init__(self) -> None:
        self.site = Site()
        self.desk: Desk = self.site.desk
        self.people, self.access = self.desk.people, self.site.access
        self.address = "http://desk"
        self.app = typer.Typer()
        add_to(self.app)

    def run(self, *typed: str) -> Result:
        """One command as somebody types it."""
        return CliRunner().invoke(self.app, typed, obj=self)

    def told(self, *typed: str) -> Any:
        """What a command prints as JSON."""
        result = self.run(*typed, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)


def test_every_request_has_a_command_with_its_fields() -> None:
    office = Office()
    for group, kinds in (
        ((), TICKET_REQUESTS),
        (("agent",), AGENT_REQUESTS),
        (("person",), PERSON_REQUESTS),
    ):
        for kind in kinds:
            result = office.run(*group, kind.COMMAND, "--help")
            assert result.exit_code == 0, kind
            assert "--json" in result.output


def test_whoever_raises_a_ticket_is_told_whose_queue_it_stands_in() -> None:
    office = Office()
    office.desk.team("Network", services=("VPN",))
    office.desk.team("Phones", services=("Fax",))
    said = office.run("raise", "it drops", "--service", "vpn").output
    assert "It stands in the queue of Network." in said
    unsaid = office.run("raise", "it drops").output
    assert "It stands in no team’s queue" in unsaid
    assert "`evenhand route 2 TEAM`" in unsaid


def test_a_ticket_goes_its_way_by_commands() -> None:
    office = Office()
    cy = office.desk.person("Cy Tanaka")
    told = office.told("raise", "VPN drops", "--urgent", "--requester", "cy tanaka")
    office.told("reply", "1", "which room?")
    office.told("triage", "#1", "--toughness", "2500", "--skill", "network", "--impact", "high")
    office.told("tag", "1", "--add", "vpn", "--add", "laptop")
    office.told("wait", "1", "vendor", "--until", "2026-03-05T10:00", "--reason", "spare part")
    office.told("resume", told["ticket"])
    office.told("resolve", "1", "--code", "workaround", "--done", "use the cable")
    office.told("confirm", "1", "--by", "Cy Tanaka")
    ticket = office.desk.intake.ticket(ticket_named(office.desk.log, "1"))
    assert (ticket.state, ticket.requester, ticket.judged.toughness) == (State.CLOSED, cy, 2500)
    assert ticket.tags == {"vpn", "laptop"}
    assert office.desk.log.history(ticket.id)[0].event.channel is Channel.COMMAND_LINE


def test_a_roster_is_set_up_by_commands() -> None:
    office = Office()
    ada = PersonId(StreamId(office.told("person", "introduce", "Ada")["person"]))
    office.told("agent", "join", "Ada", "--tier", "2", "--languages", "German")
    office.told("agent", "skill", "Ada", "network", "--level", "3")
    office.told("agent", "capacity", "Ada", "2", "--presence", "600")
    office.told("agent", "shift", "Ada", "--zone", "Europe/Berlin", "--days", "mon,tuesday")
    office.told("agent", "away", "Ada", "--why", "training")
    office.told("team", "form", "Network", "--service", "VPN")
    office.told("team", "join", "network", "Ada")
    agent = office.desk.intake.agent(ada)
    assert (agent.tier, agent.tickets, agent.presence) == (2, 2, 600)
    assert agent.works is not None
    assert [shift.day for shift in agent.works.week] == [0, 1]
    assert office.desk.directory.up_to_date().teams_of(ada) == [
        office.desk.directory.team_named("Network")
    ]


def test_a_week_of_unlike_shifts_and_days_that_differ_are_typed_as_they_are_said() -> None:
    office = Office()
    ada = office.desk.agent("Ada")
    office.told(
        "agent", "shift", "Ada", "--zone", "Europe/Berlin", "--days", "mon,Tuesday",
        "--also", "sat=10:00-14:00", "--differs", "2026-12-25", "--differs", "2026-12-24=09:00-12:00",
    )  # fmt: skip
    works = office.desk.intake.agent(ada).works
    assert works is not None
    assert [(s.day, s.start.hour, s.end.hour) for s in works.week] == [
        (0, 9, 17), (1, 9, 17), (5, 10, 14),
    ]  # fmt: skip
    off, short = works.exceptions
    assert (off.day.day, off.start, short.day.day, short.end) == (25, None, 24, time(12))


def test_what_was_set_of_an_agent_and_who_is_here_can_be_read_again() -> None:
    office = Office()
    office.desk.team("Network", office.desk.agent("Ada", network=3), services=("VPN",))
    office.desk.person("Cy", Role.REQUESTER)
    office.told("agent", "shift", "Ada", "--days", "mon", "--differs", "2026-12-25")
    office.told("agent", "redline", "Ada", "they quarrel", "--requester", "Cy", "--service", "VPN")
    office.told("agent", "away", "Ada", "--why", "leave", "--until", "2026-03-09T09:00")
    shown = office.run("agent", "show", "Ada").stdout
    for words in (
        "skills: network 3", "teams: Network", "works: Monday 09:00-17:00, 2026-12-25 off, UTC",
        "away: leave until 2026-03-09 09:00 UTC", "kept from: Cy on VPN",
    ):  # fmt: skip
        assert words in shown
    assert office.told("agent", "show", "Ada") == office.told("agent", "list")[0]
    assert office.run("team", "list").stdout == "Network  VPN: Ada\n"
    assert [each["name"] for each in office.told("person", "list")] == ["Ada", "Cy"]
    assert office.run("agent", "show", "Cy").exit_code == 2


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (("--days", "someday"), "there is no day 'someday'; expected some of mon, tue"),
        (("--days", "m"), "there is no day 'm'"),
        (("--also", "sat=10"), "'10' are no hours; expected start and end as in 09:00-17:00"),
        (("--days", "mon", "--start", "nine"), "not 'nine'"),
        (("--differs", "christmas"), "not 'christmas'"),
        (("--zone", "Europe/Berln"), "time zone 'Europe/Berln' is unknown"),
    ],
)
def test_a_shift_that_cannot_be_meant_is_refused_by_what_was_typed(
    typed: tuple[str, ...], why: str
) -> None:
    office = Office()
    office.desk.agent("Ada")
    result = office.run("agent", "shift", "Ada", *typed)
    assert (result.exit_code, why in result.stderr) == (2, True), result.stderr


def test_people_are_meant_by_name_wherever_a_request_names_one() -> None:
    office = Office()
    ada, cy = office.desk.agent("Ada"), office.desk.person("Cy Tanaka")
    office.told("agent", "redline", "Ada", "they quarrel", "--requester", "cy tanaka")
    assert office.desk.intake.agent(ada).redlines == {(cy, None)}
    office.told("agent", "lift-redline", "Ada", "made up", "--requester", cy)
    assert office.desk.intake.agent(ada).redlines == frozenset()
    office.told("person", "link", "Ada", "Cy Tanaka", "one badge")
    assert office.desk.intake.person(ada).linked == {cy}
    unknown = office.run("person", "link", "Ada", "Dee", "one badge")
    assert (unknown.exit_code, "nobody goes by 'Dee'" in unknown.stderr) == (2, True)


def test_a_refusal_is_said_and_ends_with_its_own_code() -> None:
    office = Office()
    office.desk.person("Cy")
    office.desk.person("Cy")
    unknown = office.run("resolve", "17")
    assert (unknown.exit_code, "there is no ticket '17'" in unknown.stderr) == (2, True)
    ambiguous = office.run("raise", "VPN drops", "--requester", "Cy", "--json")
    assert json.loads(ambiguous.stderr)["refused"] == "NameIsAmbiguous"
    wrong = office.run("raise", " ")
    assert (wrong.exit_code, "problem" in wrong.stderr) == (2, True)


def test_a_policy_is_shown_and_set_by_figures() -> None:
    office = Office()
    office.told("policy", "set", "closing.grace_hours=24", "promise.urgent_hours=4")
    shown = office.told("policy", "show")
    assert (shown["version"], shown["closing"], shown["promise"]["urgent_hours"]) == (
        1,
        {"grace_hours": 24},
        4,
    )
    assert "  closing.grace_hours=24\n" in office.run("policy", "show").stdout
    wrong = office.run("policy", "set", "closing.grace_days=1")
    assert (wrong.exit_code, "no policy.closing.grace_days" in wrong.stderr) == (2, True)
    half = office.run("policy", "set", "closing.grace_hours")
    assert (half.exit_code, "expected one as in closing.grace_hours=24" in half.stderr) == (2, True)


def test_a_figure_is_set_in_the_unit_of_its_sentence_and_told_back() -> None:
    office = Office()
    told = office.run("policy", "set", "fairness.cap=1.5", "growth.learning=no").stdout
    assert "fairness.cap: 2 → 1.5. No deal leaves anybody more than 1.5 mean tough" in told
    assert "growth.learning: yes → no." in told
    assert office.told("policy", "show")["fairness"]["cap"] == 1_500
    again = office.run("policy", "set", "fairness.cap=1.5")
    assert "Every figure stays as it is." in again.stdout
    wrong = office.run("policy", "set", "fairness.cap=soon")
    assert "fairness.cap is 'soon'; expected a number from 0 to 1000" in wrong.stderr


def test_a_policy_is_set_from_a_file_or_as_shipped_and_figures_win_over_it(tmp_path: Path) -> None:
    office, file = Office(), tmp_path / "agreed.json"
    file.write_text('{"version": 9, "fairness": {"cap": 3000, "ramp_days": 7}}')
    office.told("policy", "set", "--policy", str(file), "fairness.cap=1")
    shown = office.told("policy", "show")
    figures = (shown["version"], shown["fairness"]["cap"], shown["fairness"]["ramp_days"])
    assert figures == (1, 1_000, 7)
    office.told("policy", "set", "--policy", "shipped")
    assert office.told("policy", "show")["fairness"] == msgspec.to_builtins(SHIPPED.fairness)
    nothing = office.run("policy", "set")
    assert (nothing.exit_code, "nothing says what changes" in nothing.stderr) == (2, True)
    missing = office.run("policy", "set", "--policy", str(tmp_path / "none.json"))
    assert (missing.exit_code, "none.json cannot be read" in missing.stderr) == (2, True)


def test_what_the_policy_shows_can_be_set_as_it_stands() -> None:
    office = Office()
    shown = office.run("policy", "show").stdout.splitlines()
    pasted = [shlex.split(line)[0] for line in shown if line[:2] == "  " != line[2:4]]
    assert len(pasted) > 50
    assert "Every figure stays as it is." in office.run("policy", "set", *pasted).stdout


def test_a_token_is_shown_once_and_can_be_ended() -> None:
    office = Office()
    office.desk.person("Monitoring", Role.SERVICE)
    secret = office.told("token", "create", "Monitoring", "--scope", "raise", "--expires", "7")
    viewer = office.access.with_token(secret["token"])
    assert viewer is not None
    assert viewer.scopes == {Scope.RAISE}
    (listed,) = office.told("token", "list")
    assert secret["token"] not in str(listed)
    office.told("token", "revoke", listed["token"])
    assert office.access.with_token(secret["token"]) is None


def test_whoever_runs_the_desk_gets_a_link_for_its_first_supervisor() -> None:
    office = Office()
    first = office.told("sign-in")
    assert first["link"].startswith("http://desk/sign-in/")
    session = office.access.sign_in(first["link"].rpartition("/")[2])
    viewer = office.access.in_session(session)
    assert viewer is not None
    assert Role.SUPERVISOR in viewer.roles
    assert office.told("sign-in")["person"] == first["person"]
    part = office.run("sign-in", "First")
    assert (part.exit_code, "did you mean First supervisor?" in part.stderr) == (2, True)
    assert "person introduce NAME" in office.run("sign-in", "Zoe").stderr


def test_an_erased_person_cannot_be_found_by_name_again() -> None:
    office = Office()
    cy = office.desk.person("Cy")
    session = office.access.sign_in(office.access.invite(cy))
    office.told("erase", "Cy", "--reason", "asked for it")
    assert office.access.in_session(session) is None
    assert office.run("erase", "Cy", "--reason", "again").exit_code == 2
