"""A command reads no view of before: it folds what is lacking, or waits for the desk that runs."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.projections import catching_up
from services.projections.catalogue import open_views
from services.projections.catching_up import catch_up
from services.projections.commands.at_hand import shown
from services.projections.rebuild import quietly
from shared.eventlog.lock import DeskIsRunning
from shared.eventlog.memory import MemoryLog
from tests.views.histories import BEN, ON_TICKETS, TICKETS, log_of, tell


@dataclass
class Home:
    """Views that are behind, and perhaps a desk that runs there."""

    log: MemoryLog
    folder: Path
    runs: bool = False

    @contextmanager
    def alone(self) -> Iterator[None]:
        if self.runs:
            raise DeskIsRunning("process 7 already writes the desk")
        yield


@pytest.fixture
def home() -> Iterator[Home]:
    with tempfile.TemporaryDirectory() as folder:
        log = log_of([])
        open_views(Path(folder), log).close()
        tell(log, TICKETS[0], ON_TICKETS[0], 5, BEN)
        yield Home(log, Path(folder))


def lacking(home: Home) -> int:
    """How many events the views lack when they are read."""
    with closing(open_views(home.folder, home.log, writes=False)) as views:
        return catch_up(home, [each.file for each in views.all()], quietly)


def test_where_no_desk_runs_a_command_folds_what_the_views_lack(home: Home) -> None:
    assert lacking(home) == 0
    home.runs = True
    assert lacking(home) == 0, "nothing is left to wait for"


def test_beside_a_desk_that_does_not_get_on_it_says_how_much_is_missing(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "PATIENCE_SECONDS", 0.2)
    home.runs = True
    assert lacking(home) == 1


def test_a_bar_that_nobody_watches_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with shown(quiet=False) as progress:
        progress(1, 2)
    assert capsys.readouterr().err == ""
