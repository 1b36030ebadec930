"""`evenhand solve` as somebody types it."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from services.assignment.commands import solving
from services.assignment.engine import publish
from shared.eventlog.port import RequestIsUnclear

EXAMPLES = publish.FOLDER / "examples"
KEYS = [
    "assignments", "unassigned", "cost", "bound", "bound_kind", "gap", "proven", "units", "cpu_ms",
]  # fmt: skip


def solve(tmp_path: Path, *words: str) -> str:
    app = typer.Typer()
    solving.add_commands(app, lambda: tmp_path / "kernel")
    told = CliRunner().invoke(app, words, standalone_mode=False)
    if told.exception:
        raise told.exception
    return told.stdout


def test_the_answer_has_the_keys_that_are_promised(tmp_path: Path) -> None:
    told = json.loads(solve(tmp_path, str(EXAMPLES / "side_rules.json"), "--json", "--bound"))
    assert list(told) == KEYS
    assert list(told["cost"]) == ["risk", "overflow", "minutes", "by_rule"]
    assert {"ticket": "outage", "agent": "ada"} in told["assignments"]
    assert (told["cost"]["minutes"], told["bound"], told["gap"]) == (17_000, 17_000, 0.0)
    assert sum(told["cost"]["by_rule"].values()) == 17_000
    assert told["proven"]


def test_a_ticket_that_waits_is_told_with_its_reason(tmp_path: Path) -> None:
    nobody = {
        "tickets": {"id": ["a"]},
        "agents": {"id": ["p"]},
        "arcs": {"ticket": [], "agent": []},
    }
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(nobody))
    told = json.loads(solve(tmp_path, str(file), "--json"))
    assert told["unassigned"] == [{"ticket": "a", "reason": "nobody may take it"}]
    assert "waits: nobody may take it" in solve(tmp_path, str(file))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((str(EXAMPLES / "two_people.json"), "--budget", "soon"), "--budget is 'soon', expected"),
        (("missing.json",), "missing.json cannot be read: No such file"),
        ((str(publish.FOLDER / "problem.md"),), "the problem is malformed: JSON is malformed"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_told_in_a_sentence(
    tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    with pytest.raises(RequestIsUnclear, match=why):
        solve(tmp_path, *words)
