"""The import and report commands, as people type them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from services.intake.channels.imports import commands as imports
from services.intake.channels.imports.importing import RowsAreKnown
from services.intake.channels.imports.lines import SourceIsUnreadable
from services.projections.commands import reporting as reports
from services.projections.moments import MomentIsMalformed
from services.projections.reports.desk import SourceIsUnknown
from shared.command_line import FAILED, code_of
from shared.eventlog.port import Refusal
from shared.eventlog.references import TicketIsUnknown, ticket_named
from tests.desks import Desk
from tests.imports.histories import FIXTURES

JIRA = [str(FIXTURES / f"jira_{name}.csv") for name in ("issues", "changelog", "comments")]


@dataclass
class Typed:
    """A desk to type commands at."""

    desk: Desk
    rejects: Path

    def say(self, *words: str) -> Any:
        """What a command answered, read as JSON."""
        return json.loads(self.run(*words, "--json").output)

    def run(self, *words: str) -> Any:
        """The command's outcome; refusals are raised."""
        app = typer.Typer()
        imports.add_commands(app, self._open)
        reports.add_commands(app, self._open)
        return CliRunner().invoke(app, list(words), catch_exceptions=False)

    @contextmanager
    def _open(self) -> Iterator[Any]:
        self.desk.rejects = self.rejects  # type: ignore[attr-defined]
        yield self.desk


@pytest.fixture
def typed(tmp_path: Path) -> Typed:
    return Typed(Desk(), tmp_path / "rejects")


def test_import_ends_with_counts_and_is_called_after_the_file(typed: Typed) -> None:
    counts = typed.say("import", "uci498", str(FIXTURES / "uci498.csv"))
    assert counts.pop("seconds") >= 0
    assert counts == {
        "source": "uci498", "rows": 7, "tickets": 2, "new_tickets": 2, "unopened": 0, "events": 21,
        "repeated": 0, "rejected": 0, "rejects": None,
    }  # fmt: skip


def test_import_says_in_words_what_was_left_out_and_where_that_stands(
    typed: Typed, tmp_path: Path
) -> None:
    broken = tmp_path / "my desk.csv"
    broken.write_text((FIXTURES / "helpdesk_it.csv").read_text() + "Case 2\n")
    said = typed.run("import", "helpdesk-it", str(broken)).output
    assert "my desk: 8 rows of 1 tickets became 10 events" in said
    assert "1 row was left out" in said
    assert (typed.rejects / "my_desk.rejects.csv").read_text().count("\n") == 2


def test_a_report_names_who_carried_the_tough_work(typed: Typed) -> None:
    typed.say("import", "uci498", str(FIXTURES / "uci498.csv"))
    said = typed.run("report", "desk").output
    assert "Who carried the tough work" in said
    assert "the slowest tenth of the whole history" in " ".join(said.split())
    assert "Resolved by 7" in said
    (carried,) = typed.say("report", "desk")["carried"]
    assert (carried["name"], carried["tickets"], carried["tough"]) == ("Resolved by 7", 1, 1)


def test_a_copy_under_another_name_is_no_other_source_unless_that_is_said(
    typed: Typed, tmp_path: Path
) -> None:
    typed.say("import", "uci498", str(FIXTURES / "uci498.csv"))
    copy = tmp_path / "copy.csv"
    copy.write_text((FIXTURES / "uci498.csv").read_text())
    with pytest.raises(RowsAreKnown, match="--source 'uci498'"):
        typed.run("import", "uci498", str(copy))
    assert typed.say("import", "uci498", str(copy), "--source", "uci498")["repeated"] == 7
    assert typed.say("import", "uci498", str(copy), "--apart")["new_tickets"] == 2


def test_who_asks_for_an_unknown_source_is_told_which_are_known(typed: Typed) -> None:
    typed.say("import", "uci498", str(FIXTURES / "uci498.csv"))
    with pytest.raises(SourceIsUnknown, match="known sources: uci498"):
        typed.run("report", "desk", "--source", "uci")
    with pytest.raises(TicketIsUnknown, match="known sources: uci498"):
        ticket_named(typed.desk.log, "uci:INC1")


def test_several_files_are_one_source_and_its_people_can_be_linked(typed: Typed) -> None:
    counts = typed.say("import", "jira", *JIRA, "--source", "tracker", "--link-people")
    assert (counts["source"], counts["rows"], counts["linked"]) == ("tracker", 7, 0)


def test_a_table_finds_its_mapping_beside_it_or_among_the_files(typed: Typed) -> None:
    table, mapping = str(FIXTURES / "table.csv"), str(FIXTURES / "table.toml")
    assert typed.say("import", "table", table)["rows"] == 4
    assert typed.say("import", "table", mapping, table)["repeated"] == 4


@pytest.mark.parametrize(
    ("words", "refusal", "advice"),
    [
        (("otrs", "x.csv"), imports.FormatIsUnknown, "expected one of uci498"),
        (("table", str(FIXTURES / "uci498.csv")), imports.MappingIsMissing, "table.md"),
        (("table", str(FIXTURES / "table.toml")), imports.NothingToImport, "FORMAT FILE"),
        (("uci498", "no.csv"), SourceIsUnreadable, "is the name right"),
        (("uci498", str(FIXTURES / "bpi13.csv")), SourceIsUnreadable, "the right format"),
    ],
)
def test_import_refuses_what_it_cannot_read(
    typed: Typed, words: tuple[str, ...], refusal: type[Refusal], advice: str
) -> None:
    with pytest.raises(refusal, match=advice) as refused:
        typed.run("import", *words)
    assert code_of(refused.value) == FAILED, "no rule said no: nobody can tell what was meant"
    assert typed.desk.log.head() == 0


def test_report_desk_prints_the_figures_of_a_source_as_json(typed: Typed) -> None:
    typed.run("import", "uci498", str(FIXTURES / "uci498.csv"))
    typed.run("import", "jira", *JIRA)
    assert typed.say("report", "desk", "--source", "uci498")["tickets"] == 2
    assert typed.say("report", "desk")["tickets"] == 4


@pytest.mark.parametrize(
    ("at", "tickets"),
    [("2026-03-02T09:00", 1), ("2026-03-02T10:00+01:00", 1), ("2026-03-02", 0), ("0", 0)],
)
def test_report_desk_tells_of_a_moment_or_a_position(typed: Typed, at: str, tickets: int) -> None:
    typed.run("import", "uci498", str(FIXTURES / "uci498.csv"))
    assert typed.say("report", "desk", "--at", at)["tickets"] == tickets


def test_report_desk_is_read_on_a_terminal_too(typed: Typed) -> None:
    typed.run("import", "uci498", str(FIXTURES / "uci498.csv"))
    assert "reopened" in typed.run("report", "desk").output


def test_report_desk_refuses_a_moment_or_source_nobody_knows(typed: Typed) -> None:
    with pytest.raises(MomentIsMalformed, match="'yesterday'"):
        typed.run("report", "desk", "--at", "yesterday")
    with pytest.raises(SourceIsUnknown, match="'nowhere'"):
        typed.run("report", "desk", "--source", "nowhere")
