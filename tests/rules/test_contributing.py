"""The contributor's guide does what it says: a rule is a file, its test and one line of the rulebook."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "services/assignment/CONTRIBUTING.md"
BLOCK = re.compile(r"`([\w/]+\.py)`[^`]*?:?\n\n?(?:[^`]*?)```(python|diff)\n(.*?)```", re.DOTALL)


def blocks() -> dict[str, str]:
    """The guide's worked example: file by file."""
    text = GUIDE.read_text(encoding="utf-8").partition("## 2.")[2]
    return {name: body for name, _, body in BLOCK.findall(text)}


def with_line(rulebook: str, diff: str) -> str:
    """The rulebook with the line that the guide adds, behind the line it names."""
    before, added = diff.splitlines()
    assert (before[0], added[0]) == (" ", "+")
    assert rulebook.count(before[1:] + "\n") == 1
    return rulebook.replace(before[1:] + "\n", f"{before[1:]}\n{added[1:]}\n")


@pytest.mark.slow
def test_the_worked_example_is_a_rule_with_a_file_a_test_and_one_line(tmp_path: Path) -> None:
    for folder in ("services", "shared", "deploy", "tests"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("node_modules")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    told = blocks()
    rule, test, book = told
    assert (rule, book) == ("rules/tier_kept_free.py", "rulebook.py")
    home = tmp_path / "services/assignment"
    (home / rule).write_text(told[rule])
    (tmp_path / test).write_text(told[test])
    (home / book).write_text(with_line((home / book).read_text(), told[book]))
    command = [sys.executable, "-m", "pytest", "tests/rules", "-x", "--deselect",
               "tests/rules/test_contributing.py"]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
