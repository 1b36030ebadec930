"""How the tests run: repeatable random cases, and one visible line for each server that is missing."""

import gc
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from services.assignment.engine.search import compiling
from shared.settings import Settings

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")

DATA = Path(os.environ.get("EVENHAND_DATA", Path(__file__).parents[2] / "shared" / "data"))
VENDORED = Path(__file__).parents[1] / "shared" / "pages" / "vendored"
MISSING: dict[str, int] = {}


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
            refuse_or_skip(server)


def refuse_or_skip(server: str) -> None:
    """Skip where a server is missing; fail where all are required."""
    if is_there(server):
        return
    if os.environ.get("EVENHAND_REQUIRE") == "all":
        pytest.fail(f"{server} is required (EVENHAND_REQUIRE=all) and is not there")
    MISSING[server] = MISSING.get(server, 0) + 1
    pytest.skip(f"{server} is not there")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for server, tests in sorted(MISSING.items()):
        terminalreporter.write_line(f"left out {tests} tests: {server} is not on this machine")


@pytest.fixture(scope="session", autouse=True)
def compiled_kernel() -> None:
    """Decide by the compiled kernel, as a desk does; compiled anew where its sources changed."""
    compiling.load(Settings().kernel)


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real ticket logs."""
    return DATA
