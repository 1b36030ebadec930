"""Every command of the README does on a sample desk what is said of it."""

import json
import re
import shlex
from pathlib import Path

import pytest
from rich.console import Console

from deploy.desk import open_desk
from deploy.sample.living import begin
from shared.eventlog.choice import Purpose
from shared.settings import Settings
from tests.journeys.process import ROOT, evenhand

pytestmark = pytest.mark.slow
FILE = ROOT / "tests" / "imports" / "fixtures" / "uci498.csv"
ASKED = [
    line.split("#")[0].strip().removeprefix("./deploy/run ")
    for block in re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    for line in block.splitlines()
    if line.startswith("./deploy/run ")
]
COMMANDS = [each for each in ASKED if each != "--sample"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("readme")
    with open_desk(Settings(home=home), Purpose.DESK) as desk:
        begin(desk, Console(quiet=True), days=3)
    evenhand(home, "import", "uci498", str(FILE), "--source", "elsewhere")
    return home


def filled_in(command: str, home: Path) -> list[str]:
    """The command with something real for each word in capitals."""
    told = json.loads(evenhand(home, "why", "17", "--json").stdout)
    real = {"ROUND": told["round"], "FILE": str(FILE), "NAME": "elsewhere"}
    return [real.get(word, word) for word in shlex.split(command)]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_does_what_it_says(command: str, home: Path) -> None:
    done = evenhand(home, *filled_in(command, home))
    assert done.returncode == 0, f"{command}: {done.stderr}{done.stdout}"
    assert done.stdout.strip(), f"{command} says nothing"


def test_the_readme_shows_commands_at_all() -> None:
    assert len(COMMANDS) >= 8
