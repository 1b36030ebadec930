"""Real ticket logs come in, and the figures known of them come out of the log again.

What is compared is what the issue lists; what differs on purpose stands in `services/projections/reports.md`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from services.intake.channels.imports.formats.catalogue import FORMATS
from services.intake.channels.imports.importing import Order, import_source
from services.projections.reports.desk import desk_report
from shared.clock import SystemChance, SystemClock
from shared.eventlog.sqlite import SqliteLog
from shared.sealing.cipher import Cipher
from shared.sealing.keys_sqlite import SqliteKeys

pytestmark = [pytest.mark.needs("data"), pytest.mark.slow]
Figures = dict[str, Any]


@dataclass
class Filed:
    """A desk with its files on disk, for what an import and a report need."""

    folder: Path
    clock: SystemClock = field(default_factory=SystemClock)
    chance: SystemChance = field(default_factory=SystemChance)

    def __post_init__(self) -> None:
        self.keys = SqliteKeys(self.folder / "keys.sqlite", self.chance)
        seals = Cipher(self.keys, self.chance)
        path = self.folder / "log.sqlite"
        self.log = SqliteLog(path, seals=seals, clock=self.clock, chance=self.chance)

    def close(self) -> None:
        self.log.close()
        self.keys.close()


Desks = dict[str, Filed]


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    """One desk for each format, so that files which share keys meet."""
    opened = {form: Filed(tmp_path_factory.mktemp(form)) for form in FORMATS}
    yield opened
    for desk in opened.values():
        desk.close()


def reported(desks: Desks, data: Path, form: str, *files: str, least: int = 1) -> Figures:
    """What the report says of the files, once imported under the first one's name."""
    paths = tuple(data / f"{file}.csv.gz" for file in files)
    desk = desks[form]
    counts = import_source(desk, Order(format=FORMATS[form], files=paths, source=files[0]))
    assert counts.rejected == 0
    return desk_report(desk.log, source=files[0], min_tickets=least)


def known(data: Path, name: str) -> Figures:
    figures: Figures = json.loads((data / f"EXPECTED_{name}.json").read_text())
    return figures


def moments(span: Figures, *ends: str) -> list[str]:
    """The ends of a span as the figures write them, without zone."""
    return [span[end][:19].replace("T", " ") for end in ends]


@pytest.fixture(scope="module")
def uci(desks: Desks, data: Path) -> tuple[Figures, Figures]:
    name = "uci498_3weeks_apr2016"
    return reported(desks, data, "uci498", name), known(data, name)


def test_uci498_has_its_incidents_people_rows_and_span(uci: tuple[Figures, Figures]) -> None:
    ours, theirs = uci
    assert (ours["tickets"], ours["events"]) == (theirs["incidents"], theirs["rows"])
    assert ours["state_changes"] == theirs["states"]
    assert (ours["agents"], ours["teams"]) == (theirs["assigned_to distinct"], theirs["groups"])
    assert ours["requesters"] == theirs["callers"] - 1, "`?` is nobody (reports.md)"
    assert moments(ours["span"], "first", "last_opened") == theirs["span_opened"]
    assert moments(ours["span"], "last") == [theirs["last_close"]]
    assert ours["priorities"] == dict(sorted(theirs["priority (cases)"].items()))


def test_uci498_took_as_long_and_missed_as_many_promises(uci: tuple[Figures, Figures]) -> None:
    ours, theirs = uci
    hours = theirs["hours open->resolved"]
    assert ours["open_to_resolved_hours"] == {k: v for k, v in hours.items() if k != "negative"}
    missed = [[p, f["tickets"], f["missed"]] for p, f in ours["promise_missed"].items()]
    assert missed == [line[:3] for line in theirs["sla_miss_by_priority"]]


def test_uci498_was_reopened_and_handed_over_as_often(uci: tuple[Figures, Figures]) -> None:
    ours, theirs = uci
    assert list(ours["reopened"].values()) == theirs["reopened"][:2]
    for kind, column in (("people", "agent"), ("teams", "group")):
        back = theirs["pingpong_cases"][f"{column} A-B-A"]
        assert list(ours["ping_pong"][kind].values()) == back
        assert ours["handovers"][kind]["mean"] == theirs["handoffs"][f"{column} mean"]
    assert ours["handovers"]["people"]["max"] == theirs["handoffs"]["agent max"]


def test_uci498_was_worked_on_by_others_as_often(uci: tuple[Figures, Figures]) -> None:
    ours, theirs = uci
    resolved = theirs["resolved by someone other than the assignee (mapped agents)"]
    assert list(ours["resolved_by_other"].values()) == resolved
    updated = next(v for k, v in theirs.items() if k.startswith("updates on an assigned"))
    assert list(ours["updated_by_other"].values()) == updated[:3]
    unassigned = theirs["unassigned when first Resolved"]
    assert list(ours["unassigned_when_resolved"].values()) == unassigned
    pairs = theirs["identity_links"].values()
    assert [int(note.split()[0]) for note in ours["notes"]] == list(pairs)


