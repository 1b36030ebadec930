"""How the tests run: repeatable random cases, and one visible line for each server that is missing."""

import fcntl
import gc
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

from services.assignment.engine.search import compiling
from shared.settings import Settings
from tests.cases import FAST, WHOLE

settings.register_profile("repeatable", max_examples=WHOLE, deadline=None, derandomize=True)
settings.register_profile("fewer", settings.get_profile("repeatable"), max_examples=FAST)
settings.load_profile("repeatable")

DATA = Path(os.environ.get("EVENHAND_DATA", Path(__file__).parents[2] / "shared" / "data"))
VENDORED = Path(__file__).parents[1] / "shared" / "pages" / "vendored"
LEFT_OUT = "left out for want of"


def is_there(server: str) -> bool:
    """Whether this machine has what a test wants."""
    if server == "chromium":
        return shutil.which("chromium") is not None
    if server == "data":
        return (DATA / "README.md").exists()
    raise ValueError(f"nobody knows how to look for {server!r}; add it to tests/conftest.py")


def pytest_collection_finish() -> None:
    """Spare Python the search for cycles among everything that was imported; a quarter of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Ask for the servers before any fixture does."""
    for mark in item.iter_markers("needs"):
        for server in mark.args:
            refuse_or_skip(item, server)


def refuse_or_skip(item: pytest.Item, server: str) -> None:
    """Skip where a server is missing; fail where all are required.

    What is missing goes with the test's report, which reaches the summary from other processes too.
    """
    if is_there(server):
        return
    if os.environ.get("EVENHAND_REQUIRE") == "all":
        pytest.fail(f"{server} is required (EVENHAND_REQUIRE=all) and is not there")
    item.user_properties.append((LEFT_OUT, server))
    pytest.skip(f"{server} is not there")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    missing = Counter(
        server
        for report in terminalreporter.getreports("skipped")
        for word, server in report.user_properties
        if word == LEFT_OUT
    )
    for server, tests in sorted(missing.items()):
        terminalreporter.write_line(f"left out {tests} tests: {server} is not on this machine")


@pytest.fixture(scope="session", autouse=True)
def compiled_kernel() -> None:
    """Decide by the compiled kernel, as a desk does; compiled anew where its sources changed.

    Of several processes that find it changed one compiles, and the others wait for it.
    """
    folder = Settings().kernel
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "turn").open("w") as turn:
        if not compiling.is_full(folder):
            fcntl.flock(turn, fcntl.LOCK_EX)
        compiling.load(folder)


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real ticket logs."""
    return DATA
