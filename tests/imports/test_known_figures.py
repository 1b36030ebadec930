"""Real ticket logs come in, and the figures known of them come out of the log again."""

import json
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from services.intake.channels.imports.formats.catalogue import FORMATS
from services.intake.channels.imports.importing import Counts, Order, import_source
from services.projections.reports.desk import desk_report
from tests.desks import Desk

pytestmark = pytest.mark.needs("data")


def imported(data: Path, form: str, *files: str, **more: Any) -> tuple[Desk, Counts]:
    desk = Desk()
    paths = tuple(data / f"{file}.csv.gz" for file in files)
    order = Order(format=FORMATS[form], files=paths, source="real", zone=UTC, **more)
    return desk, import_source(desk, order)


def reported(data: Path, form: str, *files: str, **more: Any) -> dict[str, Any]:
    desk, counts = imported(data, form, *files, **more)
    assert counts.rejected == 0
    return desk_report(desk.log, source="real")


def known(data: Path, name: str) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads((data / f"EXPECTED_{name}.json").read_text())
    return figures


@pytest.fixture(scope="module")
def uci(data: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    report = reported(data, "uci498", "uci498_3weeks_apr2016")
    return report, known(data, "uci498_3weeks_apr2016")


def test_uci498_has_its_incidents_people_rows_and_span(uci: Any) -> None:
    report, figures = uci
    assert report["tickets"] == figures["incidents"]
    assert report["events"] == figures["rows"]
    assert report["state_changes"] == figures["states"]
    assert (report["agents"], report["teams"]) == (
        figures["assigned_to distinct"],
        figures["groups"],
    )
    assert report["requesters"] == figures["callers"] - 1, "`?` is nobody (reports.md)"
    opened = [report["span"][end][:19].replace("T", " ") for end in ("first", "last_opened")]
    assert opened == figures["span_opened"]


def test_uci498_took_as_long_and_missed_as_many_promises(uci: Any) -> None:
    report, figures = uci
    hours = {k: v for k, v in figures["hours open->resolved"].items() if k != "negative"}
    assert report["open_to_resolved_hours"] == hours
    missed = [[p, f["tickets"], f["missed"]] for p, f in report["promise_missed"].items()]
    assert missed == [line[:3] for line in figures["sla_miss_by_priority"]]


def test_uci498_was_reopened_and_handed_over_as_often(uci: Any) -> None:
    report, figures = uci
    assert list(report["reopened"].values()) == figures["reopened"][:2]
    pairs = (("people", "agent"), ("teams", "group"))
    for ours, theirs in pairs:
        back = figures["pingpong_cases"][f"{theirs} A-B-A"]
        assert list(report["ping_pong"][ours].values()) == back
        assert report["handovers"][ours]["mean"] == figures["handoffs"][f"{theirs} mean"]
    assert report["handovers"]["people"]["max"] == figures["handoffs"]["agent max"]


def test_uci498_was_worked_on_by_others_as_often(uci: Any) -> None:
    report, figures = uci
    resolved = figures["resolved by someone other than the assignee (mapped agents)"]
    assert list(report["resolved_by_other"].values()) == resolved
    updated = next(v for k, v in figures.items() if k.startswith("updates on an assigned"))
    assert list(report["updated_by_other"].values()) == updated[:3]
    assert list(report["unassigned_when_resolved"].values()) == [0, 0.0]


def test_uci498_is_spread_as_unevenly_over_its_resolvers(uci: Any) -> None:
    report, figures = uci
    theirs = figures["resolvers"]
    assert report["resolvers"]["agents"] == theirs["n"]
    assert report["resolvers"]["gini_tickets"] == theirs["gini_resolved"]
    assert report["resolvers"]["gini_tough"] == theirs["gini_tough_t"]
    assert report["resolvers"]["gini_tough_reassigned"] == theirs["gini_tough_h"]
    assert list(report["opened_per_week"].values()) == list(
        figures["opened per week"]["first12"].values()
    )


def test_helpdesk_it_comes_out_as_it_is_known(data: Path) -> None:
    report, figures = (
        reported(data, "helpdesk-it", "helpdesk_it"),
        known(data, "other")["helpdesk_it"],
    )
    assert (report["tickets"], report["events"]) == (figures["cases"], figures["events"])
    assert (report["agents"], report["state_changes"]) == (
        figures["resources"],
        figures["activities"],
    )
    assert report["duration_days"] == figures["duration_days"]
    assert report["resolved_to_closed_days"] == figures["days Resolve->Closed"]
    assert report["never_closed"] == figures["never_closed"]
    hands = figures["handoffs_people"] | {"tickets": figures["handoffs_people"]["cases"]}
    assert report["handovers"]["people"] == {k: hands[k] for k in ("mean", "max", "tickets")}
    assert list(report["ping_pong"]["people"].values()) == figures["pingpong A-B-A"]
    reopened = figures["reopened (other work after Resolve/Closed)"]
    assert report["reopened"]["tickets"] == reopened
    theirs = (figures["resolvers"][k] for k in ("n", "gini_cases", "gini_tough"))
    ours = (report["resolvers"][k] for k in ("agents", "gini_tickets", "gini_tough"))
    assert tuple(ours) == tuple(theirs)


@pytest.mark.parametrize("name", ["bpi13_closed_problems", "bpi13_open_problems"])
def test_bpi13_comes_out_as_it_is_known(data: Path, name: str) -> None:
    report, figures = reported(data, "bpi13", name), known(data, "other")[name]
    teams = "support_teams" if "closed" in name else "org_lines"
    for ours, theirs in (
        ("tickets", "cases"),
        ("events", "events"),
        ("never_closed", "never_completed_cases"),
    ):
        assert report[ours] == figures[theirs]
    assert (report["agents"], report["teams"]) == (figures["owners(name@country)"], figures[teams])
    assert report["state_changes"] == figures["status_counts"]
    days = {k: v for k, v in figures["duration_days"].items() if k != "mean"}
    assert report["duration_days"] == days
    for ours, theirs in (("people", "people"), ("teams", "teams")):
        assert list(report["handovers"][ours].values()) == list(
            figures[f"handoffs_between_{theirs}"].values()
        )
    assert report["ping_pong"]["people"]["tickets"] == figures["pingpong_cases"]["person A-B-A"]
    assert report["ping_pong"]["teams"]["tickets"] == figures["pingpong_cases"]["team A-B-A"]
    reopened = figures["reopened_cases(active status after a Completed)"]
    assert report["reopened"]["tickets"] == reopened
    assert report["touched"]["gini_tickets"] == figures["agents"]["gini_cases"]


def test_importing_the_same_file_again_adds_nothing(data: Path) -> None:
    desk, counts = imported(data, "bpi13", "bpi13_open_problems")
    head = desk.log.head()
    order = Order(FORMATS["bpi13"], (data / "bpi13_open_problems.csv.gz",), "real")
    again = import_source(desk, order)
    assert (again.events, again.repeated, desk.log.head()) == (0, counts.rows, head)