def test_uci498_is_spread_as_unevenly_over_its_resolvers(uci: tuple[Figures, Figures]) -> None:
    ours, theirs = uci[0]["resolvers"], uci[1]["resolvers"]
    assert ours["agents"] == theirs["n"]
    assert ours["gini_tickets"] == theirs["gini_resolved"]
    assert ours["gini_tough"] == theirs["gini_tough_t"]
    assert ours["gini_tough_reassigned"] == theirs["gini_tough_h"]
    assert ours["tough_from_hours"] == uci[1]["thresholds"]["tough_t hours >="]


def test_uci498_was_opened_week_by_week(uci: tuple[Figures, Figures]) -> None:
    weeks = uci[1]["opened per week"]["first12"]
    assert list(uci[0]["opened_per_week"]) == ["2016-W14", "2016-W15", "2016-W16"]
    assert list(uci[0]["opened_per_week"].values()) == list(weeks.values())


@pytest.fixture(scope="module")
def helpdesk(desks: Desks, data: Path) -> tuple[Figures, Figures]:
    return reported(desks, data, "helpdesk-it", "helpdesk_it"), known(data, "other")["helpdesk_it"]


def test_helpdesk_it_has_its_cases_and_activities(helpdesk: tuple[Figures, Figures]) -> None:
    ours, theirs = helpdesk
    assert (ours["tickets"], ours["events"]) == (theirs["cases"], theirs["events"])
    assert (ours["agents"], ours["state_changes"]) == (theirs["resources"], theirs["activities"])
    assert ours["standing"] == theirs["last_activity"]
    assert ours["never_closed"] == theirs["never_closed"]
    assert moments(ours["span"], "first", "last") == theirs["span"]


def test_helpdesk_it_took_as_long_and_went_through_as_many_hands(
    helpdesk: tuple[Figures, Figures],
) -> None:
    ours, theirs = helpdesk
    assert ours["duration_days"] == theirs["duration_days"]
    assert ours["resolved_to_closed_days"] == theirs["days Resolve->Closed"]
    assert list(ours["handovers"]["people"].values()) == list(theirs["handoffs_people"].values())
    assert list(ours["ping_pong"]["people"].values()) == theirs["pingpong A-B-A"]
    reopened = theirs["reopened (other work after Resolve/Closed)"]
    assert ours["reopened"]["tickets"] == reopened
    spread = (ours["resolvers"][k] for k in ("agents", "gini_tickets", "gini_tough"))
    assert list(spread) == [theirs["resolvers"][k] for k in ("n", "gini_cases", "gini_tough")]
    assert "acting person" in ours["notes"][0]


@pytest.fixture(scope="module", params=["bpi13_closed_problems", "bpi13_open_problems"])
def bpi13(desks: Desks, data: Path, request: pytest.FixtureRequest) -> tuple[Figures, Figures]:
    return reported(desks, data, "bpi13", request.param), known(data, "other")[request.param]


def test_bpi13_has_its_cases_owners_teams_and_statuses(bpi13: tuple[Figures, Figures]) -> None:
    ours, theirs = bpi13
    teams = theirs["support_teams"] if theirs["support_teams"] > 1 else theirs["org_lines"]
    assert (ours["tickets"], ours["events"]) == (theirs["cases"], theirs["events"])
    assert (ours["agents"], ours["teams"]) == (theirs["owners(name@country)"], teams)
    assert ours["state_changes"] == theirs["status_counts"]
    assert ours["standing"] == theirs["last_status"]
    assert ours["never_closed"] == theirs["never_completed_cases"]
    assert moments(ours["span"], "first", "last") == [end[:19] for end in theirs["span"]]


def test_bpi13_took_as_long_and_went_through_as_many_hands(
    bpi13: tuple[Figures, Figures],
) -> None:
    ours, theirs = bpi13
    days = {k: v for k, v in theirs["duration_days"].items() if k != "mean"}
    assert ours["duration_days"] == days
    for kind in ("people", "teams"):
        hands = theirs[f"handoffs_between_{kind}"]
        assert list(ours["handovers"][kind].values()) == list(hands.values())
    for kind, who in (
        ("people", "person"),
        ("teams", "team" if ours["teams"] > 15 else "org line"),
    ):
        back = [theirs[f"pingpong_{what}"][f"{who} A-B-A"] for what in ("cases", "share")]
        assert list(ours["ping_pong"][kind].values()) == back
    assert ours["reopened"]["tickets"] == theirs["reopened_cases(active status after a Completed)"]
    assert ours["touched"]["gini_tickets"] == theirs["agents"]["gini_cases"]
    spread = ours["resolvers"]["agents"], ours["resolvers"]["gini_tickets"]
    assert spread == (theirs["completers"]["n"], theirs["completers"]["gini_completed"])


