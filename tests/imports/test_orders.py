"""A history may be told in pieces and in any order: figures and tickets come out as if it came at once."""

import csv
import gzip
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as some

from services.intake.channels.imports.formats.uci498 import day_first
from services.projections.catalogue import open_views
from services.projections.follow import Follower
from services.projections.reports.desk import desk_report
from shared.eventlog.references import ticket_named
from tests.cases import cases
from tests.conftest import DATA
from tests.desks import Desk
from tests.imports.histories import FIXTURES, written
from tests.imports.histories import given as imported

HEAD, *ROWS = (FIXTURES / "uci498.csv").read_text().splitlines()
EARLIER, LATER = ROWS[:4], ROWS[4:]


def figures(desk: Desk) -> dict[str, Any]:
    """The report, without how many events the log needed to tell it, and with names for ids."""
    report, names = desk_report(desk.log, source="old"), desk.directory.up_to_date()
    carried = [{**each, "person": names.name_of(each["person"])} for each in report["carried"]]
    carried.sort(key=lambda each: (-each["tough"], -each["tickets"], each["person"]))
    return report | {"log_events": None, "carried": carried}


def told_in(folder: Path, *parts: list[str]) -> Desk:
    """A desk that was given the rows part by part."""
    desk = Desk()
    for number, part in enumerate(parts):
        if part:
            imported(desk, "uci498", written(folder, HEAD, *part, name=f"{number}.csv"))
    return desk


def stands(desk: Desk, key: str) -> tuple[Any, ...]:
    """State, owner and team of a ticket on its page."""
    views = open_views(None, desk.log)
    Follower(desk.feed, views.all()).turn()
    row = views.ticket.get(ticket_named(desk.log, f"old:{key}"), None)
    assert row is not None
    names = desk.directory.up_to_date()
    return row.state, names.name_of(row.owner or ""), names.name_of(row.team or "")


@cases(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(some.integers(0, 2), min_size=len(ROWS), max_size=len(ROWS)))
def test_rows_split_over_imports_at_random_come_to_the_same_figures(
    tmp_path: Path, part_of: list[int]
) -> None:
    parts = [[r for r, p in zip(ROWS, part_of, strict=True) if p == n] for n in range(3)]
    assert figures(told_in(tmp_path, *parts)) == figures(told_in(tmp_path, ROWS))


def test_a_ticket_whose_later_half_came_first_stands_where_it_stood(tmp_path: Path) -> None:
    whole = stands(told_in(tmp_path, ROWS), "INC1")
    assert whole == ("closed", "Resolver 7", "Network")
    assert stands(told_in(tmp_path, LATER, EARLIER), "INC1") == whole


def test_giving_every_part_again_adds_nothing(tmp_path: Path) -> None:
    desk = told_in(tmp_path, LATER, EARLIER)
    head = desk.log.head()
    for part in (EARLIER, LATER, ROWS):
        imported(desk, "uci498", written(tmp_path, HEAD, *part))
    assert desk.log.head() == head


@pytest.mark.parametrize("first", [0, 1])
def test_activities_and_incidents_come_to_the_same_whichever_is_given_first(first: int) -> None:
    files = ("bpi14_incidents", "bpi14_activities")
    desk, whole = Desk(), Desk()
    imported(whole, "bpi14", *files)
    begun = [imported(desk, "bpi14", file).unopened for file in (files[first], files[1 - first])]
    assert begun == [first, 0], "and an import says of which tickets nobody told how they began"
    one, other = figures(desk), figures(whole)
    for name in ("duration_days", "reopened", "handovers", "ping_pong", "never_closed", "standing"):
        assert one[name] == other[name], name


def test_a_table_of_tickets_that_told_of_an_earlier_day_reopens_nothing(tmp_path: Path) -> None:
    grown, whole = Desk(), Desk()
    issues = (FIXTURES / "jira_issues.csv").read_text()
    then = issues.replace("Closed,Fixed,ada,cy", "Open,,ada,ben").replace("03-05T", "03-02T")
    imported(grown, "jira", written(tmp_path, then.strip()))
    for desk in (grown, whole):
        imported(desk, "jira", "jira_issues", "jira_changelog", "jira_comments")
    one, other = figures(grown), figures(whole)
    assert other["reopened"]["tickets"] == 0
    for name in ("reopened", "standing", "never_closed", "handovers", "open_to_resolved_hours"):
        assert one[name] == other[name], name


@pytest.mark.slow
@pytest.mark.needs("data")
def test_halves_of_a_real_log_come_to_the_figures_of_the_whole(tmp_path: Path) -> None:
    with gzip.open(DATA / "uci498_3weeks_apr2016.csv.gz", "rt", newline="") as file:
        head, *rows = csv.reader(file)
    at = head.index("sys_updated_at")
    middle = sorted(day_first(row[at]) for row in rows)[len(rows) // 2]
    whole, parts = Desk(), Desk()
    imported(whole, "uci498", DATA / "uci498_3weeks_apr2016.csv.gz")
    for early in (False, True):
        half = [row for row in rows if (day_first(row[at]) < middle) is early]
        with (tmp_path / "half.csv").open("w", newline="") as out:
            csv.writer(out).writerows([head, *half])
        imported(parts, "uci498", tmp_path / "half.csv")
    assert figures(parts) == figures(whole)
