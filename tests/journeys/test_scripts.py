"""The commands of the README: what they refuse, what they leave out, and that asking sets nothing up."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.process import ROOT


def said(*words: str) -> tuple[int, str, str]:
    """How a script ended, what it printed, and what it complained of."""
    done = subprocess.run(words, cwd=ROOT, text=True, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("script", "word"), [("./deploy/test", "--fats"), ("./deploy/run", "--smaple")]
)
def test_a_misspelt_option_is_refused_by_name_before_anything_is_done(
    script: str, word: str
) -> None:
    code, printed, complained = said(script, word)
    assert (code, printed) == (2, "")
    assert f"not {word}" in complained


def test_asking_for_help_tests_nothing_and_does_not_claim_to() -> None:
    code, printed, _ = said("./deploy/test", "--help")
    assert code == 0
    assert "--fast" in printed
    assert "Everything holds" not in printed


def without_data(folder: Path, processes: int, **more: str) -> tuple[int, str]:
    """How the tests that want real ticket logs end where there are none, and what they say."""
    known = {name: value for name, value in os.environ.items() if name != "EVENHAND_REQUIRE"}
    words = ["-n", str(processes), "tests/imports/test_known_figures.py", "-k", "uci498"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=ROOT, text=True, capture_output=True,
        check=False, env=known | {"EVENHAND_DATA": str(folder)} | more,
    )  # fmt: skip
    return done.returncode, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("processes", [0, 2])
def test_what_is_missing_is_told_in_one_line_from_however_many_processes(
    processes: int, tmp_path: Path
) -> None:
    code, printed = without_data(tmp_path, processes)
    assert code == 0
    assert re.findall(r"left out .*", printed) == ["left out 6 tests: data is not on this machine"]


@pytest.mark.slow
@pytest.mark.parametrize("processes", [0, 2])
def test_what_is_required_and_missing_is_a_failure(processes: int, tmp_path: Path) -> None:
    code, printed = without_data(tmp_path, processes, EVENHAND_REQUIRE="all")
    assert code == 1
    assert "data is required (EVENHAND_REQUIRE=all) and is not there" in printed
