"""A desk names who would get what waits, and takes the process that plans it along when it closes."""

import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.process import PATIENCE, DeskProcess, serving

pytestmark = pytest.mark.slow


def planning(home: Path) -> int:
    """How many processes plan for that desk."""
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "args"], capture_output=True, text=True, check=True
    )
    lines = listed.stdout.splitlines()
    return sum("tentative.following" in line and str(home) in line for line in lines)


def planned(desk: DeskProcess) -> list[dict[str, Any]]:
    """Who would get what, as soon as anything is planned."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if told := desk.client.get("/api/v1/tentative").json()["tickets"]:
            return list(told)
        time.sleep(0.1)
    raise AssertionError("nothing was planned")


def test_what_waits_is_named_beside_the_desk_and_ends_with_it(tmp_path: Path) -> None:
    with serving(tmp_path) as desk:
        body = {"name": "Ada", "roles": ["agent"]}
        ada = desk.client.post("/api/v1/people", json=body).json()["person"]
        desk.client.post(f"/api/v1/agents/{ada}/welcome", json={})
        for key in ("k1", "k2", "k3"):
            desk.raise_ticket("The line is dead", key)
        assert {each["name"] for each in planned(desk)} == {"Ada"}
        assert planning(tmp_path) == 1
        assert desk.interrupt() == 0
        assert planning(tmp_path) == 0
        assert not any("Traceback" in line for line in desk.lines)
