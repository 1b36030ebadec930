"""The two commands of the README say at once what they were not told, and set nothing up for it."""

import subprocess

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
