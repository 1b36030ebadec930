"""A policy in the shadow on the command line."""

from contextlib import nullcontext
from pathlib import Path

import msgspec
import pytest
import typer
from typer.testing import CliRunner

from services.assignment.commands import shadow
from shared.policy_typed import FigureIsMissing, PolicyFileIsUnreadable
from shared.vocabulary.policy import SHIPPED
from tests.assignment.shadowing import Tried

NO_ROTATION = ("--set", "assignment.rotation_weight=0", "--set", "assignment.load_weight=0")


def asked(desk: Tried, *words: str) -> str:
    """What `shadow …` prints."""
    app = typer.Typer()
    app.callback()(lambda: None)
    shadow.add_commands(app, lambda: nullcontext(desk.shadows), lambda: nullcontext(desk.shadows))
    told = CliRunner().invoke(app, ["shadow", *words], env={"COLUMNS": "120"})
    if told.exception and not isinstance(told.exception, SystemExit):
        raise told.exception
    return told.stdout


def test_a_shadow_is_started_reported_and_stopped() -> None:
    desk = Tried()
    begun = asked(desk, "start", *NO_ROTATION, "--set", "fairness.cap=99", "--reason", "to see")
    assert "assignment.rotation_weight: 240 → 0. Being a mean tough ticket ahead" in begun
    desk.deal(4)
    desk.shadow.turn(record=True)
    told = asked(desk, "report")
    assert "by the set-up: to see. It is running." in told
    assert "of 4 tickets would have another outcome, in 4 rounds." in told
    assert "Tough work on the wrong shoulders" in told
    assert (
        "To agree on it: evenhand policy set assignment.load_weight=0 "
        "assignment.rotation_weight=0 fairness.cap=99" in told
    )
    assert "it decides no more" in asked(desk, "stop", "--by", "Ada")
    assert "it was stopped, by Ada" in asked(desk, "report")
    whole = msgspec.json.decode(asked(desk, "report", "--json"))
    assert (whole["running"], whole["rounds"], whole["tickets"]) == (False, 4, 4)


def test_a_policy_is_named_by_a_file_and_figures_win_over_it(tmp_path: Path) -> None:
    file = tmp_path / "tried.json"
    file.write_bytes(msgspec.json.encode({"fairness": {"cap": 3_000, "ramp_days": 7}}))
    told = asked(
        Tried(), "start", "--policy", str(file), "--set", "fairness.cap=1", "--reason", "to see"
    )
    assert "fairness.cap: 2 → 1. " in told
    assert "fairness.ramp_days: 28 → 7. " in told


def test_the_shipped_policy_goes_by_its_name() -> None:
    desk = Tried()
    desk.agree({"fairness": {"cap": 1_000}})
    told = asked(desk, "start", "--policy", "shipped", "--reason", "to see")
    assert "fairness.cap: 1 → 2. " in told
    running = desk.shadows.now().running
    assert running
    assert running.started.policy == msgspec.structs.replace(SHIPPED, version=1)


def test_a_file_that_is_no_policy_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(PolicyFileIsUnreadable, match=r"nowhere\.json cannot be read"):
        asked(Tried(), "start", "--policy", str(tmp_path / "nowhere.json"), "--reason", "to see")
    (tmp_path / "words.json").write_text("nothing")
    with pytest.raises(PolicyFileIsUnreadable, match=r"words\.json is no document of a policy"):
        asked(Tried(), "start", "--policy", str(tmp_path / "words.json"), "--reason", "to see")


def test_whoever_names_nothing_to_try_is_told_how() -> None:
    with pytest.raises(
        FigureIsMissing, match=r"nothing says what changes; expected a figure as in"
    ):
        asked(Tried(), "start", "--reason", "to see")