@pytest.fixture(scope="module")
def bpi14(desks: Desks, data: Path) -> tuple[Figures, Figures]:
    files = ("bpi14_sample_incidents", "bpi14_sample_activities")
    return reported(desks, data, "bpi14", *files), known(data, "other")["bpi14_sample"]


def test_bpi14_has_its_incidents_groups_priorities_and_activities(
    bpi14: tuple[Figures, Figures],
) -> None:
    ours, theirs = bpi14
    assert (ours["tickets"], ours["teams"]) == (theirs["incidents"], theirs["groups"])
    assert ours["tables"]["activity"]["rows"] == theirs["activities"]
    assert ours["priorities"] == dict(sorted(theirs["priority"].items()))
    common = dict(list(ours["state_changes"].items())[:20])
    assert common == theirs["activity_types"]
    assert ours["agents"] == 0, "there are no people in this source"


def test_bpi14_was_reopened_and_handed_over_as_often(bpi14: tuple[Figures, Figures]) -> None:
    ours, theirs = bpi14
    assert list(ours["reopened"].values()) == theirs["reopened"]
    assert list(ours["ping_pong"]["teams"].values()) == theirs["pingpong group A-B-A"]
    hands = ours["handovers"]["teams"]
    assert [hands["mean"], hands["max"]] == list(theirs["handoffs"].values())
    assert ours["handling_hours"] == theirs["handle_time_hours"]


@pytest.fixture(scope="module")
def jira(desks: Desks, data: Path) -> tuple[Figures, Figures]:
    files = ("jira_apache_issues", "jira_apache_changelog", "jira_apache_comments")
    return reported(desks, data, "jira", *files), known(data, "other")["jira_apache"]


def test_jira_has_its_issues_changes_comments_and_people(jira: tuple[Figures, Figures]) -> None:
    ours, theirs = jira
    rows = [ours["tables"][kind]["rows"] for kind in ("ticket", "change", "comment")]
    assert rows == [theirs[kind] for kind in ("issues", "changes", "comments")]
    assert ours["tables"]["ticket"]["owners"] == theirs["assignees"]
    assert ours["tables"]["comment"]["actors"] == theirs["commenters"]
    assert ours["requesters"] == theirs["reporters"]
    assert ours["standing"] == theirs["status"]
    assert ours["priorities"] == dict(sorted(theirs["priority"].items()))


def test_jira_was_reopened_sent_back_and_left_as_often(jira: tuple[Figures, Figures]) -> None:
    ours, theirs = jira
    reopened = theirs["reopened (status leaves Resolved/Closed)"]
    assert list(ours["reopened"].values()) == reopened
    back = theirs["assignee ping-pong A-B-A"]
    assert list(ours["ping_pong"]["people"].values()) == back
    assert ours["open_to_resolved_hours"]["missing"] == theirs["unresolved"][0]
    days = theirs["days created->resolved"]
    hours = {p: ours["open_to_resolved_hours"][p] / 24 for p in days}
    assert hours == pytest.approx(days, abs=0.0051), "both are rounded"


def test_jira_differs_where_the_document_says_so(jira: tuple[Figures, Figures]) -> None:
    ours, _ = jira
    document = Path(__file__).parents[2] / "services" / "projections" / "reports.md"
    lines = [line for line in document.read_text().splitlines() if line.startswith("| jira |")]
    other = ours["resolved_by_other"]
    said = (
        f"`agents` {ours['agents']}",
        f"`handovers.people.tickets` {ours['handovers']['people']['tickets']}",
        f"{other['tickets']} of {other['of']}",
        f"{ours['resolvers']['gini_tickets']} by who resolved",
    )
    assert all(figure in line for figure, line in zip(said, lines, strict=True))


def test_the_call_centre_has_its_calls_and_both_ginis(desks: Desks, data: Path) -> None:
    ours = reported(desks, data, "callcentre", "callcentre_1999_01", least=50)["calls"]
    theirs = known(data, "callcentre_1999_01")["1999-01"]
    assert ours["calls"] == 31_599
    assert ours["agents"] == theirs["agents>=50 calls"]
    assert (ours["gini_calls"], ours["gini_seconds"]) == (
        theirs["gini_calls"],
        theirs["gini_seconds"],
    )
    assert ours["under_10_s"]["share"] == theirs["share of calls <10 s"]


def test_the_conversations_come_in_whole(desks: Desks, data: Path) -> None:
    files = ("helpdesk_conversations_half", "helpdesk_conversation_headers")
    ours = reported(desks, data, "conversations", *files)
    assert ours["tickets"] == 182
    assert ours["tables"]["comment"]["rows"] == 3_848


def test_importing_the_same_files_again_adds_nothing(
    desks: Desks, data: Path, uci: tuple[Figures, Figures]
) -> None:
    head = desks["uci498"].log.head()
    assert reported(desks, data, "uci498", "uci498_3weeks_apr2016") == uci[0]
    assert desks["uci498"].log.head() == head
